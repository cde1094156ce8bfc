import type { RolloutPolicy } from "./policy.ts";
import type { Observation, RolloutState } from "./rollout-state.ts";

/** All that a decision is made from: what was asked for, what was done, what is seen. */
export interface RolloutSituation {
  readonly policy: RolloutPolicy;
  readonly state: RolloutState;
  readonly observation: Observation;
}
