import type { PlacedJob } from "./plan-run.ts";

/**
 * Where a job stands. "done" lets others go on (passed, restored, nothing to do); "failed" stops its stage and what
 * needs it; "not-measured" stops what needs it; "left-out" was never started.
 */
export type JobProgress = "waiting" | "running" | "done" | "failed" | "not-measured" | "left-out";

/** A job that will not start, and why. */
export interface LeftOutJob {
  readonly job: string;
  readonly reason: string;
}

/** What may start now, most urgent first, and what can no longer start. */
export interface NextJobs {
  readonly ready: readonly string[];
  readonly leftOut: readonly LeftOutJob[];
}

/** What `decideNext` looks at. */
export interface RunPosition {
  /** Ordered as by `orderJobs`. */
  readonly plan: readonly PlacedJob[];
  readonly progress: ReadonlyMap<string, JobProgress>;
  /** From `rankByRemainingChain`. */
  readonly ranks: ReadonlyMap<string, number>;
  /** True: a failure stops only what needs the failed job. */
  readonly keepGoing: boolean;
}

/**
 * Decides which waiting jobs may start and which never will. An advisory job stops nothing, however it ends.
 * Example: "unit" failed in stage "test" leaves out "api" of the same stage ('stage "test" stopped: unit failed').
 */
export function decideNext(position: RunPosition): NextJobs {
  const progress = new Map(position.progress);
  const stopped = position.keepGoing ? new Map<string, string>() : stoppedStages(position);
  const advisory = new Set(position.plan.filter(({ job }) => job.isAdvisory).map(({ job }) => job.name));
  const ready: string[] = [];
  const leftOut: LeftOutJob[] = [];
  for (const placed of position.plan) {
    const { name, needs } = placed.job;
    if (progress.get(name) !== "waiting") continue;
    const reason = reasonToLeaveOut(placed, { progress, stopped, advisory });
    if (reason !== undefined) {
      leftOut.push({ job: name, reason });
      progress.set(name, "left-out");
    } else if (needs.every((need) => isPassable(need, progress, advisory))) ready.push(name);
  }
  const rank = (name: string): number => position.ranks.get(name) ?? 0;
  return { ready: ready.toSorted((a, b) => rank(b) - rank(a)), leftOut };
}

interface Obstacles {
  readonly progress: ReadonlyMap<string, JobProgress>;
  readonly stopped: ReadonlyMap<string, string>;
  readonly advisory: ReadonlySet<string>;
}

function stoppedStages(position: RunPosition): ReadonlyMap<string, string> {
  const failed = position.plan.filter(({ job }) => !job.isAdvisory && position.progress.get(job.name) === "failed");
  return new Map(failed.map(({ stage, job }) => [stage, job.name]));
}

const WHY_STOPPED: Readonly<Partial<Record<JobProgress, string>>> = {
  failed: "failed",
  "not-measured": "could not be measured",
  "left-out": "did not run",
};

function reasonToLeaveOut({ stage, job }: PlacedJob, obstacles: Obstacles): string | undefined {
  for (const need of job.needs) {
    const why = WHY_STOPPED[obstacles.progress.get(need) ?? "done"];
    const isHarmless = obstacles.advisory.has(need) && obstacles.progress.get(need) !== "left-out";
    if (why !== undefined && !isHarmless) return `needs ${need}, which ${why}`;
  }
  const culprit = obstacles.stopped.get(stage);
  return culprit === undefined ? undefined : `stage "${stage}" stopped: ${culprit} failed`;
}

function isPassable(need: string, progress: ReadonlyMap<string, JobProgress>, advisory: ReadonlySet<string>): boolean {
  const state = progress.get(need) ?? "done";
  return state === "done" || (advisory.has(need) && state !== "waiting" && state !== "running");
}
