import { estimateRatio } from "@ecommerce-cart/quality-gates";
import type { BlockPair } from "@ecommerce-cart/quality-gates";

/** What the gate will ask of the pairs: see `RegressionPolicy`. */
export interface RegressionQuestion {
  readonly toleranceRatio: number;
  readonly confidence: number;
}

/**
 * How much stricter a look at the pairs so far is than the gate's at the end: who looks four times, and stops at the first
 * answer, errs as often in all as who looks once. Source: Pocock 1977, nominal 0.018 for four looks at 0.05.
 */
const STRICTNESS = 2.75;

/** Whether the pairs so far tell on which side of the tolerance the ratio is, so that no more need be measured. */
export function isSettled(pairs: readonly BlockPair[], { toleranceRatio, confidence }: RegressionQuestion): boolean {
  if (pairs.length < 2) return false;
  const { lower, upper } = estimateRatio(pairs, 1 - (1 - confidence) / STRICTNESS);
  return lower > toleranceRatio || upper < toleranceRatio;
}
