import type { CiSettings } from "@ecommerce-cart/ci-generators";
import { execFileSync } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { definePipeline } from "@ecommerce-cart/pipeline-model";
import type { Pipeline } from "@ecommerce-cart/pipeline-model";
import type { Release } from "@ecommerce-cart/release";
import { FileStateStore } from "@ecommerce-cart/state-store";
import { findFreePort } from "@ecommerce-cart/services";
import { vi } from "vitest";
import { writeFakeRelease } from "../../../packages/targets/embedded/src/testing/fake-release.ts";
import type { FakeBehaviour } from "../../../packages/targets/embedded/src/testing/fake-release.ts";
import { deployBundle } from "../src/jobs/deploy-jobs.ts";
import { RELEASE_FILE } from "../src/jobs/package-jobs.ts";
import { runCommandLine } from "../src/main.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));

/** A git checkout in a temporary folder, with a pipeline whose package stage hands over a fake release. */
export interface Workspace {
  readonly rootDirectory: string;
  readonly port: number;
  /** What the package stage makes from here on. */
  readonly bundle: (version: string, behaviour?: FakeBehaviour) => Promise<Release>;
  /** Runs one command line; what it printed and its exit code. */
  readonly run: (...argv: readonly string[]) => Promise<{ readonly exitCode: number; readonly output: string }>;
  /** Resolves when something that is run prints a text that holds `part`; ask before it is run. */
  readonly printed: (part: string) => Promise<void>;
  readonly write: (path: string, text: string) => void;
  readonly git: (...args: readonly string[]) => string;
  readonly remove: () => void;
}

/** Makes a workspace; `databaseUrl` is what its development environment uses. */
export async function makeWorkspace(databaseUrl: string): Promise<Workspace> {
  const rootDirectory = mkdtempSync(join(tmpdir(), "ecommerce-cart-cli-"));
  const port = await findFreePort();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(rootDirectory, path)), { recursive: true });
    writeFileSync(join(rootDirectory, path), text);
  };
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: rootDirectory, encoding: "utf8" });
  writeFiles(write);
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.email", "ann@example.org");
  git("config", "user.name", "Ann");
  git("add", ".");
  git("commit", "--quiet", "--message", "feat(shop): sell things");
  let wanted: Release | undefined;
  const bundle = async (version: string, behaviour: FakeBehaviour = "serves"): Promise<Release> => {
    const release = writeFakeRelease(rootDirectory, { version, behaviour });
    await new FileStateStore(join(rootDirectory, ".data")).saveRelease(release);
    wanted = release;
    return release;
  };
  const pipeline = aPipeline(() => write(RELEASE_FILE, JSON.stringify(wanted)));
  const prints = new EventEmitter<{ text: [string] }>();
  const run = (...argv: readonly string[]) => runCaptured({ argv, rootDirectory, pipeline, port, databaseUrl, prints });
  const printed = (part: string): Promise<void> =>
    new Promise((resolve) => prints.on("text", (text) => text.includes(part) && resolve()));
  return {
    rootDirectory,
    port,
    bundle,
    run,
    printed,
    write,
    git,
    remove: () => rmSync(rootDirectory, { recursive: true, force: true }),
  };
}

function writeFiles(write: Workspace["write"]): void {
  const development = readFileSync(join(REPOSITORY, "environments/development.yaml"), "utf8");
  write(
    "environments/development.yaml",
    development.replace("database_url: embedded", "database_url: { from_variable: SHOP_DATABASE }"),
  );
  write("src/cart.txt", "a cart\n");
  write(".gitignore", ".data/\n.pipeline/\nreports/\nreleases/\n");
  write(
    "apps/shop/scripts/smoke-test.ts",
    `const answer = await fetch(process.env["SMOKE_URL"] ?? "");\nconsole.log("answered", answer.status);\nif (!answer.ok) process.exitCode = 1;\n`,
  );
}

function aPipeline(bundle: () => void): Pipeline {
  return definePipeline({
    name: "fixture",
    globalInputs: [],
    stages: [
      { name: "build", jobs: [{ name: "compile", command: "cat src/cart.txt", inputs: ["src/**"] }] },
      {
        name: "package",
        jobs: [
          {
            name: "bundle",
            needs: ["compile"],
            isRestorable: false,
            run: async () => {
              bundle();
              return { kind: "passed" };
            },
          },
        ],
      },
      {
        name: "deploy",
        jobs: [
          {
            name: "deploy",
            needs: ["bundle"],
            isRestorable: false,
            environment: ["PORT", "PIPELINE_WAIT_SECONDS"],
            secrets: ["SHOP_DATABASE"],
            run: deployBundle,
          },
        ],
      },
    ],
  });
}

interface CapturedRun {
  readonly argv: readonly string[];
  readonly rootDirectory: string;
  readonly pipeline: Pipeline;
  readonly port: number;
  readonly databaseUrl: string;
  readonly prints: EventEmitter<{ text: [string] }>;
}

/** No test here generates CI files. */
const NO_CI: CiSettings = {
  nodeVersions: ["24"],
  matrixStages: [],
  pullRequestUntil: "build",
  releases: { tags: [], until: "build", judgedAs: "development" },
  timeoutMinutes: 1,
  artifactDays: 1,
  containerPackages: {},
  publish: [],
  serviceImages: {},
};

async function runCaptured(call: CapturedRun): Promise<{ exitCode: number; output: string }> {
  const written: string[] = [];
  const add = (text: string): boolean => {
    written.push(text);
    return call.prints.emit("text", text);
  };
  const keep = (...parts: readonly unknown[]): void => void add(`${parts.map(String).join(" ")}\n`);
  vi.stubEnv("PORT", String(call.port));
  vi.stubEnv("SHOP_DATABASE", call.databaseUrl);
  vi.stubEnv("CI", "true");
  vi.stubEnv("PIPELINE_WAIT_SECONDS", undefined);
  vi.spyOn(console, "log").mockImplementation(keep);
  vi.spyOn(console, "error").mockImplementation(keep);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => add(String(text)));
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const { argv, rootDirectory, pipeline } = call;
    await runCommandLine({
      argv,
      rootDirectory,
      pipeline,
      gates: [],
      ci: NO_CI,
      branchTriggers: [
        {
          pattern: "develop",
          stages: ["build", "package", "deploy"],
          environments: ["development"],
          judgedAs: "development",
        },
        { pattern: "feature/*", stages: ["build"], environments: [], judgedAs: "development" },
      ],
      compiledDirectory: "",
      engineDigest: "test",
      startedAtMs: Date.now(),
    });
    return { exitCode: Number(process.exitCode ?? 0), output: written.join("") };
  } finally {
    process.exitCode = before;
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
