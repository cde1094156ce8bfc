import { expect, test } from "vitest";
import { aPerformanceReport } from "../test-builders/a-performance-report.ts";
import { aReading } from "../test-builders/a-report.ts";
import { judgePerformance } from "./judge-performance.ts";
import type { PerformancePolicy } from "./judge-performance.ts";
import type { PerformanceResults } from "./performance-results.ts";

const REPORT = "reports/performance-results.json";
const API: PerformancePolicy = {
  kind: "performance",
  name: "api p95",
  family: "performance",
  measure: "api-p95",
  limit: 200,
  report: REPORT,
};

function judge(change: Partial<PerformanceResults>, policy: Partial<PerformancePolicy> = {}) {
  const files = {
    [REPORT]: JSON.stringify(aPerformanceReport(change)),
    "release.json": JSON.stringify({ digest: "sha256:02" }),
    "other.json": JSON.stringify({ digest: "sha256:03" }),
    "torn.json": '{"digest":',
  };
  return judgePerformance({ ...API, ...policy }, aReading({ files }));
}

test("a good measurement passes, with its figure, its load and the slowest routes first", () => {
  expect(judge({})).toEqual({
    gate: "api p95",
    family: "performance",
    status: "pass",
    figure: "20 ms",
    threshold: "< 200 ms",
    reason: "20 ms: 3,000 requests at 250/s, 56 % of the maximum of 450/s, the machine 60 % busy.",
    isRequired: true,
    offenders: [
      { file: REPORT, message: "POST /api/v1/checkouts: p95 60 ms of 100 requests" },
      { file: REPORT, message: "GET /api/v1/products: p95 18 ms of 2,900 requests" },
    ],
  });
});

const WEB = { role: "web", peakRssBytes: 1, cpuPercentOfCore: 1, sampleCount: 9 };
const MIB = 1024 ** 2;

interface Limit {
  readonly measure: PerformancePolicy["measure"];
  readonly limit: number;
  readonly below: Partial<PerformanceResults>;
  readonly above: Partial<PerformanceResults>;
}

const LIMITS: readonly Limit[] = [
  { measure: "api-p95", limit: 200, below: { p95: 199.99, p99: 300 }, above: { p95: 200, p99: 300 } },
  {
    measure: "memory",
    limit: 512,
    below: { processes: [{ ...WEB, peakRssBytes: 512 * MIB - 1 }] },
    above: { processes: [{ ...WEB, peakRssBytes: 512 * MIB }] },
  },
  {
    measure: "cpu",
    limit: 70,
    below: { processes: [{ ...WEB, cpuPercentOfCore: 69.9 }] },
    above: { processes: [{ ...WEB, cpuPercentOfCore: 70 }] },
  },
  {
    measure: "error-rate",
    limit: 0.1,
    below: { errors: failures(3), routes: aRoute(3) },
    above: { errors: failures(4), routes: aRoute(4) },
  },
  { measure: "query-p95", limit: 100, below: { query: queries(0.0999) }, above: { query: queries(0.1) } },
];

test.each(LIMITS)("$measure passes on one side of $limit and fails on the other", (one) => {
  const { measure, limit, below, above } = one;
  expect(judge(below, { measure, limit }).status).toBe("pass");
  expect(judge(above, { measure, limit }).status).toBe("fail");
});

test("the busiest and the largest process are judged, whichever they are", () => {
  const processes = [WEB, { role: "worker", peakRssBytes: 600 * MIB, cpuPercentOfCore: 80, sampleCount: 9 }];
  expect(judge({ processes }, { measure: "cpu", limit: 70 })).toMatchObject({
    status: "fail",
    figure: "80 % of a core",
    reason: expect.stringContaining("the worker process"),
  });
  expect(judge({ processes }, { measure: "memory", limit: 512 }).figure).toBe("600 MiB");
});

test("too few requests are not measured, on both sides of the least", () => {
  expect(judge({}, { minimumSamples: 3000 }).status).toBe("pass");
  expect(judge({}, { minimumSamples: 3001 })).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("3,000 requests measured; at least 3,001 should be"),
  });
  expect(judge({}, { measure: "query-p95", limit: 100, minimumSamples: 8001 }).status).toBe("not-measured");
});

test("a load below half of the maximum is not measured, on both sides of the half", () => {
  const load = aPerformanceReport().load;
  expect(judge({ load: { ...load, sentRate: 225 } }).status).toBe("pass");
  expect(judge({ load: { ...load, sentRate: 224.9 } }).status).toBe("not-measured");
});

test("a bad figure is bad at any load, where it is of enough requests", () => {
  const light = { ...aPerformanceReport().load, sentRate: 10, isMaximumReached: false };
  expect(judge({ p95: 300, p99: 300, load: light }).status).toBe("fail");
  expect(judge({ p95: 300, p99: 300, load: { ...light, maximumRate: 0 } }).status).toBe("fail");
  expect(judge({ p95: 300, p99: 300, load: light }, { minimumSamples: 3001 }).status).toBe("not-measured");
});

test("a maximum that was never reached, and none at all, are not measured", () => {
  const load = aPerformanceReport().load;
  expect(judge({ load: { ...load, isMaximumReached: false } }).status).toBe("not-measured");
  expect(judge({ load: { ...load, maximumRate: 0 } }).status).toBe("not-measured");
});

test("a p95 of statements beyond the last bound is not measured, nor is one without statements", () => {
  const buckets = [
    { le: 5, count: 10 },
    { le: "+Inf", count: 2000 },
  ] as const;
  const verdict = judge({ query: { count: 2000, p95: null, buckets, slowest: [] } }, { measure: "query-p95" });
  expect(verdict).toMatchObject({ status: "not-measured", reason: expect.stringContaining("last bound of 5 s") });
});

test.each(["memory", "cpu"] as const)("%s that was not seen is not measured", (measure) => {
  const unseen = [[], [{ ...WEB, sampleCount: 1 }], [WEB, { ...WEB, role: "worker", sampleCount: 0 }]];
  for (const processes of unseen) expect(judge({ processes }, { measure }).status).toBe("not-measured");
});

test("a report of another release is not measured, nor where the release is not known", () => {
  expect(judge({}, { release: "release.json" }).status).toBe("pass");
  for (const release of ["other.json", "torn.json", "missing.json"])
    expect(judge({}, { release }).status).toBe("not-measured");
});

test("a waiver sets a failure aside until its last day", () => {
  const waiver = { owner: "ops", reason: "known", until: "2026-11-23" };
  expect(judge({ p95: 300, p99: 300 }, { waiver }).status).toBe("waived");
  expect(judge({ p95: 300, p99: 300 }, { waiver: { ...waiver, until: "2026-11-22" } }).status).toBe("fail");
});

function failures(count: number): PerformanceResults["errors"] {
  return { unexpectedStatus: 0, timeout: count, connection: 0, notSent: 0 };
}

function aRoute(errorCount: number): PerformanceResults["routes"] {
  return [{ route: "GET /", count: 3000, errorCount, p95: 1 }];
}

/** All statements in one bucket that ends where their p95 lies at `seconds`. */
function queries(seconds: number): PerformanceResults["query"] {
  const buckets = [
    { le: seconds / 0.95, count: 2000 },
    { le: "+Inf", count: 2000 },
  ] as const;
  return { count: 2000, p95: seconds * 1000, buckets, slowest: [] };
}
