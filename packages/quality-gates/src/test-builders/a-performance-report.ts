import type { BlockPair, PerformanceResults, RegressionFigures } from "../performance/performance-results.ts";

const MIB = 1024 ** 2;

/** `count` pairs around a ratio; noise alternates, so that the mean is exact. */
export function pairsOf(ratio: number, count: number, logNoise = 0.01): readonly BlockPair[] {
  return Array.from({ length: count }, (_, index) => ({
    baselineMs: 4,
    candidateMs: 4 * ratio * Math.exp(index % 2 === 0 ? logNoise : -logNoise),
  }));
}

/** A comparison with the last release. */
export function comparedWith(pairs: readonly BlockPair[]): RegressionFigures {
  return { kind: "compared", baseline: { id: "0.1.0-abc", digest: "sha256:01" }, requestsPerBlock: 90, pairs };
}

/** A good measurement: every gate passes on it. A test states what differs. */
export function aPerformanceReport(change: Partial<PerformanceResults> = {}): PerformanceResults {
  return {
    schemaVersion: 1,
    p50: 4,
    p95: 20,
    p99: 45.5,
    sampleCount: 3000,
    errors: { unexpectedStatus: 1, timeout: 0, connection: 0, notSent: 0 },
    load: {
      maximumRate: 450,
      isMaximumReached: true,
      declaredRate: 250,
      sentRate: 250,
      windowMs: 12_000,
      discardedWindowCount: 0,
    },
    routes: [
      { route: "POST /api/v1/checkouts", count: 100, errorCount: 1, p95: 60 },
      { route: "GET /api/v1/products", count: 2900, errorCount: 0, p95: 18 },
    ],
    query: {
      count: 8000,
      p95: 8,
      buckets: [
        { le: 0.005, count: 7000 },
        { le: 0.01, count: 8000 },
        { le: 5, count: 8000 },
        { le: "+Inf", count: 8000 },
      ],
      slowest: [{ query: "catalog.products", count: 2900, meanMs: 3.5 }],
    },
    processes: [
      { role: "web", peakRssBytes: 180 * MIB, cpuPercentOfCore: 48, sampleCount: 49 },
      { role: "worker", peakRssBytes: 110 * MIB, cpuPercentOfCore: 0.5, sampleCount: 49 },
    ],
    machine: {
      cores: 2,
      cpuModel: "a processor",
      memoryBytes: 8 * 1024 * MIB,
      platform: "linux-x64",
      nodeVersion: "v24.0.0",
      cpuPercent: 60,
    },
    release: { id: "0.2.0-def", digest: "sha256:02" },
    regression: comparedWith(pairsOf(1.01, 20)),
    startedAt: "2026-11-23T06:01:00.000Z",
    durationMs: 75_000,
    ...change,
  };
}
