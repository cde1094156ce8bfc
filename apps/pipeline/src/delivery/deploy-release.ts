import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { deploy, describeDeployFailure, describeTargetFailure, rollback } from "@ecommerce-cart/deployer";
import type { DeployEvent, DeployFailure, DeploymentContext, DeployReport, Target } from "@ecommerce-cart/deployer";
import type { Environment } from "@ecommerce-cart/environments";
import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import type { Release } from "@ecommerce-cart/release";
import { policyWith } from "@ecommerce-cart/rollout";
import { FileStateStore } from "@ecommerce-cart/state-store";
import type { LockPatience } from "@ecommerce-cart/state-store";
import { CommandFailure } from "../command-failure.ts";
import { withSeeding } from "./seeding-target.ts";
import { runSmokeTest, verifyAddresses } from "./verify-release.ts";

/** Where and how to deploy. */
export interface Delivery {
  readonly rootDirectory: string;
  readonly environment: Environment;
  readonly target: Target;
  /** Where the router serves. */
  readonly url: string;
  /** Replaces the environment's strategy. */
  readonly strategy?: "blue-green" | "rolling";
  readonly onEvent: (event: DeployEvent) => void;
  readonly log: (line: string) => void;
  /** With another command that deploys to this environment. */
  readonly patience: LockPatience;
  readonly signal: AbortSignal;
}

/** The records, journals and locks of this checkout. */
export function openStore(rootDirectory: string, patience: LockPatience = { waitMs: 0 }): FileStateStore {
  return new FileStateStore(join(rootDirectory, ".data"), { patience });
}

/** Brings a release onto the environment. Throws CommandFailure, with its exit code, when it does not serve in the end. */
export async function deployRelease(delivery: Delivery, release: Release): Promise<DeployReport> {
  const report = await deploy({ ...contextOf(delivery), release });
  if (!report.ok) throw failureOf(report.error, delivery.signal);
  const { outcome, reason } = report.value;
  if (outcome === "rolled-back")
    throw new CommandFailure(
      `rolled back by itself: ${reason?.detail ?? "no reason was given"}`,
      EXIT_CODES["rolled-back"],
    );
  if (outcome === "unchanged") await untilServing(delivery, report.value.serving ?? release);
  return report.value;
}

/** The release that had the traffic already may have been started a moment ago, with its environment, and fail at it. */
async function untilServing({ target, environment }: Delivery, serving: Release): Promise<void> {
  const waited = await target.waitUntilHealthy(serving.id, environment.rollout.healthDeadlineMs);
  if (waited.ok) return;
  const advice =
    waited.error.kind === "did-not-become-healthy"
      ? `\nWhere its bundle was changed, delete ${serving.bundlePath} and run this again: it is made anew.`
      : "";
  throw new CommandFailure(`${describeTargetFailure(waited.error)}${advice}`, EXIT_CODES.failed);
}

/** Sends traffic back. `releaseQuery` left out: to the release before. */
export async function rollBack(delivery: Delivery, releaseQuery: string | undefined): Promise<DeployReport> {
  const report = await rollback({ ...contextOf(delivery), ...(releaseQuery === undefined ? {} : { releaseQuery }) });
  if (!report.ok) throw failureOf(report.error, delivery.signal);
  return report.value;
}

function contextOf(delivery: Delivery): DeploymentContext {
  const { rootDirectory, environment, url, log } = delivery;
  const { strategy, webCount, maxUnavailable, healthDeadlineMs, drainTimeoutMs } = environment.rollout;
  return {
    target: environment.data === "mock" ? withSeeding(delivery.target) : delivery.target,
    store: openStore(rootDirectory, delivery.patience),
    environmentName: environment.name,
    policy: policyWith({
      strategy: delivery.strategy ?? strategy,
      webCount,
      maxUnavailable,
      healthDeadlineMs,
      drainTimeoutMs,
    }),
    verifyDirect: verifyAddresses,
    verifyServing: (_release, signal) => runSmokeTest({ rootDirectory, url, log, signal }),
    onEvent: delivery.onEvent,
    clock: { now: () => Date.now(), sleep: sleepUntil },
    signal: delivery.signal,
  };
}

async function sleepUntil(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => undefined);
}

const REFUSED: readonly DeployFailure["kind"][] = ["locked", "lease-lost", "nothing-to-roll-back-to"];
const MISUSED: readonly DeployFailure["kind"][] = ["unknown-release", "ambiguous-release", "invalid-policy"];

function failureOf(failure: DeployFailure, signal: AbortSignal): CommandFailure {
  const isGivenUp = failure.kind === "locked" && signal.aborted;
  return new CommandFailure(describeDeployFailure(failure), exitCodeOf(isGivenUp ? "interrupted" : failure.kind));
}

function exitCodeOf(kind: DeployFailure["kind"]): number {
  if (kind === "interrupted") return EXIT_CODES.interrupted;
  if (REFUSED.includes(kind)) return EXIT_CODES.refused;
  return MISUSED.includes(kind) ? EXIT_CODES.usage : EXIT_CODES.failed;
}
