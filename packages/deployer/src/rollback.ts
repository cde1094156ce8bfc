import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import { policyProblems, rollbackCandidates, servingGroup } from "@ecommerce-cart/rollout";
import { conclude } from "./conclude-deployment.ts";
import type { DeployReport } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import type { RollbackRequest } from "./deploy-request.ts";
import { beginDeployment, resumeDeployment, undoUnfinished } from "./held-deployment.ts";
import { pastDeployments } from "./past-deployments.ts";
import { observe } from "./run-deployment.ts";
import type { EndedDeployment, HeldContext } from "./run-deployment.ts";
import { readUnfinished } from "./unfinished-deployment.ts";
import type { DeploymentProgress } from "./unfinished-deployment.ts";

/**
 * Goes back to the release before the serving one, or to the one named. A warm one gets all traffic with the first
 * step. After a rollback, another one goes further back and never forward onto the release that was left: only
 * `releaseQuery` does that. A deployment that was left unfinished is what there is to go back from: it is undone.
 */
export async function rollback(request: RollbackRequest): Promise<Result<DeployReport, DeployFailure>> {
  const problems = policyProblems(request.policy);
  if (problems.length > 0) return err({ kind: "invalid-policy", problems });
  const startedMs = request.clock.now();
  const { store, environmentName } = request;
  const held = await store.withLock(environmentName, `rollback ${environmentName}`, (lease) =>
    rollBackUnderLock({ context: request, lease }, request, startedMs),
  );
  return held.ok ? held.value : held;
}

/** What a rollback under the lock knows. */
interface HeldRollback {
  readonly held: HeldContext;
  readonly request: RollbackRequest;
  /** The release that was asked for by name. */
  readonly wanted: Release | undefined;
  readonly startedMs: number;
}

async function rollBackUnderLock(
  held: HeldContext,
  request: RollbackRequest,
  startedMs: number,
): Promise<Result<DeployReport, DeployFailure>> {
  const unfinished = await readUnfinished(request.store, request.environmentName);
  if (!unfinished.ok) return unfinished;
  const wanted = await findWanted(request);
  if (!wanted.ok) return wanted;
  const rollingBack = { held, request, wanted: wanted.value, startedMs };
  return unfinished.value === undefined ? rollBackNow(rollingBack) : rollBackFrom(unfinished.value, rollingBack);
}

async function rollBackNow({ held, request, wanted, startedMs }: HeldRollback) {
  const release = wanted === undefined ? await findPrevious(request) : ok(wanted);
  return release.ok ? beginDeployment(held, { intent: "roll-back", release: release.value, startedMs }) : release;
}

/** What was left unfinished decides: a rollback goes on; a deployment is undone, which is the rollback asked for. */
async function rollBackFrom(
  unfinished: DeploymentProgress,
  rollingBack: HeldRollback,
): Promise<Result<DeployReport, DeployFailure>> {
  const { held, request, wanted, startedMs } = rollingBack;
  const { intent, to, from } = unfinished.begun;
  const isSame = intent === "roll-back" && (wanted === undefined || wanted.id === to.id);
  if (isSame) return resumeDeployment(held, unfinished, startedMs);
  if (wanted === undefined && from === undefined) return err({ kind: "nothing-to-roll-back-to", leftBehind: [] });
  const undone = await undoUnfinished(held, unfinished, `rollback ${request.environmentName}`);
  if (!undone.ok) return undone;
  return wanted === undefined ? concludeUndone(undone.value, rollingBack) : rollBackNow(rollingBack);
}

async function concludeUndone(undone: EndedDeployment, { held, startedMs }: HeldRollback) {
  const concluded = await conclude(held, undone, { startedMs, isResumed: true });
  return concluded.ok ? ok({ ...concluded.value, intent: "roll-back" as const }) : concluded;
}

async function findWanted(request: RollbackRequest): Promise<Result<Release | undefined, DeployFailure>> {
  return request.releaseQuery === undefined ? ok(undefined) : request.store.findRelease(request.releaseQuery);
}

/** The release before the serving one: as the target runs it, else as it was recorded. */
async function findPrevious({
  store,
  environmentName,
  target,
}: RollbackRequest): Promise<Result<Release, DeployFailure>> {
  const history = await store.readHistory(environmentName);
  if (!history.ok) return history;
  const seen = await target.current();
  if (!seen.ok) return err({ kind: "target-failed", failure: seen.error });
  const serving = servingGroup(observe(seen.value))?.releaseId;
  const { previous, leftBehind } = rollbackCandidates(pastDeployments(history.value), serving);
  if (previous === undefined) return err({ kind: "nothing-to-roll-back-to", leftBehind });
  const warm = seen.value.groups.find((group) => group.release.id === previous);
  return warm === undefined ? store.findRelease(previous) : ok(warm.release);
}
