import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { evictCache } from "./evict-cache.ts";
import { layoutOf } from "./layout.ts";
import { acquireLock, currentHolder } from "./run-lock.ts";
import type { CacheLimits, RunRefusal } from "./run-options.ts";
import { errorCode } from "./small-files.ts";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

const DEFAULT_KEEP_COUNT = 20;
const DEFAULT_MAX_AGE_MS = 30 * 86_400_000;
/** Names begin with the time, see `newRunId`. */
const RUN_ID = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-[0-9a-f]+$/;

/** What was removed. */
export interface Removed {
  readonly runCount: number;
  readonly entryCount: number;
  /** Of the cache. */
  readonly byteCount: number;
}

/** Which runs stay. */
export interface RunLimits {
  /** The newest. Default: 20. */
  readonly keepCount?: number;
  /** In milliseconds. Default: 30 days. */
  readonly maxAgeMs?: number;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
}

/** What `clean` removes. */
export interface CleanOptions extends RunLimits {
  readonly cacheLimits?: CacheLimits;
  /** True: all runs and the whole cache. */
  readonly everything?: boolean;
}

/** Removes the folders of old runs, whatever their state; never the newest, nor that of a run under way. Returns how many. */
export function pruneRuns(rootDirectory: string, limits: RunLimits = {}): number {
  const { keepCount = DEFAULT_KEEP_COUNT, maxAgeMs = DEFAULT_MAX_AGE_MS, now = Date.now } = limits;
  const layout = layoutOf(rootDirectory);
  const runs = runIds(layout.runs);
  const busy = currentHolder(layout.lock)?.runId;
  const old = runs.filter(
    (runId, index) => index > 0 && (index >= keepCount || now() - startedAtMs(runId) > maxAgeMs) && runId !== busy,
  );
  for (const runId of old) rmSync(join(layout.runs, runId), { recursive: true, force: true });
  return old.length;
}

/** Prunes runs and cache to their limits, or removes all of both; refused while a run is under way. */
export function clean(rootDirectory: string, options: CleanOptions = {}): Result<Removed, RunRefusal> {
  const { now = Date.now } = options;
  const layout = layoutOf(rootDirectory);
  const lock = acquireLock({
    path: layout.lock,
    runId: "clean",
    command: "./pipeline clean",
    since: new Date(now()).toISOString(),
  });
  if (!lock.ok) return err({ kind: "locked", holder: lock.error });
  try {
    const limits = options.everything === true ? { maxBytes: 0, maxAgeMs: -1 } : (options.cacheLimits ?? {});
    const runCount = options.everything === true ? runIds(layout.runs).length : pruneRuns(rootDirectory, options);
    const evicted = evictCache(layout, limits, now());
    if (options.everything === true)
      for (const folder of [layout.runs, layout.cache]) rmSync(folder, { recursive: true, force: true });
    return ok({ runCount, ...evicted });
  } finally {
    lock.value.release();
  }
}

/** Newest first. */
function runIds(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => RUN_ID.test(name))
      .sort()
      .reverse();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

function startedAtMs(runId: string): number {
  const [, year, month, day, hour, minute, second] = (RUN_ID.exec(runId) ?? []).map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
}
