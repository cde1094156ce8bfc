import type { ReleaseId } from "@ecommerce-cart/release";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import type { EnvironmentFailure } from "../environment-failure.ts";

/** One process of a release. */
export interface InstanceStatus {
  readonly releaseId: ReleaseId;
  readonly role: "web" | "worker";
  /** From 1 within its role. */
  readonly slot: number;
  readonly pid: number;
  /** Left out until it listens. A worker's answers health and metrics only. */
  readonly port?: number;
  /** Web: its last check passed. Worker: it runs. */
  readonly isHealthy: boolean;
  readonly isStopping: boolean;
}

/** What an environment runs now. */
export interface EnvironmentStatus {
  readonly name: string;
  readonly supervisor: ProcessIdentity;
  /** The database and the router serve; releases may be staged. */
  readonly isReady: boolean;
  /** Where the shop is reached: "http://127.0.0.1:3000". Left out until the router listens. */
  readonly url?: string;
  readonly router?: { readonly pid: number; readonly port: number; readonly controlPort: number };
  /** Left out with a database of yours. */
  readonly postgres?: { readonly pid: number; readonly port: number };
  readonly instances: readonly InstanceStatus[];
  /** What keeps the environment from being ready, or from what was asked; empty when all is well. */
  readonly problems: readonly EnvironmentFailure[];
}
