import type { ReleaseId } from "@ecommerce-cart/release";
import type { RollBackReason, RolloutAction } from "./action.ts";

/** One release on a target, as it was just seen. */
export interface ObservedGroup {
  readonly releaseId: ReleaseId;
  /** Web processes asked for. */
  readonly webCount: number;
  readonly healthyCount: number;
  /** 0 to 100. */
  readonly weightPercent: number;
  readonly inFlightCount: number;
}

/** What a target runs at this moment. */
export interface Observation {
  readonly groups: readonly ObservedGroup[];
}

/** What was done and leaves no trace on the target, so that it must be remembered. */
export type Milestone =
  | "migrated"
  | "verified-directly"
  | "verified-serving"
  | "drained"
  | "restore-staged"
  | "restore-waited"
  | "restore-failed"
  | "undo-drained";

/** What a rollout knows besides what it sees. It is a fold of the journal: see `startRollout`, `beginStep` and `advance`. */
export interface RolloutState {
  readonly intent: "deploy" | "roll-back";
  /** The release that shall serve. */
  readonly to: ReleaseId;
  /** The release that served at the start; left out on the first deployment. */
  readonly from?: ReleaseId;
  /** Web processes that `from` had at the start: what an undo brings back. */
  readonly fromWebCount: number;
  /** Web processes that `to` had at the start: 0 unless it was warm. */
  readonly toWebCount: number;
  readonly milestones: ReadonlySet<Milestone>;
  /** A step that failed on the way forward; the next action turns round because of it. */
  readonly failure?: RollBackReason;
  /** Set once the rollout has turned round. */
  readonly undoReason?: RollBackReason;
  /** Steps taken in the present direction. */
  readonly stepCount: number;
}

/** How a step ended: failures are those that a rollout answers; a target that cannot be reached is not among them. */
export type StepOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "drained" }
  | { readonly kind: "timed-out"; readonly remaining: number }
  | { readonly kind: "failed"; readonly detail: string };

/** The state before the first step. `observation` is what the target ran when the command began. */
export function startRollout(intent: RolloutState["intent"], to: ReleaseId, observation: Observation): RolloutState {
  const serving = servingGroup(observation);
  const toWebCount = observation.groups.find((group) => group.releaseId === to)?.webCount ?? 0;
  const start = { intent, to, toWebCount, milestones: new Set<Milestone>(), stepCount: 0 };
  if (serving === undefined || serving.releaseId === to) return { ...start, fromWebCount: 0 };
  return { ...start, from: serving.releaseId, fromWebCount: serving.webCount };
}

/** The group with the largest share of traffic; undefined when nothing serves. */
export function servingGroup(observation: Observation): ObservedGroup | undefined {
  const serving = observation.groups.filter((group) => group.weightPercent > 0);
  return serving.toSorted((a, b) => b.weightPercent - a.weightPercent)[0];
}

/**
 * The state after a step. Pure and total, so that reading a journal again gives the state at which a killed command
 * stopped.
 * Example: after `{ type: "run-task", task: "migrate" }` ended "done", `milestones` has "migrated"; had it "failed",
 * `failure` is `{ kind: "migration-failed", … }` and the next action is "roll-back".
 */
export function advance(state: RolloutState, action: RolloutAction, outcome: StepOutcome): RolloutState {
  if (action.type === "roll-back") return { ...state, undoReason: action.reason, stepCount: 0 };
  const counted = { ...state, stepCount: state.stepCount + 1 };
  if (outcome.kind !== "failed") return reach(counted, milestoneOf(state, action));
  if (state.undoReason !== undefined) return reach(counted, undoFailureOf(action));
  return { ...counted, failure: { kind: failureKind(action), detail: outcome.detail } };
}

/**
 * The state once a step is written down and about to be taken: all that is known of it when the command is killed then.
 * Example: on the way back, a "stage" that was begun may have started processes; from there on all are waited for.
 */
export function beginStep(state: RolloutState, action: RolloutAction): RolloutState {
  return state.undoReason !== undefined && action.type === "stage" ? reach(state, "restore-staged") : state;
}

function reach(state: RolloutState, milestone: Milestone | undefined): RolloutState {
  if (milestone === undefined) return state;
  return { ...state, milestones: new Set([...state.milestones, milestone]) };
}

function milestoneOf(state: RolloutState, action: RolloutAction): Milestone | undefined {
  switch (action.type) {
    case "run-task":
      return "migrated";
    case "verify":
      return action.route === "addresses" ? "verified-directly" : "verified-serving";
    case "drain":
      return action.releaseId === state.to ? "undo-drained" : "drained";
    default:
      return state.undoReason && UNDO_MILESTONES[action.type];
  }
}

const UNDO_MILESTONES: Partial<Record<RolloutAction["type"], Milestone>> = {
  "wait-until-healthy": "restore-waited",
};

/** On the way back a failure changes what is still worth trying; it never turns the rollout round again. */
function undoFailureOf(action: RolloutAction): Milestone | undefined {
  if (action.type === "stage") return "restore-failed";
  return action.type === "wait-until-healthy" ? "restore-waited" : undefined;
}

function failureKind(action: RolloutAction): RollBackReason["kind"] {
  switch (action.type) {
    case "run-task":
      return "migration-failed";
    case "verify":
      return "verification-failed";
    case "wait-until-healthy":
      return "did-not-become-healthy";
    default:
      return "could-not-be-staged";
  }
}
