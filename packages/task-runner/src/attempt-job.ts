import { rmSync } from "node:fs";
import { join } from "node:path";
import { statusFromVerdicts } from "@ecommerce-cart/pipeline-model";
import type { Job, JobContext, JobStatus, Verdict } from "@ecommerce-cart/pipeline-model";
import { unreachable } from "@ecommerce-cart/result";
import { describeDuration } from "./describe-duration.ts";
import { commandEnvironment } from "./job-environment.ts";
import type { Variables } from "./job-environment.ts";
import type { JobLog } from "./job-log.ts";
import { normaliseOutput } from "./output-records.ts";
import type { ProcessGroups } from "./process-groups.ts";
import { runCommand } from "./run-command.ts";
import type { CommandEnd } from "./run-command.ts";
import { runFunction } from "./run-function.ts";
import type { FunctionEnd } from "./run-function.ts";

/** How the work of a job ended. */
export interface JobEnd {
  readonly status: Exclude<JobStatus, "restored">;
  readonly reason?: string;
  readonly verdicts: readonly Verdict[];
  /** What a failed function job asks the process to exit with. */
  readonly exitCode?: number;
}

/** What an attempt needs. */
export interface AttemptRequest {
  readonly job: Job;
  /** Its signal is that of the run; an attempt adds its timeout. */
  readonly context: JobContext;
  readonly variables: Variables;
  readonly log: JobLog;
  readonly groups: ProcessGroups;
  readonly killGraceMs: number;
}

/** Does the work of a job, as often as its definition allows, each time with its outputs removed first. */
export async function attemptJob(request: AttemptRequest): Promise<JobEnd> {
  const attemptCount = request.job.retries + 1;
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) request.log.write(`attempt ${attempt} of ${attemptCount}`);
    removeOutputs(request);
    const end = await attemptOnce(request);
    if (end.status !== "failed" || attempt === attemptCount) return end;
    request.log.write(`attempt ${attempt} failed: ${end.reason ?? ""}`);
  }
}

/** What an earlier run left there would be stored as if this one had made it. */
function removeOutputs({ job, context }: AttemptRequest): void {
  for (const output of job.outputs)
    rmSync(join(context.rootDirectory, normaliseOutput(output)), { recursive: true, force: true });
}

async function attemptOnce(request: AttemptRequest): Promise<JobEnd> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), request.job.timeoutMs);
  const signal = AbortSignal.any([request.context.signal, timeout.signal]);
  try {
    const end = await act(request, signal);
    if (end !== "stopped") return end;
  } finally {
    clearTimeout(timer);
  }
  if (request.context.signal.aborted) return { status: "interrupted", reason: "interrupted", verdicts: [] };
  return failed(`timed out after ${describeDuration(request.job.timeoutMs)}`);
}

async function act(request: AttemptRequest, signal: AbortSignal): Promise<JobEnd | "stopped"> {
  const { job, context, log, groups, killGraceMs, variables } = request;
  if (job.action.kind === "function")
    return endOfFunction(await runFunction(job.action, { ...context, signal }, killGraceMs));
  const environment = commandEnvironment(context.rootDirectory, variables, context.environment);
  const { command } = job.action;
  const directory = context.rootDirectory;
  return endOfCommand(await runCommand({ command, directory, environment, log, groups, signal, killGraceMs }));
}

function endOfCommand(end: CommandEnd): JobEnd | "stopped" {
  switch (end.kind) {
    case "exited":
      return end.code === 0 ? { status: "passed", verdicts: [] } : failed(`exited with ${end.code}`);
    case "signalled":
      return failed(`ended by ${end.signal}`);
    case "not-started":
      return failed(`could not be started: ${end.message}`);
    case "stopped":
      return "stopped";
    default:
      return unreachable(end);
  }
}

function endOfFunction(end: FunctionEnd): JobEnd | "stopped" {
  switch (end.kind) {
    case "passed":
      return endFromVerdicts(end.verdicts ?? [], end.note);
    case "skipped":
      return { status: "skipped", reason: end.note, verdicts: [] };
    case "failed":
      return { ...failed(end.reason), ...(end.exitCode === undefined ? {} : { exitCode: end.exitCode }) };
    case "stopped":
      return "stopped";
    default:
      return unreachable(end);
  }
}

function endFromVerdicts(verdicts: readonly Verdict[], note: string | undefined): JobEnd {
  const status = statusFromVerdicts(verdicts);
  const blocking = status === "failed" ? "fail" : "not-measured";
  const culprits = verdicts.filter((verdict) => verdict.isRequired && verdict.status === blocking);
  const reason = status === "passed" ? note : culprits.map(({ gate, reason: why }) => `${gate}: ${why}`).join("; ");
  return { status, verdicts, ...(reason === undefined ? {} : { reason }) };
}

function failed(reason: string): JobEnd {
  return { status: "failed", reason, verdicts: [] };
}
