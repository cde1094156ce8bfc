import { unreachable } from "@ecommerce-cart/result";
import { describeStateFailure } from "@ecommerce-cart/state-store";
import type { DeployFailure, GaveUp, NothingToRollBackTo } from "./deploy-failure.ts";
import type { TargetFailure } from "./target.ts";

/** A failure for a person: what, where, and what to do. */
export function describeDeployFailure(failure: DeployFailure): string {
  switch (failure.kind) {
    case "invalid-policy":
      return `the rollout policy cannot be followed: ${failure.problems.join("; ")}.`;
    case "interrupted":
      return `interrupted; deployment ${failure.deploymentId} is unfinished. The same command goes on with it, another one undoes it first.`;
    case "gave-up":
      return describeGaveUp(failure);
    case "rollback-failed":
      return `${failure.to} could not serve: ${failure.reason.detail}. What served before still serves.`;
    case "nothing-to-roll-back-to":
      return describeNothing(failure);
    case "target-failed":
      return describeTargetFailure(failure.failure);
    default:
      return describeStateFailure(failure);
  }
}

function describeGaveUp({ reason, serving }: GaveUp): string {
  const what = serving === undefined ? "nothing" : serving.id;
  return `neither forward nor back was possible: ${reason.detail}. Now ${what} serves; look at its logs, and deploy a good release.`;
}

function describeNothing({ leftBehind }: NothingToRollBackTo): string {
  const newest = leftBehind.at(-1);
  const way =
    newest === undefined ? "" : ` ${newest} was rolled back from: to go there all the same, name it with --release.`;
  return `no good release came before the one that serves.${way}`;
}

/** A target's failure for a person. */
export function describeTargetFailure(failure: TargetFailure): string {
  switch (failure.kind) {
    case "target-unreachable":
      return `the target cannot be reached: ${failure.detail}. Start it, then give the same command again.`;
    case "stale-fencing-token":
      return `the target was changed by a later command (token ${failure.seen}). Look at the status, then try again.`;
    case "unknown-release":
      return `the target does not know ${failure.releaseId}, or its bundle is gone: package that commit again.`;
    case "did-not-become-healthy":
      return `${failure.releaseId} did not become healthy: ${failure.detail}. Look at its logs.`;
    case "task-failed":
      return `${failure.task} ended with exit code ${failure.exitCode}: ${failure.output}`;
    default:
      return unreachable(failure);
  }
}
