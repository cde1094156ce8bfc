import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import { servingGroup } from "@ecommerce-cart/rollout";
import type { RolloutOutcome } from "@ecommerce-cart/rollout";
import type { DeploymentRow } from "@ecommerce-cart/state-store";
import type { DeployReport, ReportedStep } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import type { BegunEntry } from "./journal-entry.ts";
import { isoTime, observe } from "./run-deployment.ts";
import type { EndedDeployment, HeldContext } from "./run-deployment.ts";
import type { TargetState } from "./target.ts";

/** When this command began, and whether an earlier one had begun its deployment. */
export interface CommandStart {
  readonly startedMs: number;
  readonly isResumed: boolean;
}

/**
 * Ends a deployment in the books: history first, then its journal is closed. A kill in between leaves it unfinished with
 * nothing left to do: the next command tells the end again, and the history, which knows its ids, keeps it once.
 */
export async function recordEnd(
  { context, lease }: HeldContext,
  { outcome, progress }: EndedDeployment,
): Promise<Result<void, DeployFailure>> {
  const { store, environmentName } = context;
  const end = { outcome, steps: progress.steps, at: isoTime(context.clock.now()) };
  const recorded = await store.appendHistory(environmentName, historyRow(progress.begun, end));
  return recorded.ok ? store.closeJournal(environmentName, lease.token) : recorded;
}

/** The command's answer to how its deployment ended. Tells "deployment-finished" where there is a report. */
export async function conclude(
  { context }: HeldContext,
  ended: EndedDeployment,
  start: CommandStart,
): Promise<Result<DeployReport, DeployFailure>> {
  const { outcome, progress } = ended;
  const { intent, to } = progress.begun;
  if (outcome.kind === "gave-up") {
    const serving = await releaseServing(context.target.current());
    return err({ kind: "gave-up", reason: outcome.reason, ...(serving && { serving }) });
  }
  if (outcome.kind === "undone" && intent === "roll-back")
    return err({ kind: "rollback-failed", reason: outcome.reason, to: to.id });
  const report = makeReport(ended, start, context.clock.now());
  context.onEvent({ type: "deployment-finished", at: isoTime(context.clock.now()), report });
  return ok(report);
}

/** The report of a command that found its release serving already. */
export function unchangedReport(intent: DeployReport["intent"], serving: Release, totalMs: number): DeployReport {
  return { outcome: "unchanged", intent, deploymentId: "", serving, to: serving, isResumed: false, steps: [], totalMs };
}

/** The release that has all traffic; undefined where none has. */
export function fullyServing(state: TargetState): Release | undefined {
  return state.groups.find((group) => group.weightPercent === 100)?.release;
}

function makeReport({ outcome, progress, steps }: EndedDeployment, start: CommandStart, nowMs: number): DeployReport {
  const { begun } = progress;
  const serving = outcome.kind === "completed" ? begun.to : begun.from;
  const isDeployed = outcome.kind === "completed" && begun.intent === "deploy";
  return {
    outcome: isDeployed ? "deployed" : "rolled-back",
    intent: begun.intent,
    deploymentId: begun.deploymentId,
    ...(serving && { serving }),
    to: begun.to,
    ...(begun.from && { from: begun.from }),
    ...(outcome.kind === "undone" && { reason: outcome.reason }),
    isResumed: start.isResumed,
    steps,
    ...moveTimes(steps),
    totalMs: nowMs - start.startedMs,
  };
}

function historyRow(
  begun: BegunEntry,
  end: { readonly outcome: RolloutOutcome; readonly steps: readonly ReportedStep[]; readonly at: string },
): DeploymentRow {
  const completed = begun.intent === "deploy" ? "deployed" : "rolled-back";
  const { switchMs, drainMs } = moveTimes(end.steps);
  return {
    deploymentId: begun.deploymentId,
    intent: begun.intent,
    release: begun.to.id,
    ...(begun.from && { from: begun.from.id }),
    strategy: begun.policy.strategy,
    outcome: end.outcome.kind === "completed" ? completed : end.outcome.kind,
    ...(end.outcome.kind !== "completed" && { reason: end.outcome.reason.detail }),
    who: begun.who,
    startedAt: begun.at,
    finishedAt: end.at,
    ...(switchMs !== undefined && { switchMs }),
    ...(drainMs !== undefined && { drainMs }),
  };
}

/** How long the last switch and the last drain took, and what the drain left open. */
function moveTimes(steps: readonly ReportedStep[]): Pick<DeployReport, "switchMs" | "drainMs" | "remainingAfterDrain"> {
  const lastSwitch = steps.findLast((step) => step.action.type === "set-weights");
  const lastDrain = steps.findLast((step) => step.action.type === "drain");
  return {
    ...(lastSwitch && { switchMs: lastSwitch.durationMs }),
    ...(lastDrain && { drainMs: lastDrain.durationMs }),
    ...(lastDrain?.outcome.kind === "timed-out" && { remainingAfterDrain: lastDrain.outcome.remaining }),
  };
}

async function releaseServing(current: Promise<Result<TargetState, unknown>>): Promise<Release | undefined> {
  const state = await current;
  if (!state.ok) return undefined;
  const serving = servingGroup(observe(state.value));
  return state.value.groups.find((group) => group.release.id === serving?.releaseId)?.release;
}
