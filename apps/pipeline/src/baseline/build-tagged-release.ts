import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describePackagingFailure, makeBundle } from "@ecommerce-cart/packaging";
import type { JobContext } from "@ecommerce-cart/pipeline-model";
import type { Release } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { runGit } from "../git/run-git.ts";
import { runProgram } from "../run-program.ts";

/** Below it each build has a folder of its own, relative to the root; what a killed one left goes at the next. */
const FOLDER = ".data/baseline-build";
const RELEASES = ".data/releases";

/** What the job that needs the release gives. */
export type BuildContext = Pick<JobContext, "rootDirectory" | "log" | "signal">;

/** As a person would by hand, from its own lockfile. */
const STEPS = [
  ["tar", "--extract", "--file", "tree.tar"],
  ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
  ["npm", "run", "build"],
] as const;

/**
 * Builds the release of a tag from its own commit and lockfile, and puts its bundle beside the others. The error is why
 * that does not work.
 */
export async function buildTaggedRelease(context: BuildContext, tag: string): Promise<Result<Release, string>> {
  const { rootDirectory, log } = context;
  const builds = join(rootDirectory, FOLDER);
  clear(builds);
  try {
    mkdirSync(builds, { recursive: true });
    // npm outlives a build that was killed, and goes on writing for a while.
    const directory = mkdtempSync(join(builds, `${tag}-`));
    log(`building ${tag}, the release before, in ${FOLDER}`);
    return (await build(context, directory, tag)) ?? (await bundle(context, directory, tag));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  } finally {
    clear(builds);
  }
}

/** What is still written to stays, and goes at the next build. */
function clear(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // It is ignored by git, and in nobody's way.
  }
}

/** What went wrong; undefined where it is built. */
async function build(
  { rootDirectory, log, signal }: BuildContext,
  directory: string,
  tag: string,
): Promise<Result<never, string> | undefined> {
  const archive = join(directory, "tree.tar");
  if ((await runGit(rootDirectory, "archive", "--format=tar", "--output", archive, tag)) === undefined)
    return err("git archive failed");
  for (const [program, ...args] of STEPS) {
    const command = `${program} ${args.join(" ")}`;
    log(command);
    const { exitCode, stderr, stdout } = await runProgram({ rootDirectory: directory, program, args, signal });
    if (signal.aborted) return err("it was interrupted");
    if (exitCode === undefined) return err(`${command} could not be started, or was killed`);
    if (exitCode !== 0) return err(`${command} ended with ${exitCode}: ${lastLine(stderr || stdout)}`);
  }
  return undefined;
}

async function bundle(
  { rootDirectory, log }: BuildContext,
  directory: string,
  tag: string,
): Promise<Result<Release, string>> {
  const commit = (await runGit(rootDirectory, "rev-parse", `${tag}^{commit}`)) ?? "";
  const made = await makeBundle({
    rootDirectory: directory,
    app: "apps/shop",
    outputDirectory: RELEASES,
    version: tag.replace(/^v/, ""),
    commit,
    isDirty: false,
    now: new Date(),
    log,
  });
  if (!made.ok) return err(describePackagingFailure(made.error));
  moveBundle(made.value.directory, join(rootDirectory, made.value.release.bundlePath));
  return ok(made.value.release);
}

/** The same content may lie there already, and even serve. */
function moveBundle(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
