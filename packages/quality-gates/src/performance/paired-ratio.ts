import type { BlockPair } from "./performance-results.ts";
import { studentT } from "./student-t.ts";

/** How many times as long the candidate takes, with its confidence interval; 1 is no change, 1.25 a quarter slower. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation of the logarithms of the pairs' ratios, the outer fifths drawn in: the noise of one pair. */
  readonly logDeviation: number;
  readonly pairCount: number;
}

/** Left out at each end: a hiccup of the machine hits one block of a pair, and makes its ratio meaningless. */
const TRIMMED_SHARE = 0.2;

/**
 * The ratio candidate / baseline over pairs of blocks: what slows both blocks of a pair cancels out. The mean of the
 * logarithms is trimmed by a fifth at each end, and gets the interval of Yuen (Biometrika 61, 1974): Student's, with the
 * deviation of the winsorized sample. `pairs`: two or more, times above 0; `confidence`: 0.95, two-sided.
 * Example: pairs of 10 and 20 ms each, without noise, give 2 with the bounds 2 and 2.
 */
export function estimateRatio(pairs: readonly BlockPair[], confidence: number): RatioEstimate {
  const logs = pairs.map(({ baselineMs, candidateMs }) => Math.log(candidateMs / baselineMs)).sort((a, b) => a - b);
  const count = logs.length;
  const trimmed = Math.floor(TRIMMED_SHARE * count);
  const kept = logs.slice(trimmed, count - trimmed);
  const mean = meanOf(kept);
  const [least = 0, most = 0] = [kept[0], kept.at(-1)];
  const winsorized = logs.map((log) => Math.min(Math.max(log, least), most));
  const centre = meanOf(winsorized);
  const squares = winsorized.reduce((sum, log) => sum + (log - centre) ** 2, 0);
  const half = studentT(confidence, kept.length - 1) * Math.sqrt(squares / (kept.length * (kept.length - 1)));
  return {
    ratio: Math.exp(mean),
    lower: Math.exp(mean - half),
    upper: Math.exp(mean + half),
    logDeviation: (half / studentT(confidence, kept.length - 1)) * Math.sqrt(count),
    pairCount: count,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
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
