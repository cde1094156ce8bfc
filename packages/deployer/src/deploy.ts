import { err } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { policyProblems } from "@ecommerce-cart/rollout";
import { fullyServing, unchangedReport } from "./conclude-deployment.ts";
import type { DeployReport } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import type { DeployRequest } from "./deploy-request.ts";
import { beginDeployment, resumeDeployment, undoUnfinished } from "./held-deployment.ts";
import type { HeldContext } from "./run-deployment.ts";
import { readUnfinished } from "./unfinished-deployment.ts";
import type { DeploymentProgress } from "./unfinished-deployment.ts";

/**
 * Brings a release onto an environment under its lock. A release that fails is taken back, and the report says so
 * (`outcome: "rolled-back"`, with `reason`): that is an answer, not a failure.
 *
 * The release's digest serving already: `unchanged`, and nothing is written. A deployment left by a killed or
 * interrupted command: the same one is resumed, another one is undone first. The same command may be given again after
 * any crash.
 */
export async function deploy(request: DeployRequest): Promise<Result<DeployReport, DeployFailure>> {
  const problems = policyProblems(request.policy);
  if (problems.length > 0) return err({ kind: "invalid-policy", problems });
  const startedMs = request.clock.now();
  const unchanged = await findUnchanged(request, startedMs);
  if (unchanged !== undefined) return unchanged;
  const { store, environmentName } = request;
  const held = await store.withLock(environmentName, `deploy ${environmentName}`, (lease) =>
    deployUnderLock({ context: request, lease }, request, startedMs),
  );
  return held.ok ? held.value : held;
}

/** The quick answer, without the lock: nothing is unfinished, and the same digest has all traffic. */
async function findUnchanged(
  request: DeployRequest,
  startedMs: number,
): Promise<Result<DeployReport, DeployFailure> | undefined> {
  const unfinished = await readUnfinished(request.store, request.environmentName);
  if (!unfinished.ok) return unfinished;
  if (unfinished.value !== undefined) return undefined;
  const seen = await request.target.current();
  if (!seen.ok) return err({ kind: "target-failed", failure: seen.error });
  const serving = fullyServing(seen.value);
  if (serving?.digest !== request.release.digest) return undefined;
  return { ok: true, value: unchangedReport("deploy", serving, request.clock.now() - startedMs) };
}

async function deployUnderLock(
  held: HeldContext,
  { release, environmentName }: DeployRequest,
  startedMs: number,
): Promise<Result<DeployReport, DeployFailure>> {
  const unfinished = await readUnfinished(held.context.store, environmentName);
  if (!unfinished.ok) return unfinished;
  if (isDeploymentOf(unfinished.value, release.digest)) return resumeDeployment(held, unfinished.value, startedMs);
  if (unfinished.value !== undefined) {
    const undone = await undoUnfinished(held, unfinished.value, `deploy ${environmentName} --release ${release.id}`);
    if (!undone.ok) return undone;
  }
  return beginDeployment(held, { intent: "deploy", release, startedMs });
}

function isDeploymentOf(progress: DeploymentProgress | undefined, digest: string): progress is DeploymentProgress {
  return progress?.begun.intent === "deploy" && progress.begun.to.digest === digest;
}
