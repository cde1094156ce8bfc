import type { CiSettings } from "@ecommerce-cart/ci-generators";
import type { BranchTrigger, Pipeline } from "@ecommerce-cart/pipeline-model";
import type { Gate } from "@ecommerce-cart/quality-gates";

/** How the command line was started. Filled by scripts/launch.cjs. */
export interface Launch {
  /** What stands behind `./pipeline`. */
  readonly argv: readonly string[];
  /** The checkout, absolute, without a trailing slash. */
  readonly rootDirectory: string;
  /** Where the compiled command line, supervisor and router are; absolute. */
  readonly compiledDirectory: string;
  /** Digest of the compiled code: part of the fingerprint of every function job. */
  readonly engineDigest: string;
  /** When the process began, in milliseconds since the epoch. */
  readonly startedAtMs: number;
}

/** What every command gets. */
export interface Invocation extends Launch {
  readonly pipeline: Pipeline;
  readonly ci: CiSettings;
  /** Every gate of the pipeline, as data. */
  readonly gates: readonly Gate[];
  /** What a push to a branch starts. */
  readonly branchTriggers: readonly BranchTrigger[];
}
