import { expect, test } from "vitest";
import { waitUntilIdle } from "./drain.ts";
import { ReleaseCounter } from "./release-counter.ts";

test("a release on which nothing is under way is drained at once", async () => {
  expect(await waitUntilIdle(new ReleaseCounter(), 0)).toEqual({ kind: "drained" });
});

test("a drain ends with the last request", async () => {
  const counter = new ReleaseCounter();
  counter.begin(0);
  counter.begin(0);
  const drain = waitUntilIdle(counter, 60_000);
  counter.end();
  counter.end();
  expect(await drain).toEqual({ kind: "drained" });
});

test("a drain that runs out of time says how many remain", async () => {
  const counter = new ReleaseCounter();
  counter.begin(0);
  counter.begin(0);
  counter.end();
  expect(await waitUntilIdle(counter, 1)).toEqual({ kind: "timed-out", remaining: 1 });
});
