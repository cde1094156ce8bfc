import { estimateRatio } from "@ecommerce-cart/quality-gates";
import type { BlockPair } from "@ecommerce-cart/quality-gates";

/** What the gate will ask of the pairs: see `RegressionPolicy`. */
export interface RegressionQuestion {
  readonly toleranceRatio: number;
  readonly confidence: number;
}

/** Whether the pairs so far tell on which side of the tolerance the ratio is, so that no more need be measured. */
export function isSettled(pairs: readonly BlockPair[], { toleranceRatio, confidence }: RegressionQuestion): boolean {
  if (pairs.length < 2) return false;
  const { lower, upper } = estimateRatio(pairs, confidence);
  return lower > toleranceRatio || upper < toleranceRatio;
}
