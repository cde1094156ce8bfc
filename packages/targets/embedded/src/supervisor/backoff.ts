/** Waits between attempts to bring something back: 100 ms, twice as long after each failure, at most 5 s. */
export interface Backoff {
  readonly failureCount: number;
  readonly dueAtMs: number;
}

/** Nothing failed yet: due at once. */
export const NO_FAILURES: Backoff = { failureCount: 0, dueAtMs: 0 };

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** One more failure. Example: the third one in a row waits 400 ms. */
export function afterFailure(backoff: Backoff, nowMs: number): Backoff {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** backoff.failureCount);
  return { failureCount: backoff.failureCount + 1, dueAtMs: nowMs + waitMs };
}
