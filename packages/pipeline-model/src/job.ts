import type { SourceState } from "./source-state.ts";
import type { Verdict } from "./verdict.ts";

/** A server a job needs; the runner starts it, or hands over the one that its variable already names. */
export type ServiceName = "postgres" | "redis";

/** A shell command, run at the repository's root. */
export interface CommandAction {
  readonly kind: "command";
  readonly command: string;
}

/** A function of ours, called in the pipeline's own process. */
export interface FunctionAction {
  readonly kind: "function";
  /** Part of the fingerprint, with the pipeline's own code. */
  readonly name: string;
  readonly run: (context: JobContext) => Promise<JobOutcome>;
}

export type JobAction = CommandAction | FunctionAction;

/** What a job may see and use while it runs. */
export interface JobContext {
  /** Absolute. */
  readonly rootDirectory: string;
  /** Absolute: `.pipeline/runs/<id>`. */
  readonly runDirectory: string;
  readonly source: SourceState;
  /** The declared variables and secrets that are set, and what services add (DATABASE_URL, REDIS_URL). */
  readonly environment: Readonly<Record<string, string>>;
  /** The environment this run deploys to, e.g. "development". */
  readonly environmentName: string;
  /** Fires on interrupt and timeout. */
  readonly signal: AbortSignal;
  /** One line of the job's log; secrets are masked by the runner. */
  readonly log: (line: string) => void;
}

/** How a function job ended. Gate verdicts decide by themselves: see `statusFromVerdicts`. */
export type JobOutcome =
  | { readonly kind: "passed"; readonly note?: string; readonly verdicts?: readonly Verdict[] }
  | { readonly kind: "skipped"; readonly note: string }
  | { readonly kind: "failed"; readonly reason: string; readonly exitCode?: number };

/** A unit of work. Built by `defineJob`, which fills the defaults. */
export interface Job {
  /** Unique in the pipeline, kebab-case. */
  readonly name: string;
  readonly description: string;
  readonly action: JobAction;
  /** Globs relative to the root; a leading "!" excludes. */
  readonly inputs: readonly string[];
  /** Files or folders relative to the root, restored as they were after a fresh run. */
  readonly outputs: readonly string[];
  /** Variables that the job may read; their values are in its fingerprint. */
  readonly environment: readonly string[];
  /** Variables that the job may read; their values are masked, and never in a fingerprint. */
  readonly secrets: readonly string[];
  readonly services: readonly ServiceName[];
  readonly needs: readonly string[];
  readonly timeoutMs: number;
  readonly retries: number;
  /** False: runs every time (a deployment). */
  readonly isRestorable: boolean;
  /** For a job that reads the outside world: how long its answer may be restored. */
  readonly freshForMs?: number;
  /** True: its failure is reported and stops nothing. */
  readonly isAdvisory: boolean;
  /** True: it runs while no other job does, as what it measures would be disturbed. */
  readonly isExclusive?: boolean;
  /** Environments whose runs the job belongs to; every run where left out. Named on the command line, it runs in any. */
  readonly onlyFor?: readonly string[];
}
