/** How often something may happen. */
export interface RateRule {
  /** Times within one window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** Whether it may happen now. */
export interface RateDecision {
  readonly isAllowed: boolean;
  /** Milliseconds until it may be tried again; 0 when allowed. */
  readonly retryAfterMs: number;
}

/** The port that counts per key in fixed windows. It never fails: where its store is away, it counts in process. */
export interface RateLimiter {
  take(key: string, rule: RateRule): Promise<RateDecision>;
}

interface Window {
  readonly endsAt: number;
  count: number;
}

const MAX_KEYS = 10_000;

/** Counts within this process; forgets the oldest keys above 10,000. `now` gives milliseconds. */
export function createInProcessRateLimiter(now: () => number): RateLimiter {
  const windows = new Map<string, Window>();
  return {
    async take(key, { limit, windowMs }) {
      const at = now();
      const known = windows.get(key);
      const window = known !== undefined && known.endsAt > at ? known : { endsAt: at + windowMs, count: 0 };
      if (window !== known) {
        windows.delete(key);
        windows.set(key, window);
        if (windows.size > MAX_KEYS) windows.delete(windows.keys().next().value ?? key);
      }
      window.count += 1;
      const isAllowed = window.count <= limit;
      return { isAllowed, retryAfterMs: isAllowed ? 0 : window.endsAt - at };
    },
  };
}
