import type { Result } from "@ecommerce-cart/result";
import { err } from "@ecommerce-cart/result";
import type { RunOptions, RunRefusal } from "./run-options.ts";

/** Why a job would run, or be restored, if a run began now. */
export interface JobExplanation {
  readonly job: string;
  readonly wouldRestore: boolean;
  /** One cause per line, the first being what `job-started` would say. */
  readonly causes: readonly string[];
}

/** What `explainJob` looks at. */
export type ExplainOptions = Pick<
  RunOptions,
  "pipeline" | "rootDirectory" | "processEnvironment" | "engineDigest" | "now"
>;

/** Says for one job, without running anything, whether it would be restored and why or why not. */
export async function explainJob(
  jobName: string,
  _options: ExplainOptions,
): Promise<Result<JobExplanation, RunRefusal>> {
  return err({ kind: "unknown-selection", name: jobName });
}
