import type { HistogramBucket } from "./performance-results.ts";

/**
 * A quantile of a Prometheus histogram, in the unit of its bounds, interpolated linearly within the bucket as
 * Prometheus's `histogram_quantile` does. `buckets`: cumulative, ascending, the last "+Inf". Undefined where nothing
 * was counted, or the quantile lies beyond the last bound: how far beyond, nobody knows.
 * Example: of 10 in (0, 1] and 10 in (1, 2], the quantile 0.75 is 1.5.
 * Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export function histogramQuantile(quantile: number, buckets: readonly HistogramBucket[]): number | undefined {
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return undefined;
  const rank = quantile * total;
  let lower = 0;
  let countBelow = 0;
  for (const { le, count } of buckets) {
    if (count >= rank && count > countBelow)
      return le === "+Inf" ? undefined : lower + ((le - lower) * (rank - countBelow)) / (count - countBelow);
    if (le !== "+Inf") lower = le;
    countBelow = count;
  }
  return undefined;
}
