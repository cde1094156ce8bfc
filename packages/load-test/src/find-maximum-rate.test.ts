import { expect, test } from "vitest";
import { isSustained, maximumOf, nextRate } from "./find-maximum-rate.ts";
import type { RateStep } from "./find-maximum-rate.ts";
import type { RequestFailure, Sample } from "./open-loop.ts";

/** Searches on a shop that keeps up with at most `capacity`; `disturbed` counts the step that fails by accident. */
function search(capacity: number, disturbed = -1): readonly RateStep[] {
  const steps: RateStep[] = [];
  for (let rate = nextRate(steps); rate !== undefined; rate = nextRate(steps)) {
    steps.push({ rate, isSustained: rate <= capacity && steps.length !== disturbed });
    if (steps.length > 60) throw new Error("the search does not end");
  }
  return steps;
}

test.each([7, 50, 99, 100, 101, 640, 1234, 20_000])("a capacity of %d is found to 10 %", (capacity) => {
  const steps = search(capacity);
  const { rate, isReached } = maximumOf(steps);
  expect(isReached).toBe(true);
  expect(rate).toBeLessThanOrEqual(capacity);
  expect(rate * 1.1).toBeGreaterThanOrEqual(capacity * 0.999);
  expect(steps.length).toBeLessThan(25);
});

test.each([0, 1, 2, 3, 4])("one disturbance, at step %d, does not lower the maximum", (disturbed) => {
  expect(maximumOf(search(640, disturbed)).rate).toBe(maximumOf(search(640)).rate);
});

test("a shop that keeps up with nothing has the maximum 0, and the search ends", () => {
  expect(maximumOf(search(0))).toEqual({ rate: 0, isReached: true });
});

test("a search that ends before anything was too much has not reached the maximum", () => {
  const steps = [100, 200, 400].map((rate) => ({ rate, isSustained: true }));
  expect(maximumOf(steps)).toEqual({ rate: 400, isReached: false });
  expect(maximumOf([...steps, { rate: 800, isSustained: false }])).toEqual({ rate: 400, isReached: false });
  expect(maximumOf([])).toEqual({ rate: 0, isReached: false });
});

function samples(latencyMs: (index: number) => number, failures: readonly RequestFailure[] = []): readonly Sample[] {
  return Array.from({ length: 300 }, (_, index) => ({
    route: "GET /",
    intendedAtMs: index * 5,
    latencyMs: latencyMs(index),
    serviceMs: 1,
    ...(failures[index] === undefined ? {} : { failure: failures[index] }),
  }));
}

test.each([
  ["quick answers", samples(() => 5), true],
  ["slow answers that keep up", samples(() => 400), true],
  ["a queue that grows by 99 ms", samples((index) => (index < 150 ? 5 : 104)), true],
  ["a queue that grows by 101 ms", samples((index) => (index < 150 ? 5 : 106)), false],
  ["answers after a second", samples(() => 1001), false],
  ["1 % cut", samples(() => 5, Array<RequestFailure>(3).fill("timeout")), true],
  ["more than 1 % cut", samples(() => 5, Array<RequestFailure>(4).fill("notSent")), false],
  ["10 % unexpected", samples(() => 5, Array<RequestFailure>(30).fill("unexpectedStatus")), true],
  ["more than 10 % unexpected", samples(() => 5, Array<RequestFailure>(31).fill("unexpectedStatus")), false],
  ["nothing", [], false],
])("%s: sustained is %#", (_name, load, expected) => {
  expect(isSustained(load)).toBe(expected);
});

test("samples may come in any order: answers end as they like", () => {
  const growing = samples((index) => index * 2);
  expect(isSustained(growing.toReversed())).toBe(isSustained(growing));
});
