import type { ReleaseId } from "@ecommerce-cart/release";

/** One release's part of new requests, in whole percent. */
export interface WeightShare {
  readonly releaseId: ReleaseId;
  readonly percent: number;
}

/** Where a release is asked whether it works: on its own addresses before it gets traffic, through the router after. */
export type VerifyRoute = "addresses" | "router";

/** Why a rollout goes back. `detail` is one printable sentence. */
export interface RollBackReason {
  readonly kind:
    | "migration-failed"
    | "could-not-be-staged"
    | "did-not-become-healthy"
    | "verification-failed"
    | "superseded"
    | "too-many-steps";
  readonly detail: string;
}

/**
 * How a rollout ends. `completed`: the release asked for serves. `undone`: what served before serves, the new release
 * is gone. `gave-up`: neither could be reached; what served last still serves, and a person must look.
 */
export type RolloutOutcome =
  | { readonly kind: "completed" }
  | { readonly kind: "undone"; readonly reason: RollBackReason }
  | { readonly kind: "gave-up"; readonly reason: RollBackReason };

/** Brings the database to what the release needs. */
export interface RunTaskAction {
  readonly type: "run-task";
  readonly task: "migrate";
  readonly releaseId: ReleaseId;
}

/** Starts or stops web processes until `webCount` run; gives no traffic. */
export interface StageAction {
  readonly type: "stage";
  readonly releaseId: ReleaseId;
  readonly webCount: number;
}

export interface WaitUntilHealthyAction {
  readonly type: "wait-until-healthy";
  readonly releaseId: ReleaseId;
  readonly deadlineMs: number;
}

/** Asks a release whether it works. */
export interface VerifyAction {
  readonly type: "verify";
  readonly releaseId: ReleaseId;
  readonly route: VerifyRoute;
}

/** Absolute: releases not named get nothing. Sums to 100, or is empty when nothing may serve. */
export interface SetWeightsAction {
  readonly type: "set-weights";
  readonly shares: readonly WeightShare[];
}

/** Waits until what is under way on a release has ended, at most `timeoutMs`. */
export interface DrainAction {
  readonly type: "drain";
  readonly releaseId: ReleaseId;
  readonly timeoutMs: number;
}

/** Stops a release and forgets it. */
export interface RetireAction {
  readonly type: "retire";
  readonly releaseId: ReleaseId;
}

/** Turns the rollout round: every action after it leads back. */
export interface RollBackAction {
  readonly type: "roll-back";
  readonly reason: RollBackReason;
}

/** Nothing to do yet. Blue-green and rolling never wait; a canary does, for evidence. */
export interface WaitAction {
  readonly type: "wait";
  readonly durationMs: number;
  readonly reason: string;
}

export interface FinishAction {
  readonly type: "finish";
  readonly outcome: RolloutOutcome;
}

/** What a rollout asks for next. Every strategy speaks these words alone; each may be repeated after a crash. */
export type RolloutAction =
  | RunTaskAction
  | StageAction
  | WaitUntilHealthyAction
  | VerifyAction
  | SetWeightsAction
  | DrainAction
  | RetireAction
  | RollBackAction
  | WaitAction
  | FinishAction;
