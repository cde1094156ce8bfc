import type { Result } from "@ecommerce-cart/result";
import type { Release, ReleaseId } from "@ecommerce-cart/release";

/** Raised by the lock with each holder; a target refuses a call with a lower token than one it has seen. */
export type FencingToken = number;

/** One release on a target. */
export interface ReleaseGroup {
  readonly release: Release;
  /** Web processes asked for. */
  readonly webCount: number;
  /** Web processes that pass their health check now. */
  readonly healthyCount: number;
  /** Share of new requests, 0 to 100; the weights of a serving target sum to 100. */
  readonly weightPercent: number;
  /** Requests and streams under way on it. */
  readonly inFlightCount: number;
  /** Addresses of its web processes, "http://127.0.0.1:41001", for checks before it gets traffic. */
  readonly addresses: readonly string[];
}

/** What a target runs now, newest group last. Empty: nothing is deployed. */
export interface TargetState {
  readonly groups: readonly ReleaseGroup[];
}

/** Expected failures of a target; anything else is thrown. */
export type TargetFailure =
  | { readonly kind: "target-unreachable"; readonly detail: string }
  | { readonly kind: "stale-fencing-token"; readonly seen: FencingToken }
  | { readonly kind: "unknown-release"; readonly releaseId: ReleaseId }
  | { readonly kind: "did-not-become-healthy"; readonly releaseId: ReleaseId; readonly detail: string }
  | { readonly kind: "task-failed"; readonly task: ReleaseTask; readonly exitCode: number; readonly output: string };

/** A run-once role of the release. */
export type ReleaseTask = "migrate" | "seed";

/** How a drain ended: nothing was under way any more, or the time was up and `remaining` were still open. */
export type DrainOutcome = { readonly kind: "drained" } | { readonly kind: "timed-out"; readonly remaining: number };

/**
 * What a rollout needs from where releases run. Every change is absolute and may be repeated: a call that was
 * cut off by a kill is made again with the same arguments. Adapters: embedded; Swarm, Kubernetes and ECS later.
 */
export interface Target {
  current(): Promise<Result<TargetState, TargetFailure>>;
  /**
   * Starts, or stops, web processes until `webCount` run. Does not wait for health and gives no traffic. A process that
   * it stops gets no new request first, and what is under way on it may end (within the adapter's own bound).
   */
  stage(release: Release, webCount: number, token: FencingToken): Promise<Result<void, TargetFailure>>;
  /** Resolves when `webCount` processes of the release are healthy; fails at once when it cannot become so, else at the deadline. */
  waitUntilHealthy(releaseId: ReleaseId, deadlineMs: number): Promise<Result<void, TargetFailure>>;
  /**
   * New requests follow these shares from here on; requests under way stay where they are. Workers run for releases with
   * a share. Absolute: a release not named gets 0; an empty map withdraws all traffic. Shares sum to 100, or are none.
   */
  setWeights(weightPercents: ReadonlyMap<ReleaseId, number>, token: FencingToken): Promise<Result<void, TargetFailure>>;
  /** Waits until nothing is under way on the release; cuts nothing before `timeoutMs`. */
  drain(releaseId: ReleaseId, timeoutMs: number): Promise<Result<DrainOutcome, TargetFailure>>;
  /** Stops the release and forgets it. Unknown releases are already retired. */
  retire(releaseId: ReleaseId, token: FencingToken): Promise<Result<void, TargetFailure>>;
  /** Runs a task of the release to its end, with the environment's configuration. */
  runTask(release: Release, task: ReleaseTask, token: FencingToken): Promise<Result<string, TargetFailure>>;
  /** The last lines of every process of the release, oldest first. */
  logs(releaseId: ReleaseId, lineCount: number): Promise<Result<readonly string[], TargetFailure>>;
}
