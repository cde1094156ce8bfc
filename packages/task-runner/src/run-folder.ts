import { closeSync, mkdirSync, openSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { RunEvent } from "@ecommerce-cart/pipeline-model";
import type { Layout } from "./layout.ts";
import { temporaryBeside } from "./small-files.ts";

/** Sortable by time, unique. Example: "20261123-061512-3f9a1c". */
export function newRunId(nowMs: number): string {
  const [date = "", time = ""] = new Date(nowMs).toISOString().split("T");
  return `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${randomBytes(3).toString("hex")}`;
}

/** The folder of one run: `events.ndjson`, `logs/`, `artifacts/`. */
export class RunFolder {
  readonly directory: string;
  readonly #layout: Layout;
  readonly #runId: string;
  readonly #events: number;
  readonly #pending: string[] = [];
  #isScheduled = false;
  #problem: Error | undefined;

  constructor(layout: Layout, runId: string) {
    this.directory = join(layout.runs, runId);
    mkdirSync(join(this.directory, "logs"), { recursive: true });
    mkdirSync(join(this.directory, "artifacts"));
    this.#events = openSync(join(this.directory, "events.ndjson"), "a");
    this.#layout = layout;
    this.#runId = runId;
  }

  /** Makes this the latest run. */
  publish(): void {
    pointTo(this.#layout.latest, this.#runId);
  }

  /** Removes the folder: the run does not begin. */
  discard(): void {
    closeSync(this.#events);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Absolute. */
  logFile(job: string): string {
    return join(this.directory, relativeLogFile(job));
  }

  /** Written when this turn of the event loop ends: a burst of lines is one write. */
  append(event: RunEvent): void {
    this.#pending.push(`${JSON.stringify(event)}\n`);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#flush());
  }

  /** Throws what kept an event from being written (a full disk): the run's record is not whole. */
  close(): void {
    this.#flush();
    closeSync(this.#events);
    if (this.#problem !== undefined) throw this.#problem;
  }

  #flush(): void {
    this.#isScheduled = false;
    if (this.#pending.length === 0) return;
    try {
      // Not writeSync: on a disk that is nearly full it writes a part, and is content.
      writeFileSync(this.#events, this.#pending.splice(0).join(""));
    } catch (error) {
      this.#problem ??= new Error(`cannot write ${this.directory}/events.ndjson`, { cause: error });
    }
  }
}

/** Relative to the run folder. */
export function relativeLogFile(job: string): string {
  return `logs/${job}.log`;
}

/** A link is replaced by renaming another onto it: at no moment is there none. */
function pointTo(latest: string, runId: string): void {
  const temporary = temporaryBeside(latest);
  symlinkSync(runId, temporary);
  renameSync(temporary, latest);
}
