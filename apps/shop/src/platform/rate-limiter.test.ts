import { expect, test } from "vitest";
import { createInProcessRateLimiter } from "./rate-limiter.ts";

const RULE = { limit: 2, windowMs: 1000 };

test("as many as the limit pass in a window; the next says how long to wait", async () => {
  let now = 0;
  const limiter = createInProcessRateLimiter(() => now);
  expect(await limiter.take("a", RULE)).toEqual({ isAllowed: true, retryAfterMs: 0 });
  now = 400;
  expect((await limiter.take("a", RULE)).isAllowed).toBe(true);
  expect(await limiter.take("a", RULE)).toEqual({ isAllowed: false, retryAfterMs: 600 });
  now = 999;
  expect((await limiter.take("a", RULE)).isAllowed).toBe(false);
  now = 1000;
  expect((await limiter.take("a", RULE)).isAllowed).toBe(true);
});

test("keys are counted apart", async () => {
  const limiter = createInProcessRateLimiter(() => 0);
  for (const key of ["a", "a", "b"]) expect((await limiter.take(key, RULE)).isAllowed).toBe(true);
});

test("the oldest of more than 10,000 keys is forgotten, so that memory is bounded", async () => {
  const limiter = createInProcessRateLimiter(() => 0);
  const once = { limit: 1, windowMs: 1000 };
  await limiter.take("first", once);
  for (let index = 0; index < 9_999; index += 1) await limiter.take(`key-${index}`, once);
  expect((await limiter.take("first", once)).isAllowed).toBe(false);
  await limiter.take("one-more", once);
  expect((await limiter.take("first", once)).isAllowed).toBe(true);
});
