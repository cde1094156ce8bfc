import type { JobStatus, PlannedJob, RunEvent, RunFinished, RunStarted } from "@ecommerce-cart/pipeline-model";

/** A job as the live view knows it. */
export interface LiveJob {
  readonly name: string;
  readonly stage: string;
  readonly status: JobStatus | "waiting" | "running";
  /** Milliseconds since 1970. */
  readonly startedAtMs?: number;
  readonly durationMs: number;
  /** Why it runs, then how it ended. */
  readonly note: string;
  /** The last line that it wrote. */
  readonly lastLine: string;
  readonly isAdvisory: boolean;
}

/** What the live view draws. A new value per event; the old one is left as it was. */
export interface LiveState {
  readonly started?: RunStarted;
  readonly startedAtMs: number;
  readonly finished?: RunFinished;
  /** In the order of the definition. */
  readonly jobs: Readonly<Record<string, LiveJob>>;
}

/** Before the first event. */
export const EMPTY_LIVE_STATE: LiveState = { startedAtMs: 0, jobs: {} };

function waitingJob(job: PlannedJob, stage: string): LiveJob {
  return { name: job.name, stage, status: "waiting", durationMs: 0, note: "", lastLine: "", isAdvisory: false };
}

function startRun(event: RunStarted): LiveState {
  const jobs = event.stages.flatMap((stage) => stage.jobs.map((job) => waitingJob(job, stage.name)));
  const byName = Object.fromEntries(jobs.map((job) => [job.name, job]));
  return { started: event, startedAtMs: Date.parse(event.at), jobs: byName };
}

function changeJob(state: LiveState, name: string, change: Partial<LiveJob>): LiveState {
  const job = state.jobs[name] ?? waitingJob({ name, description: "", needs: [] }, change.stage ?? "");
  return { ...state, jobs: { ...state.jobs, [name]: { ...job, ...change } } };
}

/** The state after one more event. Pure. */
export function reduceLiveState(state: LiveState, event: RunEvent): LiveState {
  switch (event.type) {
    case "run-started":
      return startRun(event);
    case "job-started": {
      const { stage, cause, at } = event;
      return changeJob(state, event.job, { stage, status: "running", note: cause, startedAtMs: Date.parse(at) });
    }
    case "job-output":
      // A blank line must not wipe the last thing that was said.
      return event.line.trim() === "" ? state : changeJob(state, event.job, { lastLine: event.line });
    case "job-finished": {
      const { stage, status, durationMs, isAdvisory, reason } = event;
      return changeJob(state, event.job, { stage, status, durationMs, isAdvisory, note: reason ?? "" });
    }
    case "run-finished":
      return { ...state, finished: event };
  }
}
