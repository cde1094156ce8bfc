import { Redis } from "ioredis";
import type { RateLimiter } from "./rate-limiter.ts";

/** Counts and sets the window's end in one step, so that no key lives for ever. */
const COUNT = `local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}`;

/** Redis as the shop uses it: for nothing that correctness needs. */
export interface RedisConnection {
  readonly rateLimiter: RateLimiter;
  /** Rejects when Redis does not answer. */
  ping(): Promise<void>;
  close(): void;
}

/**
 * Connects to Redis, and again whenever the connection breaks. While it is away, limits are counted by `fallback`.
 * `onError` is told once when it goes away.
 */
export function connectRedis(options: {
  readonly url: string;
  readonly fallback: RateLimiter;
  readonly onError: (error: Error) => void;
}): RedisConnection {
  const redis = new Redis(options.url, {
    connectTimeout: 1000,
    commandTimeout: 500,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  let isAway = false;
  redis.on("ready", () => (isAway = false));
  redis.on("error", (error: Error) => {
    if (!isAway) options.onError(error);
    isAway = true;
  });
  return {
    rateLimiter: {
      async take(key, rule) {
        const counted = await redis.eval(COUNT, 1, `rate:${key}`, rule.windowMs).catch(() => null);
        if (!isPair(counted)) return options.fallback.take(key, rule);
        const [count, msLeft] = counted;
        const isAllowed = count <= rule.limit;
        return { isAllowed, retryAfterMs: isAllowed ? 0 : Math.max(msLeft, 1) };
      },
    },
    ping: async () => void (await redis.ping()),
    close: () => redis.disconnect(),
  };
}

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "number");
}
