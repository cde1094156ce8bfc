import { checkPipeline } from "@ecommerce-cart/pipeline-model";
import type { SourceState } from "@ecommerce-cart/pipeline-model";
import { err, ok, unreachable } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { planRun } from "@ecommerce-cart/task-graph";
import type { PlacedJob } from "@ecommerce-cart/task-graph";
import { evictCache } from "./evict-cache.ts";
import { cpuTimeMs } from "./cpu-time.ts";
import type { RunFolder } from "./run-folder.ts";
import type { LockHolder } from "./run-lock.ts";
import type { RunOptions, RunRefusal, RunSummary } from "./run-options.ts";
import { openSession, openWorkspace, withSource } from "./run-session.ts";
import type { RunSession } from "./run-session.ts";
import { runVerdict } from "./run-status.ts";
import { JobScheduler } from "./schedule-jobs.ts";
import type { EndedJob } from "./schedule-jobs.ts";
import { waitForLock } from "./wait-for-lock.ts";

/**
 * Runs the selected jobs, restoring those whose fingerprint is known, and writes `.pipeline/runs/<id>`.
 * Prints nothing: listen. A failed job is not an error of this function: see `status` of the summary.
 * Two runs of one checkout exclude each other; a run that was killed is no obstacle.
 */
export async function runPipeline(options: RunOptions): Promise<Result<RunSummary, RunRefusal>> {
  const problems = checkPipeline(options.pipeline);
  if (problems.length > 0) return err({ kind: "invalid-pipeline", problems });
  const plan = planRun(options.pipeline, options.selection, options.environmentName);
  if (!plan.ok) return plan;
  const lock = await waitForLock(options);
  if (!lock.ok) return err({ kind: "locked", holder: lock.error });
  try {
    await options.onLocked?.();
    return ok(await runLocked(options, plan.value, lock.value.runId));
  } finally {
    lock.value.release();
  }
}

/** One sentence a person can act on. */
export function describeRefusal(refusal: RunRefusal): string {
  switch (refusal.kind) {
    case "invalid-pipeline":
      return `the pipeline cannot run:\n${refusal.problems.map(({ path, message }) => `  ${path}: ${message}`).join("\n")}`;
    case "unknown-selection": {
      const hint = refusal.suggestion === undefined ? "" : `; did you mean "${refusal.suggestion}"?`;
      return `there is no stage or job "${refusal.name}"${hint}`;
    }
    case "locked":
      return `${describeHolder(refusal.holder)} uses this checkout: wait for it, or end it`;
    default:
      return unreachable(refusal);
  }
}

/** Who holds a checkout. Example: `"./pipeline up" (process 4711, since 2026-11-23T06:15:12.000Z)`. */
export function describeHolder({ command, pid, since }: LockHolder): string {
  return `"${command}" (process ${pid}, since ${since})`;
}

async function runLocked(options: RunOptions, plan: readonly PlacedJob[], runId: string): Promise<RunSummary> {
  const startedAtMs = (options.now ?? Date.now)();
  const cpuBeforeMs = cpuTimeMs();
  const workspace = openWorkspace(options);
  const fingerprints = workspace.snapshot(plan.map(({ job }) => job));
  // Files are hashed and the folder made while git, started by the caller, still runs.
  plan.forEach(({ job }) => fingerprints.snapshot.filesFor(job.inputs));
  const opened = openSession(options, workspace, runId);
  const session = withSource(opened, await awaitSource(options, opened.folder));
  session.folder.publish();
  const leftoverCount = session.groups.endLeftovers();
  const warnings = leftoverCount === 0 ? [] : [`ended ${leftoverCount} process groups that a killed run had left`];
  try {
    announce(session, plan);
    const ended = await new JobScheduler(session, plan, {
      ...fingerprints,
      variables: session.options.processEnvironment,
    }).run();
    warnings.push(...(await session.services.stopAll()));
    return finish(session, ended, { startedAtMs, cpuBeforeMs, warnings });
  } finally {
    await session.services.stopAll();
    session.hashes.save();
    session.history.save();
    session.folder.close();
  }
}

async function awaitSource({ source }: RunOptions, folder: RunFolder): Promise<SourceState> {
  try {
    return await source;
  } catch (error) {
    folder.discard();
    throw error;
  }
}

function announce(session: RunSession, plan: readonly PlacedJob[]): void {
  const { options, runId, source } = session;
  const stages = options.pipeline.stages.map((stage) => ({
    name: stage.name,
    jobs: plan
      .filter((placed) => placed.stage === stage.name)
      .map(({ job: { name, description, needs } }) => ({ name, description, needs })),
  }));
  session.emit({
    type: "run-started",
    at: session.timestamp(),
    runId,
    pipeline: options.pipeline.name,
    environmentName: options.environmentName,
    source,
    cores: session.cores,
    nodeVersion: process.version,
    stages: stages.filter(({ jobs }) => jobs.length > 0),
  });
}

interface Course {
  readonly startedAtMs: number;
  readonly cpuBeforeMs: number;
  readonly warnings: readonly string[];
}

function finish(session: RunSession, ended: readonly EndedJob[], run: Course): RunSummary {
  const jobs = ended.map(({ finished }) => finished);
  const verdict = runVerdict(ended, session.signal.aborted);
  const durationMs = session.now() - run.startedAtMs;
  const cpuMs = cpuTimeMs() - run.cpuBeforeMs;
  if (jobs.some(({ status }) => status === "passed"))
    evictCache(session.layout, session.options.cacheLimits ?? {}, session.now());
  session.emit({ type: "run-finished", at: session.timestamp(), ...verdict, durationMs, cpuMs });
  const { runId, folder } = session;
  return { runId, runDirectory: folder.directory, ...verdict, durationMs, cpuMs, warnings: run.warnings, jobs };
}
