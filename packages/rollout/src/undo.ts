import type { RollBackReason, RolloutAction } from "./action.ts";
import type { RolloutSituation } from "./rollout-situation.ts";
import { stepLimit } from "./policy.ts";
import type { ObservedGroup } from "./rollout-state.ts";
import { allTrafficTo, groupOf } from "./steps.ts";

/**
 * The way back of a rollout that failed or was superseded: what served before gets all traffic again, at its full
 * count first where rolling had shrunk it (a share meant for two is not sent to one), then the new release is drained
 * and retired. When the old release cannot be brought back, the new one is left serving: something beats nothing.
 * A rollback that has switched is not undone: its way back would be the release that was just found bad.
 * Example: B failed before it got traffic: retire B · finish "undone". A served throughout.
 */
export function nextUndoAction(situation: RolloutSituation, reason: RollBackReason): RolloutAction {
  const { policy, state, observation } = situation;
  const to = groupOf(observation, state.to);
  if (state.stepCount >= stepLimit(policy)) return giveUp(reason);
  if (state.intent === "roll-back" && to?.weightPercent === 100) return endSwitchedRollback(reason);
  const restoration = state.from === undefined ? withdraw(to) : restore(situation, reason);
  return restoration ?? removeNew(situation, to) ?? { type: "finish", outcome: { kind: "undone", reason } };
}

/** After a rollback has switched, only a superseding command may end it early: it did what was asked. */
function endSwitchedRollback(reason: RollBackReason): RolloutAction {
  return reason.kind === "superseded" ? { type: "finish", outcome: { kind: "completed" } } : giveUp(reason);
}

/** Nothing served before the first deployment, so nothing serves after its undoing. */
function withdraw(to: ObservedGroup | undefined): RolloutAction | undefined {
  return to !== undefined && to.weightPercent > 0 ? { type: "set-weights", shares: [] } : undefined;
}

function restore(situation: RolloutSituation, reason: RollBackReason): RolloutAction | undefined {
  const { state, observation } = situation;
  const from = groupOf(observation, state.from);
  const restart = restartOld(situation, from);
  if (restart !== undefined) return restart;
  if (from?.weightPercent === 100) return undefined;
  return from !== undefined && from.healthyCount > 0 ? allTrafficTo(from.releaseId, observation) : giveUp(reason);
}

/** Brings the old release back to the processes it had; tried once, since the new one may be serving errors meanwhile. */
function restartOld({ policy, state }: RolloutSituation, from: ObservedGroup | undefined): RolloutAction | undefined {
  if (state.from === undefined || state.milestones.has("restore-failed")) return undefined;
  if (from === undefined || from.webCount < state.fromWebCount)
    return { type: "stage", releaseId: state.from, webCount: state.fromWebCount };
  if (state.milestones.has("restore-waited") || !mustWaitFor(from, state.milestones.has("restore-staged")))
    return undefined;
  return { type: "wait-until-healthy", releaseId: from.releaseId, deadlineMs: policy.healthDeadlineMs };
}

/** Processes just started again are all awaited; of those never stopped, one healthy suffices to switch back at once. */
function mustWaitFor(from: ObservedGroup, isRestarted: boolean): boolean {
  if (isRestarted) return from.healthyCount < from.webCount;
  return from.healthyCount === 0 && from.weightPercent < 100;
}

function removeNew({ policy, state }: RolloutSituation, to: ObservedGroup | undefined): RolloutAction | undefined {
  if (to === undefined) return undefined;
  if (to.inFlightCount > 0 && !state.milestones.has("undo-drained"))
    return { type: "drain", releaseId: to.releaseId, timeoutMs: policy.drainTimeoutMs };
  return { type: "retire", releaseId: to.releaseId };
}

function giveUp(reason: RollBackReason): RolloutAction {
  return { type: "finish", outcome: { kind: "gave-up", reason } };
}
