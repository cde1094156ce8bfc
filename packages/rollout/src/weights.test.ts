import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReleaseId } from "@ecommerce-cart/release";
import { hasShares, proportionalShares } from "./weights.ts";

function groups(...healthyCounts: readonly number[]) {
  return healthyCounts.map((healthyCount, index) => ({
    releaseId: `r${index}` as ReleaseId,
    webCount: healthyCount,
    healthyCount,
    weightPercent: 0,
    inFlightCount: 0,
  }));
}

test.each([
  [
    [1, 2],
    [33, 67],
  ],
  [
    [1, 1, 1],
    [34, 33, 33],
  ],
  [
    [0, 2],
    [0, 100],
  ],
])("healthy processes %j get shares %j", (healthy, percents) => {
  expect(proportionalShares(groups(...healthy)).map((share) => share.percent)).toEqual(percents);
});

test("nothing healthy has no shares", () => {
  expect(proportionalShares(groups(0, 0))).toEqual([]);
  expect(proportionalShares([])).toEqual([]);
});

test("shares sum to 100, are within one percent of exact, and give nothing to a release without a healthy process", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 6 }), (healthy) => {
      const total = healthy.reduce((sum, count) => sum + count, 0);
      fc.pre(total > 0);
      const percents = proportionalShares(groups(...healthy)).map((share) => share.percent);
      expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100);
      for (const [index, percent] of percents.entries()) {
        expect(Math.abs(percent - ((healthy[index] ?? 0) * 100) / total)).toBeLessThan(1);
        if (healthy[index] === 0) expect(percent).toBe(0);
      }
    }),
  );
});

test("a release that no share names must have weight 0", () => {
  const weighing = (...percents: readonly number[]) =>
    groups(1, 1).map((group, index) => ({ ...group, weightPercent: percents[index] ?? 0 }));
  const shares = [{ releaseId: "r0" as ReleaseId, percent: 100 }];
  expect(hasShares(weighing(100, 0), shares)).toBe(true);
  expect(hasShares(weighing(100, 1), shares)).toBe(false);
  expect(hasShares(weighing(99, 0), shares)).toBe(false);
});
