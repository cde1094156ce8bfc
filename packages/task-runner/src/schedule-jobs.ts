import type { JobFinished } from "@ecommerce-cart/pipeline-model";
import { decideNext, rankByRemainingChain } from "@ecommerce-cart/task-graph";
import type { Fingerprint, JobProgress, PlacedJob } from "@ecommerce-cart/task-graph";
import type { CacheEntry } from "./cache-entry.ts";
import { executeJob } from "./execute-job.ts";
import type { ExecutedJob } from "./execute-job.ts";
import type { FingerprintContext } from "./job-inputs.ts";
import { prepareJob, summariseMiss, tokenOf, whyNotLookedUp } from "./prepared-job.ts";
import type { PreparedJob } from "./prepared-job.ts";
import { relativeLogFile } from "./run-folder.ts";
import type { RunSession } from "./run-session.ts";

/** A job that ended, and what a failed function job asks the process to exit with. */
export interface EndedJob {
  readonly finished: JobFinished;
  readonly exitCode?: number;
}

const PROGRESS: Readonly<Record<JobFinished["status"], JobProgress>> = {
  passed: "done",
  restored: "done",
  skipped: "done",
  failed: "failed",
  "not-measured": "not-measured",
  interrupted: "failed",
};

/** Restores or runs the jobs of a plan, each when those it needs have ended, as many at once as the session allows. */
export class JobScheduler {
  readonly #session: RunSession;
  readonly #plan: ReadonlyMap<string, PlacedJob>;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #fingerprints: FingerprintContext;
  readonly #progress: Map<string, JobProgress>;
  readonly #tokens = new Map<string, string>();
  /** Looked up, not restorable, waiting for a free place; with the cause. */
  readonly #queued = new Map<string, { readonly prepared: PreparedJob; readonly cause: string }>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #ended: EndedJob[] = [];

  constructor(session: RunSession, plan: readonly PlacedJob[], fingerprints: FingerprintContext) {
    this.#session = session;
    this.#plan = new Map(plan.map((placed) => [placed.job.name, placed]));
    this.#ranks = rankByRemainingChain(plan, session.history.durationsMs());
    this.#fingerprints = fingerprints;
    this.#progress = new Map(plan.map(({ job }) => [job.name, "waiting"]));
  }

  /** Ends when every job has: in the order in which they did. */
  async run(): Promise<readonly EndedJob[]> {
    try {
      for (;;) {
        this.#advance();
        if (this.#running.size === 0) return this.#ended;
        await Promise.race(this.#running.values());
      }
    } catch (error) {
      // A full disk, a bug: no process may outlive the run that started it.
      this.#session.abort();
      await Promise.allSettled(this.#running.values());
      throw error;
    }
  }

  /** Restoring takes no place: it is tried for all that are ready, until nothing more comes of it. */
  #advance(): void {
    for (;;) {
      const next = this.#decide();
      const fresh = next.ready.filter((name) => !this.#queued.has(name));
      next.leftOut.forEach(({ job, reason }) => this.#leaveOut(job, reason));
      if (this.#session.signal.aborted) return this.#leaveOutWaiting();
      fresh.forEach((name) => this.#restoreOrQueue(name));
      if (fresh.length > 0) continue;
      const freeCount = this.#session.concurrency - this.#running.size;
      this.#startable(next.ready)
        .slice(0, Math.max(0, freeCount))
        .forEach((name) => this.#start(name));
      return;
    }
  }

  /** An exclusive job waits until nothing else runs or could, and while it runs nothing else starts. */
  #startable(ready: readonly string[]): readonly string[] {
    const isExclusive = (name: string): boolean => this.#placed(name).job.isExclusive ?? false;
    if ([...this.#running.keys()].some(isExclusive)) return [];
    const shared = ready.filter((name) => !isExclusive(name));
    return shared.length > 0 || this.#running.size > 0 ? shared : ready.slice(0, 1);
  }

  #decide(): ReturnType<typeof decideNext> {
    return decideNext({
      plan: [...this.#plan.values()],
      progress: this.#progress,
      ranks: this.#ranks,
      keepGoing: this.#session.options.keepGoing ?? false,
    });
  }

  #restoreOrQueue(name: string): void {
    const { cache, history, folder, options } = this.#session;
    const { job } = this.#placed(name);
    const needs = job.needs.flatMap((need) => ({ job: need, token: this.#tokens.get(need) ?? "" }));
    const prepared = prepareJob(job, needs, this.#fingerprints);
    const why = whyNotLookedUp(prepared, options.force ?? false);
    if (why !== undefined) return void this.#queued.set(name, { prepared, cause: why });
    const found = cache.restore(prepared, folder.logFile(name));
    if (found.ok) return this.#finishRestored(prepared, found.value);
    if (found.error.kind === "damaged") cache.forget(prepared.fingerprint);
    this.#queued.set(name, { prepared, cause: summariseMiss(prepared, found.error, { cache, history }) });
  }

  #start(name: string): void {
    const queued = this.#queued.get(name);
    if (queued === undefined) return;
    this.#progress.set(name, "running");
    const { stage } = this.#placed(name);
    this.#session.emit({ type: "job-started", at: this.#session.timestamp(), job: name, stage, cause: queued.cause });
    const end = executeJob(queued.prepared, this.#session).then((executed) => {
      this.#running.delete(name);
      this.#finishExecuted(queued.prepared, executed);
    });
    this.#running.set(name, end);
  }

  #finishRestored(prepared: PreparedJob, entry: CacheEntry): void {
    const { fingerprint, job } = prepared;
    const { durationMs, verdicts, runId } = entry;
    this.#tokens.set(job.name, tokenOf(prepared, entry.outputs));
    this.#session.history.record(job.name, { fingerprint, runId, durationMs, status: "restored" });
    this.#finish(job.name, {
      status: "restored",
      durationMs: 0,
      fingerprint,
      reason: `inputs unchanged since run ${runId}`,
      verdicts,
      hasLog: entry.logDigest !== undefined,
    });
  }

  #finishExecuted(prepared: PreparedJob, executed: ExecutedJob): void {
    const { fingerprint, job } = prepared;
    const { status, durationMs, outputs, exitCode } = executed;
    const { history, runId } = this.#session;
    this.#tokens.set(job.name, tokenOf(prepared, outputs));
    history.record(job.name, { fingerprint, runId, durationMs, status });
    history.save();
    this.#finish(job.name, { ...executed, fingerprint }, exitCode);
  }

  #leaveOutWaiting(): void {
    const waiting = [...this.#progress].filter(([, progress]) => progress === "waiting");
    waiting.forEach(([name]) => this.#leaveOut(name, "the run was interrupted"));
  }

  #leaveOut(name: string, reason: string): void {
    this.#finish(name, { status: "skipped", durationMs: 0, reason, verdicts: [], hasLog: false });
    this.#progress.set(name, "left-out");
  }

  #finish(name: string, end: FinishedParts, exitCode?: number): void {
    const { stage, job } = this.#placed(name);
    const finished: JobFinished = {
      type: "job-finished",
      at: this.#session.timestamp(),
      job: name,
      stage,
      status: end.status,
      isAdvisory: job.isAdvisory,
      durationMs: end.durationMs,
      ...(end.fingerprint === undefined ? {} : { fingerprint: end.fingerprint }),
      ...(end.reason === undefined ? {} : { reason: end.reason }),
      verdicts: end.verdicts,
      ...(end.hasLog ? { logFile: relativeLogFile(name) } : {}),
    };
    this.#progress.set(name, PROGRESS[end.status]);
    this.#ended.push({ finished, ...(exitCode === undefined ? {} : { exitCode }) });
    this.#session.emit(finished);
  }

  #placed(name: string): PlacedJob {
    const placed = this.#plan.get(name);
    if (placed === undefined) throw new Error(`not in the plan: ${name}`);
    return placed;
  }
}

interface FinishedParts extends Pick<JobFinished, "status" | "durationMs" | "verdicts"> {
  readonly fingerprint?: Fingerprint;
  readonly reason?: string;
  readonly hasLog: boolean;
}
