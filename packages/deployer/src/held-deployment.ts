import { randomBytes } from "node:crypto";
import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import { startRollout } from "@ecommerce-cart/rollout";
import { conclude, fullyServing, recordEnd, unchangedReport } from "./conclude-deployment.ts";
import type { CommandStart } from "./conclude-deployment.ts";
import type { DeployReport } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import { toJson } from "./journal-entry.ts";
import type { BegunEntry } from "./journal-entry.ts";
import { isoTime, observe, runDeployment, takeStep } from "./run-deployment.ts";
import type { EndedDeployment, HeldContext } from "./run-deployment.ts";
import type { TargetState } from "./target.ts";
import { progressAtStart } from "./unfinished-deployment.ts";
import type { DeploymentProgress } from "./unfinished-deployment.ts";

/** What a command is after. */
export interface Goal {
  readonly intent: "deploy" | "roll-back";
  readonly release: Release;
  /** When the command began, in milliseconds since 1970. */
  readonly startedMs: number;
}

/** Begins a deployment and takes it to its end; nothing is begun where the release serves already. */
export async function beginDeployment(held: HeldContext, goal: Goal): Promise<Result<DeployReport, DeployFailure>> {
  const { context, lease } = held;
  const seen = await context.target.current();
  if (!seen.ok) return { ok: false, error: { kind: "target-failed", failure: seen.error } };
  const serving = fullyServing(seen.value);
  if (serving?.digest === goal.release.digest)
    return ok(unchangedReport(goal.intent, serving, context.clock.now() - goal.startedMs));
  const begun = makeBegun(held, goal, seen.value);
  const written = await context.store.appendJournal(context.environmentName, lease.token, toJson(begun));
  if (!written.ok) return written;
  tellStart(held, begun, false);
  return carryThrough(held, progressAtStart(begun), { startedMs: goal.startedMs, isResumed: false });
}

/** Goes on with a deployment that an earlier command left, under the policy of this one. */
export async function resumeDeployment(
  held: HeldContext,
  unfinished: DeploymentProgress,
  startedMs: number,
): Promise<Result<DeployReport, DeployFailure>> {
  tellUnfinished(held, unfinished, "resume");
  const begun = { ...unfinished.begun, policy: held.context.policy };
  tellStart(held, begun, true);
  return carryThrough(held, { ...unfinished, begun }, { startedMs, isResumed: true });
}

/** Takes a deployment back that an earlier command left, because this one is after something else. */
export async function undoUnfinished(
  held: HeldContext,
  unfinished: DeploymentProgress,
  supersededBy: string,
): Promise<Result<EndedDeployment, DeployFailure>> {
  tellUnfinished(held, unfinished, "undo");
  const turned = await turnRound(held, unfinished, supersededBy);
  if (!turned.ok) return turned;
  const ended = await runDeployment(held, turned.value);
  if (!ended.ok) return ended;
  const recorded = await recordEnd(held, ended.value);
  return recorded.ok ? ended : recorded;
}

async function turnRound(
  held: HeldContext,
  unfinished: DeploymentProgress,
  supersededBy: string,
): Promise<Result<DeploymentProgress, DeployFailure>> {
  if (unfinished.state.undoReason !== undefined) return ok(unfinished);
  const detail = `it was left unfinished, and "${supersededBy}" came after it`;
  const action = { type: "roll-back", reason: { kind: "superseded", detail } } as const;
  return takeStep(held, unfinished, { action, seen: { groups: [] } });
}

async function carryThrough(
  held: HeldContext,
  progress: DeploymentProgress,
  start: CommandStart,
): Promise<Result<DeployReport, DeployFailure>> {
  const ended = await runDeployment(held, progress);
  if (!ended.ok) return ended;
  const recorded = await recordEnd(held, ended.value);
  return recorded.ok ? conclude(held, ended.value, start) : recorded;
}

function makeBegun({ context, lease }: HeldContext, { intent, release }: Goal, seen: TargetState): BegunEntry {
  const start = startRollout(intent, release.id, observe(seen));
  const from = seen.groups.find((group) => group.release.id === start.from)?.release;
  const at = isoTime(context.clock.now());
  return {
    type: "begun",
    deploymentId: `${at.replaceAll(/[-:]/g, "").slice(0, 15)}-${randomBytes(3).toString("hex")}`,
    intent,
    to: release,
    ...(from && { from }),
    fromWebCount: start.fromWebCount,
    toWebCount: start.toWebCount,
    policy: context.policy,
    who: `${lease.holder.user}@${lease.holder.host}`,
    at,
  };
}

function tellStart({ context }: HeldContext, begun: BegunEntry, isResumed: boolean): void {
  context.onEvent({
    type: "deployment-started",
    at: isoTime(context.clock.now()),
    deploymentId: begun.deploymentId,
    intent: begun.intent,
    release: begun.to,
    ...(begun.from && { from: begun.from }),
    strategy: begun.policy.strategy,
    isResumed,
  });
}

function tellUnfinished({ context }: HeldContext, { begun }: DeploymentProgress, plan: "resume" | "undo"): void {
  context.onEvent({
    type: "unfinished-found",
    at: isoTime(context.clock.now()),
    deploymentId: begun.deploymentId,
    intent: begun.intent,
    release: begun.to,
    plan,
  });
}
