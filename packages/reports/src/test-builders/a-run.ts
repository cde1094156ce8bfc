import type { JobFinished, JobStarted, RunFinished, RunStarted, Verdict } from "@ecommerce-cart/pipeline-model";

const ZERO_MS = Date.parse("2026-11-23T06:00:00.000Z");

/** The moment `ms` milliseconds after the sample run's start, ISO 8601. */
export function at(ms: number): string {
  return new Date(ZERO_MS + ms).toISOString();
}

/** A verdict that passes; a test states what differs. */
export function aVerdict(change: Partial<Verdict> = {}): Verdict {
  return {
    gate: "line coverage",
    family: "code",
    status: "pass",
    figure: "83.21 % of 4,210 lines in 118 files",
    threshold: ">= 80 %",
    reason: "3,503 of 4,210 lines are covered.",
    isRequired: true,
    offenders: [],
    ...change,
  };
}

/** The start of a run over one stage `build` with one job `lint`. */
export function aRunStart(change: Partial<RunStarted> = {}): RunStarted {
  return {
    type: "run-started",
    at: at(0),
    runId: "20261123-060000-540e8d8",
    pipeline: "ecommerce-cart",
    environmentName: "development",
    source: { commit: "540e8d8".padEnd(40, "0"), isDirty: false, branch: "main", label: "540e8d8" },
    cores: 2,
    nodeVersion: "v24.21.0",
    stages: [{ name: "build", jobs: [{ name: "lint", description: "House rules", needs: [] }] }],
    ...change,
  };
}

/** The start of job `lint` at once. */
export function aJobStart(change: Partial<JobStarted> = {}): JobStarted {
  return { type: "job-started", at: at(0), job: "lint", stage: "build", cause: "no earlier run", ...change };
}

/** Job `lint` passes after one second. */
export function aJobEnd(change: Partial<JobFinished> = {}): JobFinished {
  return {
    type: "job-finished",
    at: at(1000),
    job: "lint",
    stage: "build",
    status: "passed",
    isAdvisory: false,
    durationMs: 1000,
    verdicts: [],
    ...change,
  };
}

/** The run passes after one second. */
export function aRunEnd(change: Partial<RunFinished> = {}): RunFinished {
  return { type: "run-finished", at: at(1000), status: "passed", exitCode: 0, durationMs: 1000, cpuMs: 900, ...change };
}
