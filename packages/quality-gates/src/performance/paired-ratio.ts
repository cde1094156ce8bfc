import type { BlockPair } from "./performance-results.ts";
import { studentT } from "./student-t.ts";

/** How many times as long the candidate takes, with its confidence interval; 1 is no change, 1.25 a quarter slower. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation of the logarithms of the pairs' ratios: the noise of one pair. */
  readonly logDeviation: number;
  readonly pairCount: number;
}

/**
 * The ratio candidate / baseline over pairs of blocks. The logarithm of a pair's ratio is taken to be normal, and its
 * mean gets a Student interval: what slows both blocks of a pair cancels out, what slows one widens the interval.
 * `pairs`: two or more, times above 0; `confidence`: 0.95, two-sided.
 * Example: pairs of 10 and 20 ms each, without noise, give 2 with the bounds 2 and 2.
 */
export function estimateRatio(pairs: readonly BlockPair[], confidence: number): RatioEstimate {
  const logs = pairs.map(({ baselineMs, candidateMs }) => Math.log(candidateMs / baselineMs));
  const count = logs.length;
  const mean = logs.reduce((sum, log) => sum + log, 0) / count;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (count - 1);
  const half = studentT(confidence, count - 1) * Math.sqrt(variance / count);
  return {
    ratio: Math.exp(mean),
    lower: Math.exp(mean - half),
    upper: Math.exp(mean + half),
    logDeviation: Math.sqrt(variance),
    pairCount: count,
  };
}

/**
 * About how many pairs would settle it, at the noise and the ratio seen: as many as make half the interval narrower
 * than the distance to the tolerance. Undefined where the ratio stands so near to it that no number would (over 10,000).
 */
export function pairsToDecide(
  { ratio, logDeviation, pairCount }: RatioEstimate,
  { tolerance, confidence }: { readonly tolerance: number; readonly confidence: number },
): number | undefined {
  const distance = Math.abs(Math.log(ratio / tolerance));
  const needed = Math.ceil(((studentT(confidence, pairCount - 1) * logDeviation) / distance) ** 2);
  return needed <= MOST_PAIRS ? Math.max(needed, pairCount + 1) : undefined;
}

const MOST_PAIRS = 10_000;
