import fc from "fast-check";
import { expect, test } from "vitest";
import { priceLines, PRICING_RULES, type PricedLine } from "./pricing.ts";

function euros(amount: number, quantity = 1): PricedLine {
  return { quantity, unitPrice: { amount, currency: "EUR" } };
}

function amountsOf(lines: readonly PricedLine[]): readonly number[] {
  const { subtotal, shipping, tax, total } = priceLines(lines, "EUR").totals;
  return [subtotal.amount, shipping.amount, tax.amount, total.amount];
}

test("two units at 10.00 give 20.00, 4.90 shipping, 4.98 tax: 29.88", () => {
  expect(amountsOf([euros(1000, 2)])).toEqual([2000, 490, 498, 2988]);
});

test("nothing costs nothing", () => {
  expect(amountsOf([])).toEqual([0, 0, 0, 0]);
});

test("shipping is free from 50.00, not at 49.99", () => {
  expect(amountsOf([euros(5000)])).toEqual([5000, 0, 1000, 6000]);
  expect(amountsOf([euros(4999)])).toEqual([4999, 490, 1098, 6587]);
});

test("a free thing is shipped all the same", () => {
  expect(amountsOf([euros(0)])).toEqual([0, 490, 98, 588]);
});

test("half a cent of tax is rounded up", () => {
  const rules = { ...PRICING_RULES, taxBasisPoints: 1900, shippingFee: 0 };
  // 19 % of 50 is 9.5.
  expect(priceLines([euros(50)], "EUR", rules).totals.tax.amount).toBe(10);
  expect(priceLines([euros(49)], "EUR", rules).totals.tax.amount).toBe(9);
});

test("a line in another currency is the caller's bug", () => {
  expect(() => priceLines([euros(1)], "USD")).toThrow(RangeError);
});

test("lines add up to totals to the cent, and the tax of lines and shipping to the tax", () => {
  const line = fc.record({ amount: fc.nat({ max: 2_147_483_647 }), quantity: fc.integer({ min: 1, max: 99 }) });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 500 }), fc.nat({ max: 3000 }), (lines, taxBasisPoints) => {
      const rules = { ...PRICING_RULES, taxBasisPoints };
      const priced = priceLines(
        lines.map(({ amount, quantity }) => euros(amount, quantity)),
        "EUR",
        rules,
      );
      const { subtotal, shipping, tax, total } = priced.totals;
      const sum = (amounts: readonly number[]): number => amounts.reduce((rest, amount) => rest + amount, 0);
      expect(sum(priced.lines.map((one) => one.total.amount))).toBe(subtotal.amount);
      expect(subtotal.amount + shipping.amount + tax.amount).toBe(total.amount);
      const shippingTax = tax.amount - sum(priced.lines.map((one) => one.tax.amount));
      const exact = (shipping.amount * taxBasisPoints) / 10_000;
      expect(Math.abs(shippingTax - exact)).toBeLessThanOrEqual(1.5);
      expect(shippingTax).toBeGreaterThanOrEqual(0);
    }),
  );
});
