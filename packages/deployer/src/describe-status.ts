import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { rollbackCandidates, servingGroup } from "@ecommerce-cart/rollout";
import type { DamagedFile, DeploymentRow, Locked, StateStore } from "@ecommerce-cart/state-store";
import { pastDeployments } from "./past-deployments.ts";
import { observe } from "./run-deployment.ts";
import type { ReleaseGroup, Target, TargetFailure, TargetState } from "./target.ts";
import { readUnfinished } from "./unfinished-deployment.ts";
import type { DeploymentProgress } from "./unfinished-deployment.ts";

/** What a status is asked of. */
export interface StatusRequest {
  readonly target: Target;
  readonly store: StateStore;
  readonly environmentName: string;
  /** How many past deployments to show. Default 10. */
  readonly historyCount?: number;
}

/** A deployment that a killed or interrupted command left; the next command resumes or undoes it. */
export interface UnfinishedStatus {
  readonly deploymentId: string;
  readonly intent: "deploy" | "roll-back";
  readonly release: Release;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly stepsFinished: number;
}

/** How an environment stands. */
export interface EnvironmentStatus {
  readonly environmentName: string;
  /** Newest last; empty when nothing is deployed, or the target cannot be asked: see `targetFailure`. */
  readonly groups: readonly ReleaseGroup[];
  readonly targetFailure?: TargetFailure;
  /** The group with the largest share. */
  readonly serving?: ReleaseGroup;
  readonly unfinished?: UnfinishedStatus;
  /** Who is deploying now. */
  readonly lock?: Locked;
  /** Where `rollback` would go. */
  readonly rollbackTo?: ReleaseId;
  /** Newest first. */
  readonly history: readonly DeploymentRow[];
}

/** Looks at an environment without touching it. A target that cannot be asked is part of the answer. */
export async function describeStatus(request: StatusRequest): Promise<Result<EnvironmentStatus, DamagedFile>> {
  const { target, store, environmentName, historyCount = 10 } = request;
  const unfinished = await readUnfinished(store, environmentName);
  if (!unfinished.ok) return unfinished;
  const lock = await store.lockHolder(environmentName);
  if (!lock.ok) return lock;
  const history = await store.readHistory(environmentName);
  if (!history.ok) return history;
  const running = describeRunning(await target.current());
  const { previous } = rollbackCandidates(pastDeployments(history.value), running.serving?.release.id);
  return ok({
    environmentName,
    ...running,
    ...(unfinished.value && { unfinished: describeUnfinished(unfinished.value) }),
    ...(lock.value && { lock: lock.value }),
    ...(previous && { rollbackTo: previous }),
    history: history.value.toReversed().slice(0, historyCount),
  });
}

function describeUnfinished({ begun, steps }: DeploymentProgress): UnfinishedStatus {
  const { deploymentId, intent, to: release, at: since } = begun;
  return { deploymentId, intent, release, since, stepsFinished: steps.length };
}

function describeRunning(
  current: Result<TargetState, TargetFailure>,
): Pick<EnvironmentStatus, "groups" | "serving" | "targetFailure"> {
  if (!current.ok) return { groups: [], targetFailure: current.error };
  const { groups } = current.value;
  const servingId = servingGroup(observe(current.value))?.releaseId;
  const serving = groups.find((group) => group.release.id === servingId);
  return { groups, ...(serving && { serving }) };
}
