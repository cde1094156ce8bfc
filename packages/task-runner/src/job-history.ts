import type { JobStatus } from "@ecommerce-cart/pipeline-model";
import { parseJson, readIfPresent, writeAtomically } from "./small-files.ts";

/** How a job ended last time. */
export interface LastEnd {
  readonly fingerprint: string;
  readonly runId: string;
  /** Of the work, even where it was restored since. */
  readonly durationMs: number;
  readonly status: JobStatus;
}

/** How each job ended last: for the order of the next run, its estimates and its explanations. */
export class JobHistory {
  readonly #path: string;
  readonly #ends: Map<string, LastEnd>;
  #hasNews = false;

  constructor(path: string) {
    this.#path = path;
    const value = parseJson(readIfPresent(path) ?? "");
    this.#ends = new Map(typeof value === "object" && value !== null ? Object.entries(value as object) : []);
  }

  last(job: string): LastEnd | undefined {
    return this.#ends.get(job);
  }

  /** By job, in milliseconds. */
  durationsMs(): ReadonlyMap<string, number> {
    return new Map([...this.#ends].map(([job, end]) => [job, end.durationMs]));
  }

  fingerprints(): ReadonlySet<string> {
    return new Set([...this.#ends.values()].map(({ fingerprint }) => fingerprint));
  }

  /** Nothing is written for a job that was restored as it was last time. */
  record(job: string, end: LastEnd): void {
    const last = this.#ends.get(job);
    if (end.status === "restored" && last?.status === "restored" && last.fingerprint === end.fingerprint) return;
    this.#ends.set(job, end);
    this.#hasNews = true;
  }

  save(): void {
    if (!this.#hasNews) return;
    writeAtomically(this.#path, JSON.stringify(Object.fromEntries(this.#ends)));
    this.#hasNews = false;
  }
}
