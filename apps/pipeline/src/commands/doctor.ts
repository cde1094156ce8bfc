import { spawnSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { describeSourceProblem, readSourceState } from "@ecommerce-cart/task-runner";
import type { Invocation } from "../invocation.ts";

interface Finding {
  readonly name: string;
  readonly found: string;
  /** What to do; left out where all is well. */
  readonly advice?: string;
  /** Missing it stops the two commands of the README. */
  readonly isRequired: boolean;
}

/** `./pipeline doctor`: exit 1 where something required is missing. */
export async function doctorCommand({ rootDirectory }: Invocation): Promise<void> {
  const findings = [
    checkNode(),
    await checkSource(rootDirectory),
    checkDisk(rootDirectory),
    ...OPTIONAL.map(checkProgram),
  ];
  for (const { name, found, advice, isRequired } of findings) {
    const sign = advice === undefined ? "✔" : isRequired ? "✘" : "·";
    console.log(`${sign} ${name.padEnd(12)} ${found}${advice === undefined ? "" : `  → ${advice}`}`);
  }
  if (findings.some((one) => one.isRequired && one.advice !== undefined)) process.exitCode = EXIT_CODES.failed;
}

function checkNode(): Finding {
  return { name: "node", found: `${process.versions.node} (${process.execPath})`, isRequired: true };
}

async function checkSource(rootDirectory: string): Promise<Finding> {
  const source = await readSourceState(rootDirectory, process.env);
  if (!source.ok)
    return { name: "git", found: source.error.kind, advice: describeSourceProblem(source.error), isRequired: true };
  const found = `${source.value.label} on ${source.value.branch ?? "a detached HEAD"}`;
  if (!source.value.isShallow) return { name: "git", found, isRequired: true };
  return { name: "git", found, advice: "shallow: run `git fetch --unshallow --tags`", isRequired: true };
}

function checkDisk(rootDirectory: string): Finding {
  const { bavail, bsize } = statfsSync(rootDirectory);
  const freeGib = (bavail * bsize) / 1024 ** 3;
  const advice = freeGib < 2 ? { advice: "free some room, or run `./pipeline clean`" } : {};
  return { name: "disk", found: `${freeGib.toFixed(1)} GiB free`, ...advice, isRequired: freeGib < 0.5 };
}

const OPTIONAL = [
  { name: "redis", program: "redis-server", use: "integration tests of the Redis adapter; REDIS_URL names a server" },
  { name: "chromium", program: "chromium", use: "the browser tests (npm run test:e2e)" },
] as const;

function checkProgram({ name, program, use }: (typeof OPTIONAL)[number]): Finding {
  const run = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (run.status === 0) return { name, found: run.stdout.trim().split("\n")[0] ?? "", isRequired: false };
  return { name, found: "not installed", advice: `only needed for ${use}`, isRequired: false };
}
