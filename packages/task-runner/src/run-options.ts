import type {
  DefinitionProblem,
  JobFinished,
  Pipeline,
  RunListener,
  RunStatus,
  ServiceName,
  SourceState,
} from "@ecommerce-cart/pipeline-model";
import type { LockHolder } from "./run-lock.ts";

/** A started service: the variables that lead to it, and how to end it. */
export interface StartedService {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Starts what jobs declare in `services`. A rejection fails the jobs that need the service, with its message. */
export interface ServiceProvider {
  readonly start: (name: ServiceName) => Promise<StartedService>;
}

/** What one run needs. Everything it reads from the machine is here or under `rootDirectory`. */
export interface RunOptions {
  readonly pipeline: Pipeline;
  /** Names of stages or jobs, with what they need; empty: everything. */
  readonly selection: readonly string[];
  /** Absolute: the checkout's root. */
  readonly rootDirectory: string;
  /** May be a promise, so that git runs while files are hashed; its rejection rejects the run before any job starts. */
  readonly source: SourceState | Promise<SourceState>;
  /** The environment this run deploys to, e.g. "development". */
  readonly environmentName: string;
  /** The variables of the calling process; a job sees only those that it declares. */
  readonly processEnvironment: Readonly<Record<string, string | undefined>>;
  /** What the commit adds to `processEnvironment`, so that jobs may declare it: asked once `source` is known. */
  readonly sourceVariables?: (source: SourceState) => Readonly<Record<string, string>>;
  /** Identifies the code of function jobs: a digest of the compiled pipeline. */
  readonly engineDigest: string;
  /** Jobs at once. Default: `placesFor` the processors available. */
  readonly concurrency?: number;
  /** True: a failure stops only what needs the failed job. Default: false. */
  readonly keepGoing?: boolean;
  /** True: nothing is restored. Default: false. */
  readonly force?: boolean;
  readonly listeners?: readonly RunListener[];
  /** Left out: a job that needs a service must find its variable set. */
  readonly services?: ServiceProvider;
  /** Fires on interrupt. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  /** What was typed, for another run that finds this one: "./pipeline up". Default: "a run". */
  readonly command?: string;
  /** How long to wait for another run of this checkout to end, in milliseconds. Default: 0, which refuses at once. */
  readonly waitForLockMs?: number;
  /** Told for whom this run waits: once for each. */
  readonly onWaiting?: (holder: LockHolder) => void;
  /** Called when this run has the checkout to itself, before anything is read. A rejection ends the run. */
  readonly onLocked?: () => Promise<void>;
  /** Between TERM and KILL, in milliseconds. Default: 5000. */
  readonly killGraceMs?: number;
  readonly cacheLimits?: CacheLimits;
}

/** What `explainJob` looks at. */
export type ExplainOptions = Pick<
  RunOptions,
  "pipeline" | "rootDirectory" | "environmentName" | "processEnvironment" | "engineDigest" | "now"
>;

/** What the cache keeps; the least recently used entries go first. */
export interface CacheLimits {
  /** In bytes. Default: 2 GiB. */
  readonly maxBytes?: number;
  /** Since an entry was last used, in milliseconds. Default: 30 days. */
  readonly maxAgeMs?: number;
}

/** How a run ended. */
export interface RunSummary {
  readonly runId: string;
  /** Absolute: `.pipeline/runs/<id>`. */
  readonly runDirectory: string;
  readonly status: RunStatus;
  /** `exitCodeFor(status)`, or what a function job asked for (5: waiting for approval). */
  readonly exitCode: number;
  readonly durationMs: number;
  readonly cpuMs: number;
  /** What a person should know though it failed no job: a killed run's processes were ended, a service did not stop. */
  readonly warnings: readonly string[];
  /** Every selected job, in the order in which it ended. */
  readonly jobs: readonly JobFinished[];
}

/** Why a run did not begin. */
export type RunRefusal =
  | { readonly kind: "invalid-pipeline"; readonly problems: readonly DefinitionProblem[] }
  | { readonly kind: "unknown-selection"; readonly name: string; readonly suggestion?: string }
  | { readonly kind: "locked"; readonly holder: LockHolder };
