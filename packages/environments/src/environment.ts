import type { GateFamily } from "@ecommerce-cart/pipeline-model";

/** Where a server is found. "embedded": the target starts its own. "variable": its URL is in a variable of the deploying process. */
export type ServerSource = { readonly kind: "embedded" } | { readonly kind: "variable"; readonly variable: string };

/** "none": the shop's in-process adapter serves. */
export type RedisSource = { readonly kind: "none" } | { readonly kind: "variable"; readonly variable: string };

/** How a deployment begins. */
export interface Trigger {
  /** "push": a push to a branch below; "approval": a push, then the approvals; "manual": a person's command alone. */
  readonly on: "push" | "approval" | "manual";
  /** Branches, with "*" for any text: ["develop"], ["release/*"]. */
  readonly branches: readonly string[];
}

/** Who must agree before a deployment. */
export interface Approval {
  /** 0: nobody. */
  readonly required: number;
  /** Groups that may approve. */
  readonly by: readonly string[];
}

/** Where releases run. Other targets join this union with their adapters. */
export interface EmbeddedTargetSettings {
  readonly kind: "embedded";
  /** The router's port. */
  readonly port: number;
}

/** A superset of the rollout package's policy: durations in milliseconds. */
export interface RolloutSettings {
  readonly strategy: "blue-green" | "rolling";
  readonly webCount: number;
  readonly workerCount: number;
  readonly maxUnavailable: number;
  /** How long the release before stays ready for a rollback. */
  readonly warmWindowMs: number;
  readonly healthDeadlineMs: number;
  readonly drainTimeoutMs: number;
}

/** One environment, as its file describes it. */
export interface Environment {
  readonly name: string;
  readonly purpose: string;
  /** Its public address, without a path. */
  readonly url: string;
  readonly access: readonly string[];
  /** What its data is: "mock", "anonymised", "production-like" or "production". */
  readonly data: "mock" | "anonymised" | "production-like" | "production";
  readonly trigger: Trigger;
  readonly approval: Approval;
  readonly target: EmbeddedTargetSettings;
  readonly rollout: RolloutSettings;
  readonly database: ServerSource;
  readonly redis: RedisSource;
  /** Connections per process, 1 to 100. */
  readonly databasePoolSize: number;
  /** How long a process finishes its requests after SIGTERM, in milliseconds. */
  readonly shutdownTimeoutMs: number;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error";
  readonly features: { readonly paymentProcessing: boolean; readonly emailNotifications: boolean };
  /** A gate of these families that fails, or is not measured, stops a deployment. */
  readonly requiredGates: readonly GateFamily[];
  /** What a wrong branch name or commit message does. */
  readonly branchPolicy: "warn" | "enforce";
}

/** Something wrong in an environment's file. `line` and `column` are 1-based. */
export interface EnvironmentProblem {
  readonly fileName: string;
  /** "rollout.web_count"; "" for the whole file. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what to write instead; never a secret. */
  readonly message: string;
}
