import type { RolloutAction } from "./action.ts";
import type { RolloutSituation } from "./rollout-situation.ts";
import { allTrafficTo, groupOf, migrate, prepare, retireOlder, settle } from "./steps.ts";

/**
 * Blue-green: the whole new release is started beside the old one and verified without traffic; then all traffic moves
 * at once. The old release stays warm with weight 0, and its open streams end by themselves.
 * Order: migrate, retire older ones, stage, wait until healthy, verify, switch, verify through the router, drain.
 * Example: with B healthy and verified beside A, the action is
 * `{ type: "set-weights", shares: [{ releaseId: B, percent: 100 }, { releaseId: A, percent: 0 }] }`.
 */
export function nextBlueGreenAction(situation: RolloutSituation): RolloutAction {
  const { policy, state, observation } = situation;
  const isSwitched = groupOf(observation, state.to)?.weightPercent === 100;
  const action = isSwitched
    ? settle(situation)
    : (migrate(situation) ??
      retireOlder(situation) ??
      prepare(situation, policy.webCount) ??
      allTrafficTo(state.to, observation));
  return action ?? { type: "finish", outcome: { kind: "completed" } };
}
