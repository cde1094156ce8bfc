import type { CacheLimits } from "./run-options.ts";

/** What was removed. */
export interface Removed {
  readonly runCount: number;
  readonly entryCount: number;
  readonly byteCount: number;
}

/** Which runs stay. */
export interface RunLimits {
  /** The newest. Default: 20. */
  readonly keepCount?: number;
  /** In milliseconds. Default: 30 days. */
  readonly maxAgeMs?: number;
  readonly now?: () => number;
}

/** Removes old run folders; never the latest nor one that is under way. */
export async function pruneRuns(_rootDirectory: string, _limits: RunLimits = {}): Promise<Removed> {
  return { runCount: 0, entryCount: 0, byteCount: 0 };
}

/** Prunes runs and cache to their limits; `everything` removes all of `.pipeline` but a run under way. */
export async function clean(
  _rootDirectory: string,
  _options: RunLimits & { readonly cacheLimits?: CacheLimits; readonly everything?: boolean } = {},
): Promise<Removed> {
  return { runCount: 0, entryCount: 0, byteCount: 0 };
}
