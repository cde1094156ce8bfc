export type * from "./action.ts";
export { nextAction } from "./next-action.ts";
export type { RolloutSituation } from "./rollout-situation.ts";
export { policyProblems, policyWith, stepLimit } from "./policy.ts";
export type { RolloutPolicy, Strategy } from "./policy.ts";
export { rollbackCandidates } from "./rollback-candidate.ts";
export type { PastDeployment, RollbackCandidates } from "./rollback-candidate.ts";
export { advance, beginStep, servingGroup, startRollout } from "./rollout-state.ts";
export type { Milestone, Observation, ObservedGroup, RolloutState, StepOutcome } from "./rollout-state.ts";
