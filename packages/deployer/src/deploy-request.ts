import type { Result } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import type { RolloutPolicy } from "@ecommerce-cart/rollout";
import type { StateStore } from "@ecommerce-cart/state-store";
import type { DeployEvent } from "./deploy-event.ts";
import type { ReleaseGroup, Target } from "./target.ts";

/** Why a release was found not to work: one printable sentence. */
export interface VerificationFailure {
  readonly detail: string;
}

/** Time, as the deployer sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `durationMs`, or at once when the signal fires. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** What deploying, rolling back and their resumption have in common. */
export interface DeploymentContext {
  readonly target: Target;
  readonly store: StateStore;
  /** "development". */
  readonly environmentName: string;
  readonly policy: RolloutPolicy;
  /** Asks a release without traffic, on `group.addresses`, whether it works. */
  readonly verifyDirect: (group: ReleaseGroup, signal: AbortSignal) => Promise<Result<void, VerificationFailure>>;
  /** Asks the serving release through the router whether it works (a smoke test). */
  readonly verifyServing: (release: Release, signal: AbortSignal) => Promise<Result<void, VerificationFailure>>;
  /** Receives every event, in order. Must not throw. */
  readonly onEvent: (event: DeployEvent) => void;
  readonly clock: Clock;
  /** Fires on interrupt: the step under way ends or is left, and the next command goes on. */
  readonly signal: AbortSignal;
}

export interface DeployRequest extends DeploymentContext {
  readonly release: Release;
}

export interface RollbackRequest extends DeploymentContext {
  /** Id, commit or version; left out: the release before the serving one. */
  readonly releaseQuery?: string;
}
