import { err } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { RunOptions, RunRefusal, RunSummary } from "./run-options.ts";

/**
 * Runs the selected jobs, restoring those whose fingerprint is known, and writes `.pipeline/runs/<id>`.
 * Prints nothing: listen. A failed job is not an error of this function: see `status` of the summary.
 */
export async function runPipeline(options: RunOptions): Promise<Result<RunSummary, RunRefusal>> {
  return err({ kind: "unknown-selection", name: options.selection.join(" ") });
}

/** One sentence a person can act on. */
export function describeRefusal(refusal: RunRefusal): string {
  return refusal.kind;
}
