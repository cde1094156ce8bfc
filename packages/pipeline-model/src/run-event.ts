import type { SourceState } from "./source-state.ts";
import type { Verdict } from "./verdict.ts";

/** How a job ended. "not-measured": nothing failed, but a required gate has no figure. */
export type JobStatus = "passed" | "restored" | "skipped" | "failed" | "not-measured" | "interrupted";

/** How a run ended; `exitCodeFor` gives the process's exit code. */
export type RunStatus = "passed" | "failed" | "not-measured" | "rolled-back" | "refused" | "interrupted";

interface At {
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface RunStarted extends At {
  readonly type: "run-started";
  readonly runId: string;
  readonly pipeline: string;
  readonly environmentName: string;
  readonly source: SourceState;
  readonly cores: number;
  readonly nodeVersion: string;
  readonly stages: readonly { readonly name: string; readonly jobs: readonly PlannedJob[] }[];
}

export interface PlannedJob {
  readonly name: string;
  readonly description: string;
  readonly needs: readonly string[];
}

export interface JobStarted extends At {
  readonly type: "job-started";
  readonly job: string;
  readonly stage: string;
  /** Why it runs rather than being restored: "src/cart.ts changed", "no earlier run", "never restored". */
  readonly cause: string;
}

export interface JobOutput extends At {
  readonly type: "job-output";
  readonly job: string;
  /** Masked, without its line end. */
  readonly line: string;
}

export interface JobFinished extends At {
  readonly type: "job-finished";
  readonly job: string;
  readonly stage: string;
  readonly status: JobStatus;
  readonly isAdvisory: boolean;
  readonly durationMs: number;
  /** SHA-256 in hexadecimal; left out where none was computed. */
  readonly fingerprint?: string;
  /** Why it failed, was skipped, or was restored ("inputs unchanged since run 20261123-…"). */
  readonly reason?: string;
  readonly verdicts: readonly Verdict[];
  /** Relative to the run folder; left out where the job wrote nothing. */
  readonly logFile?: string;
}

export interface RunFinished extends At {
  readonly type: "run-finished";
  readonly status: RunStatus;
  readonly exitCode: number;
  readonly durationMs: number;
  /** CPU time of the run and of its children, in milliseconds. */
  readonly cpuMs: number;
}

/** The one stream that the core emits: terminal view, NDJSON log, reports and CI annotations listen to it. */
export type RunEvent = RunStarted | JobStarted | JobOutput | JobFinished | RunFinished;

/** Receives every event, in order. Must not throw. */
export type RunListener = (event: RunEvent) => void;
