/** What `reports/performance-results.json` holds. Times are in milliseconds, rates in requests per second. */
export interface PerformanceResults {
  readonly schemaVersion: 1;
  /**
   * Percentiles over every request of the measured window, each timed from when it should have been sent. A request
   * that failed counts as slow as the longest that is waited for.
   */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Requests of the measured window, failed ones among them. */
  readonly sampleCount: number;
  readonly errors: ErrorCounts;
  readonly load: LoadFigures;
  /** Slowest first. Counts add up to `sampleCount`. */
  readonly routes: readonly RouteFigures[];
  readonly query: QueryFigures;
  /** The shop's processes: "web", "worker". */
  readonly processes: readonly ProcessFigures[];
  readonly machine: MachineFigures;
  readonly release: MeasuredRelease;
  readonly regression: RegressionFigures;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Of the whole run. */
  readonly durationMs: number;
}

/** Requests that failed in the measured window, by how. */
export interface ErrorCounts {
  readonly unexpectedStatus: number;
  readonly timeout: number;
  readonly connection: number;
  /** Never sent, since too many waited already. */
  readonly notSent: number;
}

export interface LoadFigures {
  /** The highest rate at which answers kept up with requests. */
  readonly maximumRate: number;
  /** True where a higher rate was tried and answers fell behind: without that, the maximum is only the highest tried. */
  readonly isMaximumReached: boolean;
  /** The rate at which the window was measured, declared beforehand. */
  readonly declaredRate: number;
  /** What was really sent in the window. */
  readonly sentRate: number;
  readonly windowMs: number;
  /** Windows measured before this one and set aside, since answers fell behind at a rate kept up with before. At most 1. */
  readonly discardedWindowCount: number;
}

export interface RouteFigures {
  /** "POST /api/v1/checkouts". */
  readonly route: string;
  readonly count: number;
  readonly errorCount: number;
  readonly p95: number;
}

/** One bucket of a Prometheus histogram: statements that took at most `le` seconds. */
export interface HistogramBucket {
  readonly le: number | "+Inf";
  /** Cumulative. */
  readonly count: number;
}

export interface QueryFigures {
  /** Statements in the measured window, from the shop's own histogram. */
  readonly count: number;
  /** Interpolated in `buckets`; null where they cannot tell (none seen, or beyond the last bound). */
  readonly p95: number | null;
  /** What the histogram grew by in the window, by bound, ascending; the last is "+Inf". */
  readonly buckets: readonly HistogramBucket[];
  /** The slowest statements by their share of time: for people. */
  readonly slowest: readonly { readonly query: string; readonly count: number; readonly meanMs: number }[];
}

export interface ProcessFigures {
  readonly role: string;
  readonly peakRssBytes: number;
  /** CPU time over the window, in percent of one core: a Node process computes on one. */
  readonly cpuPercentOfCore: number;
  /** How often its memory was looked at in the window. */
  readonly sampleCount: number;
}

export interface MachineFigures {
  readonly cores: number;
  readonly cpuModel: string;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly nodeVersion: string;
  /** Of all cores over the window, whoever used them: the shop, the database, the load, others. */
  readonly cpuPercent: number;
}

export interface MeasuredRelease {
  readonly id: string;
  /** "sha256:…". */
  readonly digest: string;
}

/** Why the first release of all is compared with nothing. */
export const NO_RELEASE_BEFORE = "no release before this one";

/** The candidate beside the last release, in the same run; or why there is no such comparison. */
export type RegressionFigures =
  | { readonly kind: "no-comparison"; readonly reason: string }
  | {
      readonly kind: "compared";
      readonly baseline: MeasuredRelease;
      readonly requestsPerBlock: number;
      /** Blocks that followed one another, the same requests in both: the geometric mean time of a request. */
      readonly pairs: readonly BlockPair[];
    };

export interface BlockPair {
  readonly baselineMs: number;
  readonly candidateMs: number;
}

/** Failed requests, however they failed. */
export function errorCountOf({ unexpectedStatus, timeout, connection, notSent }: ErrorCounts): number {
  return unexpectedStatus + timeout + connection + notSent;
}
