import type { BlockPair } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { isSettled } from "./is-settled.ts";

const QUESTION = { toleranceRatio: 1.1, confidence: 0.95 };

/** Pairs whose ratios are spread by up to a fifth around `ratio`. */
function pairsAround(ratio: number, count: number): readonly BlockPair[] {
  return Array.from({ length: count }, (_, index) => ({
    baselineMs: 10,
    candidateMs: 10 * ratio * 1.2 ** Math.sin(2.4 * index),
  }));
}

test.each([
  [1, 40, true],
  [1, 8, false],
  [1.05, 40, false],
  [1.05, 160, true],
  [1.1, 160, false],
  [1.2, 40, true],
  [1, 1, false],
])("pairs around %d, %d of them: settled is %s", (ratio, count, expected) => {
  expect(isSettled(pairsAround(ratio, count), QUESTION)).toBe(expected);
});
