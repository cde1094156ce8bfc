import type { JobFinished, JobStarted, RunEvent, RunFinished, RunStarted } from "@ecommerce-cart/pipeline-model";
import { findLongestChain } from "./longest-chain.ts";
import type { JobRecord, RecordedJobStatus, RunRecord, RunTimes, StageRecord } from "./run-record.ts";

interface JobEvents {
  started?: JobStarted;
  finished?: JobFinished;
}

interface SortedEvents {
  readonly started: RunStarted;
  readonly finished: RunFinished | undefined;
  readonly jobs: ReadonlyMap<string, JobEvents>;
  readonly lastAt: string;
}

function sortJobEvents(events: readonly RunEvent[]): ReadonlyMap<string, JobEvents> {
  const jobs = new Map<string, JobEvents>();
  for (const event of events) {
    if (event.type !== "job-started" && event.type !== "job-finished") continue;
    const own = jobs.get(event.job) ?? {};
    jobs.set(event.job, own);
    // A job tried again starts when its first attempt did, and ends as its last.
    if (event.type === "job-started") own.started ??= event;
    else own.finished = event;
  }
  return jobs;
}

function sortEvents(events: readonly RunEvent[]): SortedEvents {
  const started = events.find((event) => event.type === "run-started");
  if (started === undefined) throw new RangeError("the events of a run begin with run-started; none was given");
  const finished = events.findLast((event) => event.type === "run-finished");
  return { started, finished, jobs: sortJobEvents(events), lastAt: events[events.length - 1]?.at ?? started.at };
}

type Planned = Pick<JobRecord, "name" | "stage" | "description" | "needs">;

/** A job that was not planned is listed all the same: a report that loses a failed job lies. */
function listPlanned({ started, jobs }: SortedEvents): readonly Planned[] {
  const planned = started.stages.flatMap((stage) => stage.jobs.map((job) => ({ ...job, stage: stage.name })));
  const known = new Set(planned.map((job) => job.name));
  const unplanned = [...jobs].filter(([name]) => !known.has(name));
  return [
    ...planned,
    ...unplanned.map(([name, own]) => ({
      name,
      stage: (own.finished ?? own.started)?.stage ?? "",
      description: "",
      needs: [],
    })),
  ];
}

function finishedJob(
  planned: Planned,
  own: { started?: JobStarted; finished: JobFinished },
  zeroMs: number,
): JobRecord {
  const { finished, started } = own;
  const endMs = Date.parse(finished.at) - zeroMs;
  const startMs = started === undefined ? Math.max(0, endMs - finished.durationMs) : Date.parse(started.at) - zeroMs;
  const hasRun = finished.status !== "skipped";
  return {
    ...planned,
    status: finished.status,
    isAdvisory: finished.isAdvisory,
    startMs: hasRun ? startMs : undefined,
    endMs: hasRun ? Math.max(startMs, endMs) : undefined,
    durationMs: finished.durationMs,
    cause: started?.cause,
    reason: finished.reason,
    fingerprint: finished.fingerprint,
    verdicts: finished.verdicts,
    logFile: finished.logFile,
  };
}

function cutOffJob(planned: Planned, started: JobStarted, times: { zeroMs: number; lastMs: number }): JobRecord {
  const startMs = Date.parse(started.at) - times.zeroMs;
  const endMs = Math.max(startMs, times.lastMs - times.zeroMs);
  return {
    ...planned,
    status: "interrupted",
    isAdvisory: false,
    startMs,
    endMs,
    durationMs: endMs - startMs,
    cause: started.cause,
    reason: "the run ended before the job did; it ran for at least the time shown",
    verdicts: [],
  };
}

function toJobRecord(planned: Planned, events: SortedEvents): JobRecord {
  const zeroMs = Date.parse(events.started.at);
  const { started, finished } = events.jobs.get(planned.name) ?? {};
  if (finished !== undefined) {
    return finishedJob(planned, started === undefined ? { finished } : { started, finished }, zeroMs);
  }
  if (started !== undefined) return cutOffJob(planned, started, { zeroMs, lastMs: Date.parse(events.lastAt) });
  const reason = "the run ended before its turn came";
  return { ...planned, status: "not-started", isAdvisory: false, durationMs: 0, reason, verdicts: [] };
}

/** Worst first: a stage is as its worst job that counts. */
const WORST_FIRST: readonly RecordedJobStatus[] = [
  "failed",
  "interrupted",
  "not-measured",
  "not-started",
  "skipped",
  "passed",
  "restored",
];

function stageStatus(jobs: readonly JobRecord[]): RecordedJobStatus {
  const present = new Set(jobs.map((job) => (job.isAdvisory && job.status !== "restored" ? "passed" : job.status)));
  // One skipped job (nothing to release) does not make a stage skipped; all of them do.
  if (present.size > 1) present.delete("skipped");
  return WORST_FIRST.find((status) => present.has(status)) ?? "skipped";
}

function toStageRecord(name: string, jobs: readonly JobRecord[]): StageRecord {
  const starts = jobs.flatMap((job) => job.startMs ?? []);
  const ends = jobs.flatMap((job) => job.endMs ?? []);
  return {
    name,
    status: stageStatus(jobs),
    startMs: starts.length > 0 ? Math.min(...starts) : undefined,
    endMs: ends.length > 0 ? Math.max(...ends) : undefined,
    jobs: jobs.map((job) => job.name),
  };
}

function countTotals(jobs: readonly JobRecord[]): RunRecord["totals"] {
  const totals = {
    jobs: { passed: 0, restored: 0, skipped: 0, failed: 0, "not-measured": 0, interrupted: 0, "not-started": 0 },
    verdicts: { pass: 0, fail: 0, "not-measured": 0, waived: 0 },
  };
  for (const job of jobs) {
    totals.jobs[job.status] += 1;
    for (const verdict of job.verdicts) totals.verdicts[verdict.status] += 1;
  }
  return totals;
}

function measureTimes(jobs: readonly JobRecord[], { started, finished, lastAt }: SortedEvents): RunTimes {
  const wallMs = finished?.durationMs ?? Math.max(0, Date.parse(lastAt) - Date.parse(started.at));
  const chain = findLongestChain(jobs);
  const cpuMs = finished?.cpuMs;
  const floorMs = cpuMs === undefined ? 0 : Math.max(chain.durationMs, cpuMs / started.cores);
  return {
    wallMs,
    longestChainMs: chain.durationMs,
    longestChain: chain.jobs,
    cpuMs,
    efficiency: floorMs > 0 ? Math.round((wallMs / floorMs) * 1000) / 1000 : undefined,
  };
}

/**
 * Turns the events of one run, in order, into its record. Events that end without the run's end (kill -9) give
 * status "interrupted": jobs under way are interrupted, the rest not started, and no exit code is made up.
 * Throws RangeError where no run-started is among the events: the caller's bug.
 */
export function toRunRecord(events: readonly RunEvent[]): RunRecord {
  const sorted = sortEvents(events);
  const { started, finished, lastAt } = sorted;
  const jobs = listPlanned(sorted).map((planned) => toJobRecord(planned, sorted));
  const stageNames = [...new Set([...started.stages.map((stage) => stage.name), ...jobs.map((job) => job.stage)])];
  return {
    schemaVersion: 1,
    run: {
      id: started.runId,
      pipeline: started.pipeline,
      environmentName: started.environmentName,
      status: finished?.status ?? "interrupted",
      exitCode: finished?.exitCode,
      startedAt: started.at,
      finishedAt: finished?.at ?? lastAt,
      isComplete: finished !== undefined,
    },
    machine: { cores: started.cores, nodeVersion: started.nodeVersion },
    source: started.source,
    stages: stageNames.map((name) =>
      toStageRecord(
        name,
        jobs.filter((job) => job.stage === name),
      ),
    ),
    jobs,
    totals: countTotals(jobs),
    times: measureTimes(jobs, sorted),
  };
}
