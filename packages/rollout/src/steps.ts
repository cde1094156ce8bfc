import type { ReleaseId } from "@ecommerce-cart/release";
import type { RolloutAction, SetWeightsAction } from "./action.ts";
import type { RolloutSituation } from "./rollout-situation.ts";
import type { Observation, ObservedGroup } from "./rollout-state.ts";

/** The group of a release; undefined where the target does not run it. */
export function groupOf(observation: Observation, releaseId: ReleaseId | undefined): ObservedGroup | undefined {
  return observation.groups.find((group) => group.releaseId === releaseId);
}

/** All traffic to one release; every other group that is seen gets 0, in writing. */
export function allTrafficTo(releaseId: ReleaseId, observation: Observation): SetWeightsAction {
  const others = observation.groups.filter((group) => group.releaseId !== releaseId);
  const zeros = others.map((group) => ({ releaseId: group.releaseId, percent: 0 }));
  return { type: "set-weights", shares: [{ releaseId, percent: 100 }, ...zeros] };
}

/** Migrates once. The first step of a deployment, so that what fails here has cost nothing. */
export function migrate({ state }: RolloutSituation): RolloutAction | undefined {
  if (state.milestones.has("migrated")) return undefined;
  return { type: "run-task", task: "migrate", releaseId: state.to };
}

/**
 * Retires, one at a time, what is neither the new release nor the one that serves, before anything is staged: memory
 * then holds two releases at most, at any time. The price: when the new release fails, the warm one is gone too, and
 * a rollback beyond the serving release starts it again from its bundle.
 */
export function retireOlder({ state, observation }: RolloutSituation): RolloutAction | undefined {
  const older = observation.groups.find(
    (group) => group.releaseId !== state.to && group.releaseId !== state.from && group.weightPercent === 0,
  );
  return older && { type: "retire", releaseId: older.releaseId };
}

/** Brings the new release to `webCount` healthy, verified processes that get no traffic yet. */
export function prepare(situation: RolloutSituation, webCount: number): RolloutAction | undefined {
  const { policy, state, observation } = situation;
  const group = groupOf(observation, state.to);
  if (group === undefined || group.webCount !== webCount) return { type: "stage", releaseId: state.to, webCount };
  if (group.healthyCount < webCount)
    return { type: "wait-until-healthy", releaseId: state.to, deadlineMs: policy.healthDeadlineMs };
  if (!state.milestones.has("verified-directly")) return { type: "verify", releaseId: state.to, route: "addresses" };
  return undefined;
}

/**
 * What follows the switch: ask the new release through the router at once, so that a bad one is found within the time
 * of a smoke test and not after the old one's slowest stream; then let the old one's requests end.
 */
export function settle(situation: RolloutSituation): RolloutAction | undefined {
  const { policy, state } = situation;
  if (!state.milestones.has("verified-serving")) return { type: "verify", releaseId: state.to, route: "router" };
  if (state.from !== undefined && !state.milestones.has("drained"))
    return { type: "drain", releaseId: state.from, timeoutMs: policy.drainTimeoutMs };
  // One that shared the traffic until now, left so by a rollout that was given up.
  return retireOlder(situation);
}
