import { checkPipeline } from "@ecommerce-cart/pipeline-model";
import type { Job } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { planRun } from "@ecommerce-cart/task-graph";
import type { FingerprintContext } from "./job-inputs.ts";
import { recordOutputs } from "./output-records.ts";
import { explainMiss, hasOpenOutcome, prepareJob, tokenOf, whyNotLookedUp } from "./prepared-job.ts";
import type { PreparedJob } from "./prepared-job.ts";
import type { ExplainOptions, RunRefusal } from "./run-options.ts";
import { openWorkspace } from "./run-session.ts";
import type { Workspace } from "./run-session.ts";

/** Why a job would run, or be restored, if a run began now. */
export interface JobExplanation {
  readonly job: string;
  readonly wouldRestore: boolean;
  /** One cause each: every changed file, variable and need, or why it is restored. */
  readonly causes: readonly string[];
  /** How long the work took last, in milliseconds, where it was ever done. */
  readonly lastDurationMs?: number;
}

/**
 * Says for one job, without running or changing anything, whether it would be restored and why or why not. Where it
 * needs a job whose outcome is open (an audit), it takes that one's present outputs.
 */
export async function explainJob(
  jobName: string,
  options: ExplainOptions,
): Promise<Result<JobExplanation, RunRefusal>> {
  const problems = checkPipeline(options.pipeline);
  if (problems.length > 0) return err({ kind: "invalid-pipeline", problems });
  const plan = planRun(options.pipeline, [jobName]);
  if (!plan.ok) return plan;
  const target = plan.value.find(({ job }) => job.name === jobName)?.job;
  if (target === undefined) return err({ kind: "unknown-selection", name: jobName });
  const workspace = openWorkspace(options);
  const jobs = plan.value.map(({ job }) => job);
  return ok(explainPrepared(prepareInOrder(jobs, target, { options, workspace }), workspace));
}

interface Explanation {
  readonly options: ExplainOptions;
  readonly workspace: Workspace;
}

function prepareInOrder(jobs: readonly Job[], target: Job, { options, workspace }: Explanation): PreparedJob {
  const context = workspace.snapshot(jobs);
  const tokens = new Map<string, string>();
  for (const job of jobs) {
    const prepared = prepare(job, tokens, context);
    if (job === target) return prepared;
    const outputs = hasOpenOutcome(job) ? recordOutputs(options.rootDirectory, job.outputs, workspace.hashes) : [];
    tokens.set(job.name, tokenOf(prepared, outputs));
  }
  throw new Error(`not in the plan: ${target.name}`);
}

function prepare(job: Job, tokens: ReadonlyMap<string, string>, context: FingerprintContext): PreparedJob {
  const needs = job.needs.map((need) => ({ job: need, token: tokens.get(need) ?? "" }));
  return prepareJob(job, needs, context);
}

function explainPrepared(prepared: PreparedJob, { cache, history }: Workspace): JobExplanation {
  const job = prepared.job.name;
  const lastDurationMs = history.last(job)?.durationMs;
  const common = lastDurationMs === undefined ? { job } : { job, lastDurationMs };
  const why = whyNotLookedUp(prepared, false);
  if (why !== undefined) return { ...common, wouldRestore: false, causes: [why] };
  const found = cache.find(prepared.job, prepared.fingerprint);
  if (found.ok) return { ...common, wouldRestore: true, causes: [`inputs unchanged since run ${found.value.runId}`] };
  return { ...common, wouldRestore: false, causes: explainMiss(prepared, found.error, { cache, history }) };
}
