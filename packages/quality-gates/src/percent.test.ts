import fc from "fast-check";
import { expect, test } from "vitest";
import { countOf, formatCount, formatPercent, leastPart } from "./percent.ts";

test.each([
  [1, 3, "33.33 %"],
  [2, 3, "66.66 %"],
  [99_999, 100_000, "99.99 %"],
  [1, 1, "100.00 %"],
  [0, 7, "0.00 %"],
  [1, 1000, "0.10 %"],
])("%d of %d is %s, rounded down", (part, whole, text) => {
  expect(formatPercent({ part, whole })).toBe(text);
});

test("what prints as a threshold has reached it", () => {
  const share = fc
    .integer({ min: 1, max: 5_000_000 })
    .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole)));
  fc.assert(
    fc.property(share, fc.integer({ min: 0, max: 10_000 }), ([part, whole], hundredths) => {
      const printed = Math.round(Number(formatPercent({ part, whole }).slice(0, -2)) * 100);
      expect(printed >= hundredths).toBe(part >= leastPart(whole, hundredths / 100));
    }),
  );
});

test("the least part is the first whole number that is enough", () => {
  expect([leastPart(4210, 80), leastPart(5, 80), leastPart(10, 0), leastPart(10, 100), leastPart(3, 33.33)]).toEqual([
    3368, 4, 0, 10, 1,
  ]);
});

test("counts are grouped by thousands", () => {
  expect([formatCount(0), formatCount(999), formatCount(1000), formatCount(1_234_567)]).toEqual([
    "0",
    "999",
    "1,000",
    "1,234,567",
  ]);
  expect([countOf(1, "file"), countOf(1204, "file")]).toEqual(["1 file", "1,204 files"]);
});
