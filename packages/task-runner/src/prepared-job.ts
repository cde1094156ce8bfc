import type { Job } from "@ecommerce-cart/pipeline-model";
import { explainDifference, fingerprintOf, summariseCauses } from "@ecommerce-cart/task-graph";
import type { Fingerprint, FingerprintInputs, InputNeed } from "@ecommerce-cart/task-graph";
import { sha256 } from "./content-digest.ts";
import { describeDuration } from "./describe-duration.ts";
import { digestOfOutputs } from "./job-cache.ts";
import type { CacheMiss, JobCache } from "./job-cache.ts";
import type { JobHistory, LastEnd } from "./job-history.ts";
import { gatherInputs } from "./job-inputs.ts";
import type { FingerprintContext } from "./job-inputs.ts";
import type { OutputRecord } from "./output-records.ts";

/** A job with everything that decides it. */
export interface PreparedJob {
  readonly job: Job;
  readonly inputs: FingerprintInputs;
  readonly fingerprint: Fingerprint;
  /** What could not be read; where there is any, nothing is restored or stored. */
  readonly unreadable: readonly string[];
}

/** Gathers a job's inputs and computes its fingerprint. */
export function prepareJob(job: Job, needs: readonly InputNeed[], context: FingerprintContext): PreparedJob {
  const { inputs, unreadable } = gatherInputs(job, needs, context);
  return { job, inputs, unreadable, fingerprint: fingerprintOf(inputs, sha256) };
}

/** True when the outputs of a job do not follow from its fingerprint, so that a digest of them goes into its token. */
export function hasOpenOutcome(job: Job): boolean {
  return (!job.isRestorable || job.freshForMs !== undefined) && job.outputs.length > 0;
}

/** What stands for a job in the fingerprints of those that need it. */
export function tokenOf({ job, fingerprint }: PreparedJob, outputs: readonly OutputRecord[]): string {
  return hasOpenOutcome(job) ? `${fingerprint} ${digestOfOutputs(outputs)}` : fingerprint;
}

/** Why a job is not even looked up in the cache; undefined when it is. */
export function whyNotLookedUp({ job, unreadable }: PreparedJob, isForced: boolean): string | undefined {
  if (!job.isRestorable) return "never restored";
  if (isForced) return "forced";
  return unreadable[0] === undefined ? undefined : `cannot read ${unreadable[0]}`;
}

/** Where the explanation of a miss is looked up. */
export interface Memory {
  readonly cache: JobCache;
  readonly history: JobHistory;
}

/** Why nothing was restored for a job that was looked up: one cause or, where inputs changed, all of them. */
export function explainMiss(prepared: PreparedJob, miss: CacheMiss, memory: Memory): readonly string[] {
  const { freshForMs = 0 } = prepared.job;
  if (miss.kind === "damaged") return [`the stored result is damaged (${miss.what})`];
  if (miss.kind === "expired")
    return [`its answer is ${describeDuration(miss.ageMs)} old, and fresh for ${describeDuration(freshForMs)}`];
  const last = memory.history.last(prepared.job.name);
  if (last === undefined) return ["no earlier run"];
  if (last.fingerprint === prepared.fingerprint) return [explainUnchanged(last)];
  const before = memory.cache.recallInputs(last.fingerprint);
  const causes = before === undefined ? [] : explainDifference(before, prepared.inputs);
  return causes.length === 0 ? [`inputs changed since run ${last.runId}`] : causes;
}

/** The cause in one line, for `job-started`. */
export function summariseMiss(prepared: PreparedJob, miss: CacheMiss, memory: Memory): string {
  return summariseCauses(explainMiss(prepared, miss, memory));
}

function explainUnchanged(last: LastEnd): string {
  if (last.status === "passed" || last.status === "restored") return "nothing changed, but its result is not stored";
  return `${last.status === "not-measured" ? "not measured" : last.status} in run ${last.runId}`;
}
