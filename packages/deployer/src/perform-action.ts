import { err, ok, unreachable } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import type { DrainAction, RolloutAction, StepOutcome, VerifyAction } from "@ecommerce-cart/rollout";
import type { DeployFailure } from "./deploy-failure.ts";
import type { DeploymentContext } from "./deploy-request.ts";
import type { TargetFailure, TargetState } from "./target.ts";

/** What taking a step needs besides the step. */
export interface StepContext {
  readonly context: DeploymentContext;
  readonly token: number;
  /** Fires on interrupt and when the lease is lost. */
  readonly signal: AbortSignal;
  /** What the target ran when the step was decided. */
  readonly seen: TargetState;
  /** The records of the releases that the rollout is between. */
  readonly releases: readonly Release[];
}

/** "left": the signal fired while the step only waited; nothing was changed by leaving it. */
export type StepResult = Result<StepOutcome | { readonly kind: "left" }, DeployFailure>;

const DONE: StepResult = ok({ kind: "done" });
const LEFT: StepResult = ok({ kind: "left" });

type Performer<A> = (action: A, step: StepContext) => Promise<StepResult>;

const PERFORMERS: { readonly [T in RolloutAction["type"]]: Performer<Extract<RolloutAction, { type: T }>> } = {
  "run-task": async ({ releaseId, task }, step) =>
    settle(await step.context.target.runTask(releaseOf(step, releaseId), task, step.token)),
  stage: async ({ releaseId, webCount }, step) =>
    settle(await step.context.target.stage(releaseOf(step, releaseId), webCount, step.token)),
  "wait-until-healthy": ({ releaseId, deadlineMs }, step) =>
    unlessLeft(step.signal, step.context.target.waitUntilHealthy(releaseId, deadlineMs).then(settle)),
  verify: (action, step) => unlessLeft(step.signal, verify(action, step)),
  "set-weights": async ({ shares }, step) => {
    const percents = new Map(shares.map((share) => [share.releaseId, share.percent]));
    return settle(await step.context.target.setWeights(percents, step.token));
  },
  drain: (action, step) => unlessLeft(step.signal, drain(action, step)),
  retire: async ({ releaseId }, step) => settle(await step.context.target.retire(releaseId, step.token)),
  wait: async ({ durationMs }, step) => {
    await step.context.clock.sleep(durationMs, step.signal);
    return step.signal.aborted ? LEFT : DONE;
  },
  // Decisions: being in the journal is all that they do.
  "roll-back": async () => DONE,
  finish: async () => DONE,
};

/** Takes one step on the target. A failure that a rollout answers is an outcome; one that ends the command is an error. */
export function performAction(action: RolloutAction, step: StepContext): Promise<StepResult> {
  const perform = PERFORMERS[action.type] as Performer<RolloutAction>;
  return perform(action, step);
}

async function verify(action: VerifyAction, step: StepContext): Promise<StepResult> {
  const { verifyDirect, verifyServing } = step.context;
  const group = step.seen.groups.find((seen) => seen.release.id === action.releaseId);
  if (group === undefined) return ok({ kind: "failed", detail: `the target runs no ${action.releaseId} to verify` });
  const verified =
    action.route === "addresses"
      ? await verifyDirect(group, step.signal)
      : await verifyServing(group.release, step.signal);
  return verified.ok ? DONE : ok({ kind: "failed", detail: verified.error.detail });
}

async function drain({ releaseId, timeoutMs }: DrainAction, step: StepContext): Promise<StepResult> {
  const drained = await step.context.target.drain(releaseId, timeoutMs);
  if (drained.ok) return ok(drained.value);
  // Nothing is under way on what is gone.
  return drained.error.kind === "unknown-release" ? ok({ kind: "drained" }) : settle(drained);
}

function settle(result: Result<unknown, TargetFailure>): StepResult {
  if (result.ok) return DONE;
  const failure = result.error;
  switch (failure.kind) {
    case "target-unreachable":
    case "stale-fencing-token":
      return err({ kind: "target-failed", failure });
    case "unknown-release":
      return ok({ kind: "failed", detail: `the target does not know ${failure.releaseId}, or its bundle is gone` });
    case "did-not-become-healthy":
      return ok({ kind: "failed", detail: failure.detail });
    case "task-failed":
      return ok({
        kind: "failed",
        detail: `${failure.task} ended with exit code ${failure.exitCode}: ${failure.output}`,
      });
    default:
      return unreachable(failure);
  }
}

/** Waiting may be left at any time; changing the target is always seen to its end. */
async function unlessLeft(signal: AbortSignal, work: Promise<StepResult>): Promise<StepResult> {
  const left = Promise.withResolvers<StepResult>();
  const leave = (): void => left.resolve(LEFT);
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  try {
    const result = await Promise.race([left.promise, work]);
    return signal.aborted ? LEFT : result;
  } finally {
    signal.removeEventListener("abort", leave);
    // What was left may still fail; nobody is there to be told.
    work.catch(() => undefined);
  }
}

function releaseOf(step: StepContext, releaseId: ReleaseId): Release {
  const release = step.releases.find((known) => known.id === releaseId);
  if (release === undefined) throw new Error(`the rollout asked for ${releaseId}, which it is not about`);
  return release;
}
