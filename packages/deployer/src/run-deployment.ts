import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { nextAction } from "@ecommerce-cart/rollout";
import type { Observation, RolloutAction, RolloutOutcome } from "@ecommerce-cart/rollout";
import type { Lease } from "@ecommerce-cart/state-store";
import type { DeployEvent, ReportedStep } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import type { DeploymentContext } from "./deploy-request.ts";
import type { JournalEntry } from "./journal-entry.ts";
import { toJson } from "./journal-entry.ts";
import { performAction } from "./perform-action.ts";
import type { TargetState } from "./target.ts";
import { foldEntry } from "./unfinished-deployment.ts";
import type { DeploymentProgress } from "./unfinished-deployment.ts";

/** A command at work: what it was given, and its hold on the environment. */
export interface HeldContext {
  readonly context: DeploymentContext;
  readonly lease: Lease;
}

/** How a deployment ended, and what this command did for it. */
export interface EndedDeployment {
  readonly outcome: RolloutOutcome;
  readonly progress: DeploymentProgress;
  /** The steps that this command took; `progress.steps` has those of the commands before it too. */
  readonly steps: readonly ReportedStep[];
}

/**
 * Takes a deployment to its end: look at the target, decide, write the step down, take it, mark it, and again. Stops with
 * "interrupted" between two steps when the signal fires, and with "lease-lost" when somebody took the lock over.
 */
export async function runDeployment(
  held: HeldContext,
  start: DeploymentProgress,
): Promise<Result<EndedDeployment, DeployFailure>> {
  let progress = start;
  for (;;) {
    const stopped = stopReason(held, progress);
    if (stopped !== undefined) return err(stopped);
    const seen = await held.context.target.current();
    if (!seen.ok) return err({ kind: "target-failed", failure: seen.error });
    const { state } = progress;
    const action = nextAction({ policy: progress.begun.policy, state, observation: observe(seen.value) });
    if (action.type === "finish")
      return ok({ outcome: action.outcome, progress, steps: progress.steps.slice(start.steps.length) });
    const taken = await takeStep(held, progress, { action, seen: seen.value });
    if (!taken.ok) return taken;
    progress = taken.value;
  }
}

/** A step, and what the target ran when it was decided. */
export interface DecidedStep {
  readonly action: RolloutAction;
  readonly seen: TargetState;
}

/** Takes one step: written before, marked after, told to the listener. */
export async function takeStep(
  held: HeldContext,
  progress: DeploymentProgress,
  { action, seen }: DecidedStep,
): Promise<Result<DeploymentProgress, DeployFailure>> {
  const { context, lease } = held;
  const { deploymentId, to, from } = progress.begun;
  const place = { deploymentId, step: progress.stepCount + 1, action };
  const startedMs = context.clock.now();
  const begun = await note(held, progress, { type: "step-started", ...place, at: isoTime(startedMs) });
  if (!begun.ok) return begun;
  const signal = AbortSignal.any([context.signal, lease.signal]);
  const releases = from === undefined ? [to] : [to, from];
  const performed = await performAction(action, { context, token: lease.token, signal, seen, releases });
  if (!performed.ok) return err(endingFailure(performed.error, lease));
  const outcome = performed.value;
  if (outcome.kind === "left") return err(stopReason(held, progress) ?? interrupted(progress));
  const durationMs = context.clock.now() - startedMs;
  const end = { type: "step-finished", ...place, outcome, durationMs, at: isoTime(context.clock.now()) } as const;
  const finished = await note(held, begun.value, end);
  if (finished.ok) tellMove(held, progress, { action, outcome, durationMs });
  return finished;
}

/** Writes an entry, tells it where it is an event, and folds it. */
async function note(
  { context, lease }: HeldContext,
  progress: DeploymentProgress,
  entry: Extract<JournalEntry, DeployEvent>,
): Promise<Result<DeploymentProgress, DeployFailure>> {
  const written = await context.store.appendJournal(context.environmentName, lease.token, toJson(entry));
  if (!written.ok) return written;
  context.onEvent(entry);
  return ok(foldEntry(progress, entry) ?? progress);
}

function tellMove({ context }: HeldContext, { begun }: DeploymentProgress, step: ReportedStep): void {
  const { action, durationMs } = step;
  const common = { deploymentId: begun.deploymentId, at: isoTime(context.clock.now()) };
  if (action.type === "roll-back") context.onEvent({ type: "rolling-back", ...common, reason: action.reason });
  if (action.type === "set-weights" && step.outcome.kind === "done")
    context.onEvent({ type: "traffic-switched", ...common, shares: action.shares, durationMs });
}

/** Why to stop between two steps; undefined to go on. */
function stopReason({ context, lease }: HeldContext, progress: DeploymentProgress): DeployFailure | undefined {
  if (lease.signal.aborted) return { kind: "lease-lost", token: lease.token };
  return context.signal.aborted ? interrupted(progress) : undefined;
}

function interrupted(progress: DeploymentProgress): DeployFailure {
  return { kind: "interrupted", deploymentId: progress.begun.deploymentId };
}

function endingFailure(failure: DeployFailure, lease: Lease): DeployFailure {
  const isStale = failure.kind === "target-failed" && failure.failure.kind === "stale-fencing-token";
  return isStale ? { kind: "lease-lost", token: lease.token } : failure;
}

/** What a rollout decides from, out of what the target says. */
export function observe(state: TargetState): Observation {
  return {
    groups: state.groups.map(({ release, webCount, healthyCount, weightPercent, inFlightCount }) => ({
      releaseId: release.id,
      webCount,
      healthyCount,
      weightPercent,
      inFlightCount,
    })),
  };
}

/** Milliseconds since 1970 as ISO 8601, UTC. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
