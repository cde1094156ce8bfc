import { expect, test } from "vitest";
import { describeMalformed } from "../malformed-report.ts";
import { aPerformanceReport, comparedWith } from "../test-builders/a-performance-report.ts";
import { histogramQuantile } from "./histogram-quantile.ts";
import { readPerformanceResults } from "./read-performance-results.ts";

test("what was written is read", () => {
  const report = aPerformanceReport();
  expect(readPerformanceResults(JSON.stringify(report))).toEqual({ ok: true, value: report });
});

test.each([
  [{ schemaVersion: 2 }, "at /schemaVersion: 1 is expected"],
  [{ p95: "20" }, "at /p95: a number from 0 on is expected"],
  [{ p95: null }, "at /p95: a number from 0 on is expected"],
  [{ p95: 3 }, "at /p95: p50, p95 and p99 do not ascend"],
  [{ sampleCount: 3001 }, "at /routes: the routes' counts do not add up to sampleCount"],
  [{ errors: { unexpectedStatus: 0, timeout: 0, connection: 0, notSent: 0 } }, "at /errors: the errors are not those"],
  [{ errors: {} }, "at /errors/unexpectedStatus: a whole number from 0 on is expected"],
  [{ routes: [{ route: "GET /", count: 3000, errorCount: 1 }] }, "at /routes/0/p95: a number from 0 on is expected"],
  [{ processes: {} }, "at /processes: a list is expected"],
  [{ load: { ...aPerformanceReport().load, discardedWindowCount: 2 } }, "at /load/discardedWindowCount: 0 or 1"],
  [{ load: undefined }, "at /load/isMaximumReached: true or false is expected"],
  [{ startedAt: "yesterday" }, "at /startedAt: an ISO 8601 time is expected"],
  [{ release: { id: "a" } }, "at /release/digest: a text is expected"],
  [{ regression: { kind: "better" } }, "at /regression/kind: compared or no-comparison is expected"],
  [{ regression: { kind: "no-comparison" } }, "at /regression/reason: a text is expected"],
  [
    { regression: comparedWith([{ baselineMs: 0, candidateMs: 1 }]) },
    "at /regression/pairs/0/baselineMs: a number above 0 is expected",
  ],
])("%j is malformed %s", (change, message) => {
  const read = readPerformanceResults(JSON.stringify({ ...aPerformanceReport(), ...change }));
  expect(read.ok ? "" : describeMalformed(read.error)).toContain(message);
});

const QUERY = aPerformanceReport().query;

test.each([
  [{ ...QUERY, p95: 7 }, "at /query/p95: the buckets give another figure"],
  [{ ...QUERY, p95: null }, "at /query/p95: the buckets give another figure"],
  [{ ...QUERY, count: 1 }, 'at /query/count: the bucket "+Inf" holds another'],
  [{ ...QUERY, buckets: [] }, "at /query/buckets: ascending"],
  [{ ...QUERY, buckets: QUERY.buckets.toReversed() }, "at /query/buckets: ascending"],
  [{ ...QUERY, buckets: QUERY.buckets.slice(0, -1) }, "at /query/buckets: ascending"],
])("a figure of statements that its histogram does not give is malformed: %#", (query, message) => {
  const read = readPerformanceResults(JSON.stringify(aPerformanceReport({ query })));
  expect(read.ok ? "" : describeMalformed(read.error)).toContain(message);
});

test.each([
  [0.75, [10, 20, 20], 1.5],
  [0.5, [10, 20, 20], 1],
  [0.25, [10, 20, 20], 0.5],
  [1, [10, 20, 20], 2],
  [0.95, [0, 20, 20], 1.95],
  [0.95, [18, 18, 20], undefined],
  [0.95, [0, 0, 0], undefined],
])("quantile %d of cumulative counts %j with the bounds 1, 2 and +Inf is %j", (quantile, counts, expected) => {
  const [one = 0, two = 0, all = 0] = counts;
  const buckets = [
    { le: 1, count: one },
    { le: 2, count: two },
    { le: "+Inf", count: all },
  ] as const;
  expect(histogramQuantile(quantile, buckets)).toEqual(expected === undefined ? undefined : expect.closeTo(expected));
});
