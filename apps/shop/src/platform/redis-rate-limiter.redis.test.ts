import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, inject, test } from "vitest";
import { createInProcessRateLimiter } from "./rate-limiter.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { connectRedis } from "./redis-rate-limiter.ts";
import type { RedisConnection } from "./redis-rate-limiter.ts";

const connections: RedisConnection[] = [];

afterEach(() => {
  for (const connection of connections.splice(0)) connection.close();
});

async function connected(url: string = inject("redisUrl")): Promise<RateLimiter> {
  const errors: Error[] = [];
  const fallback = createInProcessRateLimiter(() => Date.now());
  const connection = connectRedis({ url, fallback, onError: (error) => errors.push(error) });
  connections.push(connection);
  const deadline = Date.now() + 5_000;
  while (
    !(await connection.ping().then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error(`Redis did not answer: ${errors.map(String).join()}`);
    await delay(10);
  }
  return connection.rateLimiter;
}

let keyCount = 0;

function aKey(): string {
  keyCount += 1;
  return `test-${process.pid}-${keyCount}`;
}

test("a limit of two allows two and refuses the third, saying when to try again", async () => {
  const limiter = await connected();
  const [key, rule] = [aKey(), { limit: 2, windowMs: 60_000 }];
  expect(await limiter.take(key, rule)).toEqual({ isAllowed: true, retryAfterMs: 0 });
  expect(await limiter.take(key, rule)).toEqual({ isAllowed: true, retryAfterMs: 0 });
  const third = await limiter.take(key, rule);
  expect(third.isAllowed).toBe(false);
  expect(third.retryAfterMs).toBeGreaterThan(59_000);
});

test("a window that has ended starts anew", async () => {
  const limiter = await connected();
  const [key, rule] = [aKey(), { limit: 1, windowMs: 100 }];
  await limiter.take(key, rule);
  const refused = await limiter.take(key, rule);
  expect(refused.isAllowed).toBe(false);
  await delay(refused.retryAfterMs + 20);
  expect((await limiter.take(key, rule)).isAllowed).toBe(true);
});

test("two processes of the shop share one count", async () => {
  const [first, second] = [await connected(), await connected()];
  const [key, rule] = [aKey(), { limit: 1, windowMs: 60_000 }];
  expect((await first.take(key, rule)).isAllowed).toBe(true);
  expect((await second.take(key, rule)).isAllowed).toBe(false);
});

test("fifty at once against a limit of ten: exactly ten pass", async () => {
  const limiter = await connected();
  const [key, rule] = [aKey(), { limit: 10, windowMs: 60_000 }];
  const decisions = await Promise.all(Array.from({ length: 50 }, () => limiter.take(key, rule)));
  expect(decisions.filter((one) => one.isAllowed)).toHaveLength(10);
});
