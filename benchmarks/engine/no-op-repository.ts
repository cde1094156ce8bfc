/**
 * A run in which nothing changed, of this repository's own command line and pipeline, against the turbo binary: a clone
 * of this checkout, the same 12 jobs with their inputs, outputs and needs, everything cached, whole process against
 * whole process, in turns. What the jobs do is replaced by quick commands (the cache does not care), and deploy answers
 * that the same digest serves; ours reads git's state and writes its run folder with all reports.
 * Run: node --conditions=source benchmarks/engine/no-op-repository.ts [--with-changes] [--rounds=20]
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { pipeline } from "../../pipeline.ts";
import {
  assertRestored,
  bareNodeContender,
  describeMachine,
  describeTiming,
  execute,
  interleave,
  turboContender,
} from "./contenders.ts";
import type { Contender, Timing } from "./contenders.ts";
import { cloneRepository, jobsOf } from "./repository-clone.ts";

const AIM = 1.5;
/** Fills the caches, and lets the files' times grow old enough to be trusted. */
const SETTLE_MS = 2500;
const RUN_FILES = ["events.ndjson", "report.html", "run.json", "summary.md", "logs/unit-tests.log"];

const { values: flags } = parseArgs({
  options: { "with-changes": { type: "boolean", default: false }, rounds: { type: "string", default: "20" } },
});
const checkout = join(import.meta.dirname, "../..");
const clone = cloneRepository({ checkout, pipeline, hasChanges: flags["with-changes"] });
try {
  const names = jobsOf(pipeline).map(({ name }) => name);
  const turbo = turboContender(clone.root, [...names, "--output-logs=hash-only"]);
  const launch = launchContender(clone.root);
  const shell: Contender = { name: "./pipeline run", run: () => inClone(join(clone.root, "pipeline"), ["run"]) };
  await delay(SETTLE_MS);
  // git looks into files that changed in the second of its index until it has written that again.
  execute("git", ["status"], { cwd: clone.root, env: process.env });
  for (let time = 0; time < 2; time += 1) {
    [turbo, launch, shell].forEach(({ run }) => run());
    await delay(SETTLE_MS);
  }
  [turbo, launch].forEach(({ run }) => run());
  assertRestored(turbo.run(), `${names.length} cached, ${names.length} total`);
  assertAllRestored();
  report(interleave([turbo, launch, shell, bareNodeContender(clone.root)], Number(flags.rounds)), names.length);
} finally {
  rmSync(clone.root, { recursive: true, force: true });
}

/** The last step of ./pipeline: the launcher under the pinned Node. */
function launchContender(root: string): Contender {
  const pinned = join(root, "node_modules/.bin/node");
  const node = existsSync(pinned) ? pinned : process.execPath;
  return {
    name: "ours",
    run: () => inClone(node, [join(root, "scripts/launch.cjs"), "run"]),
  };
}

function inClone(file: string, args: readonly string[]): string {
  return execute(file, args, { cwd: clone.root, env: process.env });
}

/** Every job but deploy was restored, and the run folder is whole. */
function assertAllRestored(): void {
  launchContender(clone.root).run();
  const latest = join(clone.root, ".pipeline/runs/latest");
  const missing = RUN_FILES.filter((file) => !existsSync(join(latest, file)));
  if (missing.length > 0) throw new Error(`the run folder has no ${missing.join(", ")}`);
  const record = JSON.parse(readFileSync(join(latest, "run.json"), "utf8")) as {
    readonly jobs: readonly { readonly name: string; readonly status: string }[];
  };
  const others = record.jobs.filter(({ name, status }) => status !== (name === "deploy" ? "skipped" : "restored"));
  if (others.length > 0) throw new Error(`not restored: ${JSON.stringify(others)}`);
}

function report(timings: ReadonlyMap<string, Timing>, jobCount: number): void {
  console.log(`${jobCount} jobs, ${clone.fileCount} files of the repository; ${flags.rounds} interleaved rounds`);
  for (const [name, timing] of timings) console.log(describeTiming(name, timing));
  const [turbo, ours] = [timings.get("turbo"), timings.get("ours")];
  if (turbo === undefined || ours === undefined) throw new Error("nothing was measured");
  const ratio = ours.medianMs / turbo.medianMs;
  console.log(
    `ours / turbo: ${ratio.toFixed(2)} by medians (aim <= ${AIM}), ${(ours.minMs / turbo.minMs).toFixed(2)} by the least`,
  );
  console.log(describeMachine());
  process.exitCode = ratio <= AIM ? 0 : 1;
}
