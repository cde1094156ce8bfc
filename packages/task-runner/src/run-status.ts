import { EXIT_CODES, exitCodeFor } from "@ecommerce-cart/pipeline-model";
import type { RunStatus } from "@ecommerce-cart/pipeline-model";
import type { EndedJob } from "./schedule-jobs.ts";

/** What a run is, and what its process exits with. */
export interface RunVerdict {
  readonly status: RunStatus;
  readonly exitCode: number;
}

/** What a function job may ask for by the `exitCode` of its failure; any other is an ordinary failure. */
const ASKED_STATUS: ReadonlyMap<number, RunStatus> = new Map([
  [EXIT_CODES["rolled-back"], "rolled-back"],
  [EXIT_CODES["waiting-for-approval"], "refused"],
  [EXIT_CODES.refused, "refused"],
]);

/**
 * An interrupt outweighs a failure, a failure what was not measured; advisory jobs count for nothing. Where all failed
 * jobs ask for one special exit code, that is the run's.
 */
export function runVerdict(ended: readonly EndedJob[], isInterrupted: boolean): RunVerdict {
  if (isInterrupted) return withCode("interrupted");
  const required = ended.filter(({ finished }) => !finished.isAdvisory);
  const failed = required.filter(({ finished }) => finished.status === "failed");
  if (failed.length > 0) return verdictOfFailures(failed);
  return withCode(required.some(({ finished }) => finished.status === "not-measured") ? "not-measured" : "passed");
}

function verdictOfFailures(failed: readonly EndedJob[]): RunVerdict {
  const [asked, ...others] = new Set(failed.map(({ exitCode }) => exitCode ?? EXIT_CODES.failed));
  const status = asked === undefined || others.length > 0 ? undefined : ASKED_STATUS.get(asked);
  return status === undefined || asked === undefined ? withCode("failed") : { status, exitCode: asked };
}

function withCode(status: RunStatus): RunVerdict {
  return { status, exitCode: exitCodeFor(status) };
}
