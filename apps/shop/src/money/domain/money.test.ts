import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate } from "./allocate.ts";
import { money } from "./money.ts";

test("an amount carries its currency", () => {
  expect(money(1250, "EUR")).toEqual({ amount: 1250, currency: "EUR" });
});

test.each([1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])("%d is no amount in minor units", (amount) => {
  expect(() => money(amount, "EUR")).toThrow(RangeError);
});

test.each(["eur", "EURO", ""])('"%s" is no currency', (currency) => {
  expect(() => money(1, currency)).toThrow(RangeError);
});

test.each([
  [100, [1, 1, 1], [34, 33, 33]],
  [5, [0, 10, 0], [0, 5, 0]],
  [1, [1, 2], [0, 1]],
  [0, [0, 0], [0, 0]],
  [0, [], []],
  [7, [3], [7]],
])("%i over weights %j gives %j", (total, weights, shares) => {
  expect(allocate(total, weights)).toEqual(shares);
});

test("an amount over parts that weigh nothing has nobody to go to", () => {
  expect(() => allocate(1, [0, 0])).toThrow(RangeError);
});

test("shares add up, and each is within one unit of its exact part", () => {
  const weights = fc.array(fc.nat({ max: 1_000_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000_000 }), weights, (total, parts) => {
      fc.pre(parts.some((weight) => weight > 0));
      const shares = allocate(total, parts);
      const sum = parts.reduce((rest, weight) => rest + BigInt(weight), 0n);
      expect(shares.reduce((rest, share) => rest + share, 0)).toBe(total);
      shares.forEach((share, index) => {
        const exact = (BigInt(total) * BigInt(parts[index] ?? 0)) / sum;
        expect(BigInt(share) - exact === 0n || BigInt(share) - exact === 1n).toBe(true);
      });
    }),
  );
});
