import type { RolloutAction } from "./action.ts";
import { nextBlueGreenAction } from "./blue-green.ts";
import { stepLimit } from "./policy.ts";
import { nextRollbackAction } from "./rollback.ts";
import { nextRollingAction } from "./rolling.ts";
import type { RolloutSituation } from "./rollout-situation.ts";
import { nextUndoAction } from "./undo.ts";

/**
 * What to do next. Pure: the deployer takes the action, looks at the target again, and asks again until the answer is
 * "finish". What the target shows is never remembered, so asking again after a kill goes on where the rollout stood.
 *
 * Example, blue-green from A (weight 100) to B with two processes; each line is the answer once the former was taken:
 * run-task migrate · stage B 2 · wait-until-healthy B · verify B by its addresses · set-weights B 100, A 0 ·
 * verify B through the router · drain A · finish "completed".
 * Had "verify through the router" failed: roll-back · set-weights A 100, B 0 · drain B · retire B · finish "undone".
 */
export function nextAction(situation: RolloutSituation): RolloutAction {
  const { policy, state } = situation;
  if (state.undoReason !== undefined) return nextUndoAction(situation, state.undoReason);
  if (state.failure !== undefined) return { type: "roll-back", reason: state.failure };
  if (state.stepCount >= stepLimit(policy)) return { type: "roll-back", reason: tooManySteps(state.stepCount) };
  if (state.intent === "roll-back") return nextRollbackAction(situation);
  return policy.strategy === "rolling" ? nextRollingAction(situation) : nextBlueGreenAction(situation);
}

function tooManySteps(count: number): { kind: "too-many-steps"; detail: string } {
  return { kind: "too-many-steps", detail: `${count} steps were taken and the release still does not serve steadily` };
}
