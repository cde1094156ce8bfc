import type { RolloutAction } from "./action.ts";
import { nextBlueGreenAction } from "./blue-green.ts";
import type { RolloutSituation } from "./rollout-situation.ts";
import type { ObservedGroup, RolloutState } from "./rollout-state.ts";
import { allTrafficTo, groupOf, migrate, prepare, retireOlder, settle } from "./steps.ts";
import { hasShares, proportionalShares } from "./weights.ts";

/**
 * Rolling: one process at a time is replaced, and shares follow the healthy processes. Never fewer than
 * `webCount - maxUnavailable` healthy ones serve; with `maxUnavailable` 0 one process more runs meanwhile. The first
 * new process is verified before it gets traffic. At the end the old release is retired: it has no process left.
 * Where nothing serves yet, there is nothing to replace, and the release is started as blue-green starts it.
 *
 * Example with two processes, old:new running: 2:0, 2:1 (shares 67:33), 1:1 (50:50), 1:2 (0:100), 0:2.
 */
export function nextRollingAction(situation: RolloutSituation): RolloutAction {
  const { state, observation } = situation;
  const old = groupOf(observation, state.from);
  if (old === undefined) return nextBlueGreenAction(situation);
  const replacement: Replacement = { situation, old, fresh: groupOf(observation, state.to) ?? emptyGroup(state) };
  return migrate(situation) ?? retireOlder(situation) ?? employStarted(replacement) ?? replaceNext(replacement);
}

interface Replacement {
  readonly situation: RolloutSituation;
  readonly old: ObservedGroup;
  readonly fresh: ObservedGroup;
}

/** Before another process is replaced, those already started become healthy, are verified and get their share. */
function employStarted(replacement: Replacement): RolloutAction | undefined {
  const { situation, old, fresh } = replacement;
  if (fresh.webCount === 0) return undefined;
  const preparation = prepare(situation, Math.min(fresh.webCount, situation.policy.webCount));
  if (preparation !== undefined) return preparation;
  const isOldLeaving = fresh.webCount >= situation.policy.webCount || oldCountKept(replacement) === 0;
  const shares = isOldLeaving
    ? allTrafficTo(fresh.releaseId, situation.observation).shares
    : proportionalShares([fresh, old]);
  return hasShares(situation.observation.groups, shares) ? undefined : { type: "set-weights", shares };
}

function replaceNext(replacement: Replacement): RolloutAction {
  const { situation, old, fresh } = replacement;
  if (fresh.webCount >= situation.policy.webCount)
    return settle(situation) ?? { type: "retire", releaseId: old.releaseId };
  if (old.webCount > oldCountKept(replacement))
    return { type: "stage", releaseId: old.releaseId, webCount: old.webCount - 1 };
  return { type: "stage", releaseId: fresh.releaseId, webCount: fresh.webCount + 1 };
}

/** How many old processes must still run beside the healthy new ones; one at least until a new one is healthy. */
function oldCountKept({ situation, fresh }: Replacement): number {
  const { webCount, maxUnavailable } = situation.policy;
  return Math.max(fresh.healthyCount === 0 ? 1 : 0, webCount - fresh.healthyCount - maxUnavailable);
}

function emptyGroup(state: RolloutState): ObservedGroup {
  return { releaseId: state.to, webCount: 0, healthyCount: 0, weightPercent: 0, inFlightCount: 0 };
}
