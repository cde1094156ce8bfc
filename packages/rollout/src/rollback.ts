import type { RolloutAction } from "./action.ts";
import type { RolloutSituation } from "./rollout-situation.ts";
import { allTrafficTo, groupOf, prepare, retireOlder, settle } from "./steps.ts";

/**
 * Rollback to an earlier release. A warm one gets all traffic with the very first action; nothing is checked before,
 * since every second counts and it has served before. One that is no longer warm is started from its bundle and
 * verified first. The release rolled back from stays, with weight 0, until the next deployment retires it.
 * Never migrates: migrations are written so that the release before still works.
 * Example: A (weight 0, 2 of 2 healthy) and B (weight 100): the first action is set-weights A 100, B 0.
 */
export function nextRollbackAction(situation: RolloutSituation): RolloutAction {
  const { policy, state, observation } = situation;
  const group = groupOf(observation, state.to);
  const action =
    group?.weightPercent === 100 ? settle(situation) : bringBack(situation, isWarm(group, policy.webCount));
  return action ?? { type: "finish", outcome: { kind: "completed" } };
}

function bringBack(situation: RolloutSituation, isReady: boolean): RolloutAction {
  const { policy, state, observation } = situation;
  const preparation = isReady ? undefined : (retireOlder(situation) ?? prepare(situation, policy.webCount));
  return preparation ?? allTrafficTo(state.to, observation);
}

/** One crashed process of a full warm release does not hold up a rollback; a release staged too small does. */
function isWarm(group: { webCount: number; healthyCount: number } | undefined, webCount: number): boolean {
  return group !== undefined && group.webCount >= webCount && group.healthyCount > 0;
}
