import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { sha256 } from "./content-digest.ts";
import type { OutputRecord } from "./output-records.ts";
import { parseJson } from "./small-files.ts";

/** What is known of a job that passed with one fingerprint. */
export interface CacheEntry {
  readonly job: string;
  readonly fingerprint: string;
  /** The run that did the work. */
  readonly runId: string;
  /** Milliseconds since the epoch. */
  readonly storedAtMs: number;
  readonly durationMs: number;
  readonly note?: string;
  readonly verdicts: readonly Verdict[];
  readonly outputs: readonly OutputRecord[];
  /** SHA-256 of the masked log; left out where the job wrote nothing. */
  readonly logDigest?: string;
}

/** A text whose first line is the digest of the rest, so that a damaged entry is known as such. */
export function encodeEntry(entry: CacheEntry): string {
  const body = JSON.stringify(entry);
  return `${sha256(body)}\n${body}`;
}

/** The entry, or undefined when the text is damaged or belongs to another fingerprint. */
export function decodeEntry(text: string, fingerprint: string): CacheEntry | undefined {
  const lineEnd = text.indexOf("\n");
  const body = text.slice(lineEnd + 1);
  if (lineEnd === -1 || text.slice(0, lineEnd) !== sha256(body)) return undefined;
  const entry = parseJson(body) as CacheEntry;
  return entry.fingerprint === fingerprint ? entry : undefined;
}
