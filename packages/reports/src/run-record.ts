import type { JobStatus, RunStatus, SourceState, Verdict } from "@ecommerce-cart/pipeline-model";

/** As in the events, and "not-started": the run ended before the job's turn came. */
export type RecordedJobStatus = JobStatus | "not-started";

/** One job of a run. Times are milliseconds since the run's start; a job that never started has none. */
export interface JobRecord {
  readonly name: string;
  readonly stage: string;
  readonly description: string;
  readonly needs: readonly string[];
  readonly status: RecordedJobStatus;
  readonly isAdvisory: boolean;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  readonly durationMs: number;
  /** Why it ran rather than being restored. */
  readonly cause?: string | undefined;
  /** Why it failed, was skipped, or was restored. */
  readonly reason?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly verdicts: readonly Verdict[];
  /** Relative to the run folder. */
  readonly logFile?: string | undefined;
}

/** A stage as it went: from the first start to the last end of its jobs. */
export interface StageRecord {
  readonly name: string;
  readonly status: RecordedJobStatus;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  readonly jobs: readonly string[];
}

/** Where the time went, in milliseconds. */
export interface RunTimes {
  readonly wallMs: number;
  /** Sum of the durations along the slowest path through `needs`: no machine can be quicker than this. */
  readonly longestChainMs: number;
  /** Its jobs, in order. */
  readonly longestChain: readonly string[];
  /** CPU time of the run and of its children; left out where the run was cut off. */
  readonly cpuMs?: number | undefined;
  /** wall / max(longest chain, cpu / cores): 1 is as quick as this machine can be. Left out where it cannot be told. */
  readonly efficiency?: number | undefined;
}

/** What happened in a run: the content of `run.json`, and all that the reports are written from. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly run: {
    readonly id: string;
    readonly pipeline: string;
    readonly environmentName: string;
    /** "interrupted" where the events end without the run's end (kill -9, a lost machine). */
    readonly status: RunStatus;
    /** Left out where the run was cut off. */
    readonly exitCode?: number | undefined;
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    /** Of the last event seen, where the run was cut off. */
    readonly finishedAt: string;
    /** False: the events end without the run's end. */
    readonly isComplete: boolean;
  };
  readonly machine: { readonly cores: number; readonly nodeVersion: string };
  readonly source: SourceState;
  readonly stages: readonly StageRecord[];
  /** In the order of the definition. */
  readonly jobs: readonly JobRecord[];
  readonly totals: {
    readonly jobs: Readonly<Record<RecordedJobStatus, number>>;
    readonly verdicts: Readonly<Record<Verdict["status"], number>>;
  };
  readonly times: RunTimes;
}
