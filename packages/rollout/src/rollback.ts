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
  const { state, observation } = situation;
  const isSwitched = groupOf(observation, state.to)?.weightPercent === 100;
  const action = isSwitched ? settle(situation) : bringBack(situation);
  return action ?? { type: "finish", outcome: { kind: "completed" } };
}

function bringBack(situation: RolloutSituation): RolloutAction {
  const { policy, state, observation } = situation;
  const preparation = isWarm(situation) ? undefined : (retireOlder(situation) ?? prepare(situation, policy.webCount));
  return preparation ?? allTrafficTo(state.to, observation);
}

/**
 * Warm: all its processes ran before the rollback began, and one is healthy at least; a crashed one does not hold up
 * the switch. Processes that this rollback started are cold: all of them are awaited and verified.
 */
function isWarm({ policy, state, observation }: RolloutSituation): boolean {
  const group = groupOf(observation, state.to);
  return state.toWebCount >= policy.webCount && group !== undefined && group.healthyCount > 0;
}
