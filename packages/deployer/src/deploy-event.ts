import type { Release } from "@ecommerce-cart/release";
import type { RollBackReason, RolloutAction, StepOutcome, Strategy, WeightShare } from "@ecommerce-cart/rollout";

interface At {
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** An earlier command was cut off. "resume": it was after the same, and goes on. "undo": it is taken back first. */
export interface UnfinishedFound extends At {
  readonly type: "unfinished-found";
  readonly deploymentId: string;
  readonly intent: "deploy" | "roll-back";
  readonly release: Release;
  readonly plan: "resume" | "undo";
}

export interface DeploymentStarted extends At {
  readonly type: "deployment-started";
  readonly deploymentId: string;
  readonly intent: "deploy" | "roll-back";
  readonly release: Release;
  /** Left out where nothing serves yet. */
  readonly from?: Release;
  readonly strategy: Strategy;
  readonly isResumed: boolean;
}

export interface StepStarted extends At {
  readonly type: "step-started";
  readonly deploymentId: string;
  /** 1-based, within the deployment. */
  readonly step: number;
  readonly action: RolloutAction;
}

export interface StepFinished extends At {
  readonly type: "step-finished";
  readonly deploymentId: string;
  readonly step: number;
  readonly action: RolloutAction;
  readonly outcome: StepOutcome;
  readonly durationMs: number;
}

/** Traffic has moved. `durationMs`: from the request to the router until it had answered. */
export interface TrafficSwitched extends At {
  readonly type: "traffic-switched";
  readonly deploymentId: string;
  readonly shares: readonly WeightShare[];
  readonly durationMs: number;
}

/** The deployment has turned round. */
export interface RollingBack extends At {
  readonly type: "rolling-back";
  readonly deploymentId: string;
  readonly reason: RollBackReason;
}

export interface DeploymentFinished extends At {
  readonly type: "deployment-finished";
  readonly report: DeployReport;
}

/** What a deployment tells while it runs: for the terminal, the log and the report. */
export type DeployEvent =
  | UnfinishedFound
  | DeploymentStarted
  | StepStarted
  | StepFinished
  | TrafficSwitched
  | RollingBack
  | DeploymentFinished;

/** One step that this command took. */
export interface ReportedStep {
  readonly action: RolloutAction;
  readonly outcome: StepOutcome;
  readonly durationMs: number;
}

/**
 * How a command ended. `deployed`: the release asked for serves. `unchanged`: it served already. `rolled-back`: for
 * intent "deploy", it was undone by itself, `reason` says why; for intent "roll-back", what was asked for was done.
 */
export interface DeployReport {
  readonly outcome: "deployed" | "unchanged" | "rolled-back";
  readonly intent: "deploy" | "roll-back";
  readonly deploymentId: string;
  /** The release that serves now; left out where the first deployment was undone. */
  readonly serving?: Release;
  /** The release asked for. */
  readonly to: Release;
  /** The release that served before. */
  readonly from?: Release;
  readonly reason?: RollBackReason;
  readonly isResumed: boolean;
  readonly steps: readonly ReportedStep[];
  /** The last traffic switch; left out where there was none in this command. */
  readonly switchMs?: number;
  readonly drainMs?: number;
  /** Requests and streams still open when the last drain's time was up. */
  readonly remainingAfterDrain?: number;
  readonly totalMs: number;
}
