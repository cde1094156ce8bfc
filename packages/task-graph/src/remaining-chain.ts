import type { PlacedJob } from "./plan-run.ts";

/** What a job without a known duration is taken to last, in milliseconds. */
const UNKNOWN_DURATION_MS = 1000;

/**
 * For each job, how long the longest chain that starts with it lasts, in milliseconds: its own duration and the
 * longest chain among the jobs that need it. Starting the largest first keeps the run near its critical path
 * (list scheduling by highest level first, T. C. Hu, 1961).
 * Takes earlier durations by name; a job without one counts a second. `plan` is ordered as by `orderJobs`.
 * Example: a (2 s) needed by b (3 s) gives a 5000 and b 3000.
 */
export function rankByRemainingChain(
  plan: readonly PlacedJob[],
  durationsMs: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const chainMs = new Map<string, number>();
  const longestAfterMs = new Map<string, number>();
  for (const { job } of plan.toReversed()) {
    const ownMs = durationsMs.get(job.name) ?? UNKNOWN_DURATION_MS;
    const totalMs = ownMs + (longestAfterMs.get(job.name) ?? 0);
    chainMs.set(job.name, totalMs);
    for (const need of job.needs) longestAfterMs.set(need, Math.max(longestAfterMs.get(need) ?? 0, totalMs));
  }
  return chainMs;
}
