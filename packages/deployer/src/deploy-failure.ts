import type { Release, ReleaseId } from "@ecommerce-cart/release";
import type { RollBackReason } from "@ecommerce-cart/rollout";
import type {
  AmbiguousRelease,
  DamagedFile,
  LeaseLost,
  Locked,
  UnknownReleaseQuery,
} from "@ecommerce-cart/state-store";
import type { TargetFailure } from "./target.ts";

/** The policy cannot be followed; every reason at once. */
export interface InvalidPolicy {
  readonly kind: "invalid-policy";
  readonly problems: readonly string[];
}

/** The signal fired. The state is whole: the same command goes on, another one undoes first. */
export interface Interrupted {
  readonly kind: "interrupted";
  readonly deploymentId: string;
}

/** Neither forward nor back was possible; `serving` still serves, and a person must look. */
export interface GaveUp {
  readonly kind: "gave-up";
  readonly reason: RollBackReason;
  readonly serving?: Release;
}

/** The release to roll back to could not serve; what served before serves. */
export interface RollbackFailed {
  readonly kind: "rollback-failed";
  readonly reason: RollBackReason;
  readonly to: ReleaseId;
}

/** No good release came before the serving one; `leftBehind` are those rolled back from, to which only `--release` goes. */
export interface NothingToRollBackTo {
  readonly kind: "nothing-to-roll-back-to";
  readonly leftBehind: readonly ReleaseId[];
}

/** Every expected failure of a deployment, a rollback or a status. */
export type DeployFailure =
  | Locked
  | DamagedFile
  | LeaseLost
  | UnknownReleaseQuery
  | AmbiguousRelease
  | InvalidPolicy
  | Interrupted
  | GaveUp
  | RollbackFailed
  | NothingToRollBackTo
  | { readonly kind: "target-failed"; readonly failure: TargetFailure };
