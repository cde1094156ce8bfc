import type { ReleaseId } from "@ecommerce-cart/release";

/** One ended deployment, oldest first in a history. */
export interface PastDeployment {
  readonly intent: "deploy" | "roll-back";
  readonly to: ReleaseId;
  /** False when it was undone or given up: it changed nothing that a rollback should know. */
  readonly isCompleted: boolean;
}

/** Where a rollback may go, and which releases were left behind as bad. */
export interface RollbackCandidates {
  /** Undefined when no good release came before the serving one. */
  readonly previous?: ReleaseId;
  /** Releases rolled back from and not deployed since, newest last. Only an explicit choice goes there again. */
  readonly leftBehind: readonly ReleaseId[];
}

/**
 * The release before the serving one. A rollback takes its way off the history, so that a second rollback goes further
 * back, and never forward onto the release that the first one left. A serving release that the history does not end
 * with (its deployment was given up half way) is left for the last good one.
 * Example: deploy A, deploy B, roll back to A: `previous` is undefined and `leftBehind` is [B]; before the rollback,
 * `previous` was A.
 */
export function rollbackCandidates(
  history: readonly PastDeployment[],
  serving: ReleaseId | undefined,
): RollbackCandidates {
  let trail: readonly ReleaseId[] = [];
  let leftBehind: readonly ReleaseId[] = [];
  for (const past of history.filter((deployment) => deployment.isCompleted)) {
    // A rollback that names a release left behind is a step forward to it again.
    const isBackward = past.intent === "roll-back" && !leftBehind.includes(past.to);
    const left = isBackward ? trail.slice(trail.lastIndexOf(past.to) + 1) : [];
    trail = trail.slice(0, trail.length - left.length);
    if (trail.at(-1) !== past.to) trail = [...trail, past.to];
    leftBehind = [...leftBehind, ...left].filter((releaseId) => releaseId !== past.to);
  }
  const previous = trail.at(-1) === serving ? trail.at(-2) : trail.at(-1);
  return previous === undefined ? { leftBehind } : { previous, leftBehind };
}
