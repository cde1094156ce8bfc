import { expect, test } from "vitest";
import type { Sample } from "./open-loop.ts";
import { geometricMeanMs, percentile, summarizeSamples } from "./summarize-samples.ts";

function aSample(change: Partial<Sample> = {}): Sample {
  return { route: "GET /", intendedAtMs: 0, latencyMs: 10, serviceMs: 8, ...change };
}

test("percentiles are nearest ranks", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([0, 0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 50, 95, 99, 100]);
  expect(percentile([], 0.95)).toBe(0);
});

test("failures are counted by kind and route, and count among the percentiles", () => {
  const good = Array.from({ length: 18 }, () => aSample());
  const bad = [
    aSample({ route: "POST /", latencyMs: 10_000, failure: "timeout" }),
    aSample({ route: "POST /", latencyMs: 10_000, failure: "notSent" }),
  ];
  expect(summarizeSamples([...good, ...bad])).toEqual({
    p50: 10,
    p95: 10_000,
    p99: 10_000,
    sampleCount: 20,
    errors: { unexpectedStatus: 0, timeout: 1, connection: 0, notSent: 1 },
    routes: [
      { route: "POST /", count: 2, errorCount: 2, p95: 10_000 },
      { route: "GET /", count: 18, errorCount: 0, p95: 10 },
    ],
  });
});

test("a quarter more for every request is a quarter more in the geometric mean, however they differ", () => {
  const times = [1, 3, 7, 400];
  const mean = (factor: number) =>
    geometricMeanMs(times.map((serviceMs) => aSample({ serviceMs: serviceMs * factor })));
  expect(mean(1.25) / mean(1)).toBeCloseTo(1.25, 10);
});
