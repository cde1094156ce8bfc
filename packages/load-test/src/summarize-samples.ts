import type { ErrorCounts, RouteFigures } from "@ecommerce-cart/quality-gates";
import type { Sample } from "./open-loop.ts";

/** Percentiles in milliseconds, failures and routes of a window. */
export interface SampleSummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly sampleCount: number;
  readonly errors: ErrorCounts;
  /** Slowest first. */
  readonly routes: readonly RouteFigures[];
}

/**
 * The value that a share of all does not exceed (nearest rank); 0 where there are none. `sorted` ascends.
 * Example: `percentile([10, 20, 30, 40], 0.5)` is 20.
 */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Adds up a window. */
export function summarizeSamples(samples: readonly Sample[]): SampleSummary {
  const sorted = sortedLatencies(samples);
  const routes = Object.entries(Object.groupBy(samples, ({ route }) => route)).map(([route, own = []]) => ({
    route,
    count: own.length,
    errorCount: own.filter(({ failure }) => failure !== undefined).length,
    p95: percentile(sortedLatencies(own), 0.95),
  }));
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    sampleCount: samples.length,
    errors: countErrors(samples),
    routes: routes.toSorted((a, b) => b.p95 - a.p95),
  };
}

/** The geometric mean of the time that requests took once sent, in milliseconds: each one's relative change counts alike. */
export function geometricMeanMs(samples: readonly Sample[]): number {
  const logs = samples.map(({ serviceMs }) => Math.log(Math.max(serviceMs, SHORTEST_MS)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / samples.length);
}

const SHORTEST_MS = 0.001;

function countErrors(samples: readonly Sample[]): ErrorCounts {
  const count = (kind: Sample["failure"]): number => samples.filter(({ failure }) => failure === kind).length;
  return {
    unexpectedStatus: count("unexpectedStatus"),
    timeout: count("timeout"),
    connection: count("connection"),
    notSent: count("notSent"),
  };
}

function sortedLatencies(samples: readonly Sample[]): readonly number[] {
  return samples.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
}
