import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Job } from "@ecommerce-cart/pipeline-model";
import type { Fingerprint, FingerprintInputs } from "@ecommerce-cart/task-graph";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { BlobStore } from "./blob-store.ts";
import { decodeEntry, encodeEntry } from "./cache-entry.ts";
import type { CacheEntry } from "./cache-entry.ts";
import { sha256 } from "./content-digest.ts";
import type { FileHashes } from "./file-hashes.ts";
import { freshenOutputs } from "./freshen-outputs.ts";
import type { Layout } from "./layout.ts";
import { recordOutputs } from "./output-records.ts";
import type { OutputRecord } from "./output-records.ts";
import { restoreOutputs } from "./restore-outputs.ts";
import { parseJson, readIfPresent, removeIfPresent, writeAtomically } from "./small-files.ts";

/** Why nothing was restored. */
export type CacheMiss =
  | { readonly kind: "absent" }
  | { readonly kind: "expired"; readonly ageMs: number }
  /** `what` is a path, or "the entry" or "the log". */
  | { readonly kind: "damaged"; readonly what: string };

/** What `JobCache` works on. */
export interface JobCacheParts {
  readonly rootDirectory: string;
  readonly layout: Layout;
  readonly hashes: FileHashes;
  readonly now: () => number;
}

/** A job with what decides it. */
export interface RestorableJob {
  readonly job: Job;
  readonly fingerprint: Fingerprint;
  readonly inputs: FingerprintInputs;
}

/** What a passed job leaves besides its outputs. */
export type PassedJob = Pick<CacheEntry, "runId" | "durationMs" | "note" | "verdicts"> & {
  /** The whole masked log. */
  readonly logText: string;
};

/** Results of passed jobs by fingerprint. */
export class JobCache {
  readonly #parts: JobCacheParts;
  readonly #blobs: BlobStore;

  constructor(parts: JobCacheParts) {
    this.#parts = parts;
    this.#blobs = new BlobStore(parts.layout.blobs);
  }

  /** The entry of a fingerprint, if it is whole and fresh. Changes nothing. */
  find(job: Job, fingerprint: Fingerprint): Result<CacheEntry, CacheMiss> {
    const text = readIfPresent(this.#entryPath(fingerprint));
    if (text === undefined) return err({ kind: "absent" });
    const entry = decodeEntry(text, fingerprint);
    if (entry === undefined) return err({ kind: "damaged", what: "the entry" });
    const ageMs = this.#parts.now() - entry.storedAtMs;
    if (job.freshForMs !== undefined && ageMs > job.freshForMs) return err({ kind: "expired", ageMs });
    return ok(entry);
  }

  /** Brings back the outputs, and the log to `logFile`. */
  restore({ job, fingerprint, inputs }: RestorableJob, logFile: string): Result<CacheEntry, CacheMiss> {
    const found = this.find(job, fingerprint);
    if (!found.ok) return found;
    const { rootDirectory, hashes, now } = this.#parts;
    const records = found.value.outputs;
    const damaged = restoreOutputs({ rootDirectory, outputs: job.outputs, records, blobs: this.#blobs, hashes });
    if (damaged !== undefined) return err({ kind: "damaged", what: damaged });
    if (!this.#restoreLog(found.value, logFile)) return err({ kind: "damaged", what: "the log" });
    freshenOutputs({ rootDirectory, inputs: inputs.files, outputs: records, hashes, now });
    const usedAtSeconds = now() / 1000;
    utimesSync(this.#entryPath(fingerprint), usedAtSeconds, usedAtSeconds);
    return found;
  }

  /** Keeps the result of a passed job, replacing an earlier one. Throws what the file system throws. */
  store(job: Job, fingerprint: Fingerprint, passed: PassedJob): CacheEntry {
    const { rootDirectory, hashes, layout, now } = this.#parts;
    const outputs = recordOutputs(rootDirectory, job.outputs, hashes);
    for (const record of outputs.filter(hasContent))
      this.#blobs.addFile(record.content, join(rootDirectory, record.path));
    const { logText, ...rest } = passed;
    const log = logText === "" ? {} : { logDigest: this.#blobs.addText(logText) };
    const entry: CacheEntry = { job: job.name, fingerprint, storedAtMs: now(), ...rest, outputs, ...log };
    writeAtomically(join(layout.entries, fingerprint), encodeEntry(entry));
    return entry;
  }

  /** Drops what was found damaged, so that it is not met again. */
  forget(fingerprint: Fingerprint): void {
    removeIfPresent(this.#entryPath(fingerprint));
  }

  /** Keeps what a fingerprint was made of, for later explanations. */
  rememberInputs(fingerprint: Fingerprint, inputs: FingerprintInputs): void {
    writeAtomically(this.#inputsPath(fingerprint), JSON.stringify(inputs));
  }

  /** What a fingerprint was made of; undefined when that was never kept, or is damaged. */
  recallInputs(fingerprint: string): FingerprintInputs | undefined {
    const text = readIfPresent(this.#inputsPath(fingerprint));
    return text === undefined ? undefined : (parseJson(text) as FingerprintInputs | undefined);
  }

  /** In place: the run folder is new, and nobody reads a log before its job has ended. False when it is damaged. */
  #restoreLog({ logDigest }: CacheEntry, logFile: string): boolean {
    if (logDigest === undefined) return true;
    const log = this.#blobs.read(logDigest);
    if (log !== undefined) writeFileSync(logFile, log);
    return log !== undefined;
  }

  #entryPath(fingerprint: string): string {
    return join(this.#parts.layout.entries, fingerprint);
  }

  #inputsPath(fingerprint: string): string {
    return join(this.#parts.layout.inputs, `${fingerprint}.json`);
  }
}

/** Stands for outputs that do not follow from a fingerprint: an audit's report, what a job leaves that always runs. */
export function digestOfOutputs(outputs: readonly OutputRecord[]): string {
  return sha256(JSON.stringify(outputs.map(({ path, kind, content }) => [path, kind, content])));
}

function hasContent(record: OutputRecord): boolean {
  return record.kind === "file" || record.kind === "executable";
}
