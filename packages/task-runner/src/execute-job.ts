import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { explainDifference, summariseCauses } from "@ecommerce-cart/task-graph";
import { attemptJob } from "./attempt-job.ts";
import type { JobEnd } from "./attempt-job.ts";
import { declaredEnvironment } from "./job-environment.ts";
import { gatherInputs } from "./job-inputs.ts";
import { JobLog } from "./job-log.ts";
import { maskDeep, MIN_SECRET_LENGTH } from "./mask-secrets.ts";
import { normaliseOutput, recordOutputs } from "./output-records.ts";
import type { OutputRecord } from "./output-records.ts";
import { hasOpenOutcome } from "./prepared-job.ts";
import type { PreparedJob } from "./prepared-job.ts";
import { unmaskableSecrets } from "./run-session.ts";
import type { RunSession } from "./run-session.ts";
import { errorMessage } from "./small-files.ts";

/** How a job ended that was run, masked, and what it left. */
export interface ExecutedJob extends JobEnd {
  readonly durationMs: number;
  readonly hasLog: boolean;
  /** Only where they go into the fingerprints of others. */
  readonly outputs: readonly OutputRecord[];
}

/** Runs a job, keeps its log, and stores its result if it passed. */
export async function executeJob(prepared: PreparedJob, session: RunSession): Promise<ExecutedJob> {
  const { job } = prepared;
  const log = new JobLog(session.folder.logFile(job.name), session.masker, (line) =>
    session.emit({ type: "job-output", at: session.timestamp(), job: job.name, line }),
  );
  const startedAtMs = session.now();
  const end = maskDeep(endWithLog(await work(prepared, session, log), log), session.masker);
  const durationMs = session.now() - startedAtMs;
  if (end.status === "passed") keep(prepared, { session, log, end, durationMs });
  session.cache.rememberInputs(prepared.fingerprint, prepared.inputs);
  log.close();
  const outputs = hasOpenOutcome(job) ? recordOutputs(session.options.rootDirectory, job.outputs, session.hashes) : [];
  return { ...end, durationMs, hasLog: log.hasLines, outputs };
}

async function work(prepared: PreparedJob, session: RunSession, log: JobLog): Promise<JobEnd> {
  const environment = await environmentOf(prepared, session);
  if (!environment.ok) return { status: "failed", reason: environment.error, verdicts: [] };
  const { options, folder, source, signal, groups, killGraceMs } = session;
  const context = {
    rootDirectory: options.rootDirectory,
    runDirectory: folder.directory,
    source,
    environment: environment.value,
    environmentName: options.environmentName,
    signal,
    log: (line: string) => log.write(line),
  };
  return attemptJob({ job: prepared.job, context, variables: options.processEnvironment, log, groups, killGraceMs });
}

function endWithLog(end: JobEnd, { problem }: JobLog): JobEnd {
  if (problem === undefined || end.status !== "passed") return end;
  return { status: "failed", reason: `its log could not be written: ${problem}`, verdicts: [] };
}

async function environmentOf(
  { job }: PreparedJob,
  { options, services }: RunSession,
): Promise<Result<Readonly<Record<string, string>>, string>> {
  const [short] = unmaskableSecrets(job, options.processEnvironment);
  if (short !== undefined)
    return err(`secret ${short} has fewer than ${MIN_SECRET_LENGTH} characters and cannot be masked`);
  const added = await services.environmentFor(job.services);
  if (!added.ok) return added;
  return ok({ ...added.value, ...declaredEnvironment(job, options.processEnvironment) });
}

interface Passed {
  readonly session: RunSession;
  readonly log: JobLog;
  readonly end: JobEnd;
  readonly durationMs: number;
}

/** A result that cannot be kept is no failure: the job runs again next time, and its log says why. */
function keep(prepared: PreparedJob, { session, log, end, durationMs }: Passed): void {
  if (!prepared.job.isRestorable) return;
  const { runId, cache } = session;
  const obstacle = whyNotStored(prepared, session);
  if (obstacle !== undefined) {
    log.write(`not stored: ${obstacle}`);
    return;
  }
  const note = end.reason === undefined ? {} : { note: end.reason };
  try {
    const passed = { runId, durationMs, verdicts: end.verdicts, logText: log.text(), ...note };
    const entry = cache.store(prepared.job, prepared.fingerprint, passed);
    const written = new Set(entry.outputs.map(({ path }) => path));
    const missing = prepared.job.outputs.find((output) => !written.has(normaliseOutput(output)));
    if (missing !== undefined) log.write(`declared output ${missing} was not written`);
  } catch (error) {
    log.write(`not stored: ${errorMessage(error)}`);
  }
}

/** What was measured must be what is in the fingerprint: files that changed meanwhile would be stored under the old name. */
function whyNotStored({ job, inputs, unreadable }: PreparedJob, session: RunSession): string | undefined {
  if (unreadable[0] !== undefined) return `cannot read ${unreadable[0]}`;
  const after = gatherInputs(job, inputs.needs, session.snapshot([job]));
  const changes = explainDifference(inputs, after.inputs);
  return changes.length === 0 ? undefined : `while it ran, ${summariseCauses(changes)}`;
}
