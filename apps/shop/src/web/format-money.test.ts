import { expect, test } from "vitest";
import { formatMoney } from "./format-money.ts";

test.each([
  [0, "EUR", "€0.00"],
  [5, "EUR", "€0.05"],
  [123_450, "EUR", "€1,234.50"],
  [-1250, "EUR", "-€12.50"],
  [1250, "JPY", "JP¥1,250"],
  [1250, "BHD", "BHD 1.250"],
])("%i minor units of %s are %s", (amount, currency, text) => {
  expect(formatMoney({ amount, currency }).replace("\u00a0", " ")).toBe(text);
});

test("the largest safe amount keeps its last cent", () => {
  expect(formatMoney({ amount: 9_007_199_254_740_991, currency: "EUR" })).toBe("€90,071,992,547,409.91");
});
