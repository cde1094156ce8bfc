import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeEntry } from "./cache-entry.ts";
import type { CacheEntry } from "./cache-entry.ts";
import { JobHistory } from "./job-history.ts";
import type { Layout } from "./layout.ts";
import type { CacheLimits } from "./run-options.ts";
import { errorCode, readIfPresent, removeIfPresent } from "./small-files.ts";

const DEFAULT_MAX_BYTES = 2 * 1024 ** 3;
const DEFAULT_MAX_AGE_MS = 30 * 86_400_000;

/** What an eviction removed. */
export interface Evicted {
  readonly entryCount: number;
  readonly byteCount: number;
}

interface StoredEntry {
  readonly fingerprint: string;
  /** Undefined when it is damaged. */
  readonly entry: CacheEntry | undefined;
  readonly usedAtMs: number;
}

/**
 * Removes entries that were not used for too long and, the least recently used first, those beyond the size limit;
 * then every content and explanation that no entry needs any more. Only the holder of the lock may call it: what a
 * running job has written so far has no entry yet.
 */
export function evictCache(layout: Layout, limits: CacheLimits, nowMs: number): Evicted {
  const { maxBytes = DEFAULT_MAX_BYTES, maxAgeMs = DEFAULT_MAX_AGE_MS } = limits;
  const blobs = listBlobs(layout.blobs);
  const keptBlobs = new Set<string>();
  const keptEntries = new Set<string>();
  let keptBytes = 0;
  let entryCount = 0;
  for (const { fingerprint, entry, usedAtMs } of entriesByLastUse(layout.entries)) {
    const added = digestsOf(entry).filter((digest) => !keptBlobs.has(digest));
    const addedBytes = added.reduce((sum, digest) => sum + (blobs.get(digest)?.sizeBytes ?? 0), 0);
    if (entry !== undefined && nowMs - usedAtMs <= maxAgeMs && keptBytes + addedBytes <= maxBytes) {
      added.forEach((digest) => keptBlobs.add(digest));
      keptEntries.add(fingerprint);
      keptBytes += addedBytes;
    } else {
      removeIfPresent(join(layout.entries, fingerprint));
      entryCount += 1;
    }
  }
  removeInputs(layout, keptEntries);
  return { entryCount, byteCount: removeBlobs(blobs, keptBlobs) };
}

function entriesByLastUse(folder: string): readonly StoredEntry[] {
  return namesIn(folder)
    .map((fingerprint) => {
      const path = join(folder, fingerprint);
      const usedAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      return { fingerprint, usedAtMs, entry: decodeEntry(readIfPresent(path) ?? "", fingerprint) };
    })
    .sort((a, b) => b.usedAtMs - a.usedAtMs);
}

function digestsOf(entry: CacheEntry | undefined): readonly string[] {
  if (entry === undefined) return [];
  const contents = entry.outputs.filter(({ kind }) => kind === "file" || kind === "executable").map((o) => o.content);
  return [...new Set([...contents, ...(entry.logDigest === undefined ? [] : [entry.logDigest])])];
}

type Blobs = ReadonlyMap<string, { readonly path: string; readonly sizeBytes: number }>;

/** By name: what a killed run left half-written is listed too, under a name that no entry bears. */
function listBlobs(folder: string): Blobs {
  const blobs = new Map<string, { path: string; sizeBytes: number }>();
  for (const shard of namesIn(folder)) {
    for (const name of namesIn(join(folder, shard))) {
      const path = join(folder, shard, name);
      blobs.set(name, { path, sizeBytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0 });
    }
  }
  return blobs;
}

function removeBlobs(blobs: Blobs, kept: ReadonlySet<string>): number {
  const unneeded = [...blobs].filter(([name]) => !kept.has(name)).map(([, blob]) => blob);
  unneeded.forEach(({ path }) => removeIfPresent(path));
  return unneeded.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** What explains the last run of a job stays, even where that failed and has no entry. */
function removeInputs(layout: Layout, keptEntries: ReadonlySet<string>): void {
  const lastFingerprints = new JobHistory(layout.history).fingerprints();
  for (const name of namesIn(layout.inputs)) {
    const fingerprint = name.replace(/\.json$/, "");
    if (!keptEntries.has(fingerprint) && !lastFingerprints.has(fingerprint)) removeIfPresent(join(layout.inputs, name));
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
