import { allocate } from "../../money/domain/allocate.ts";
import { money, type Money } from "../../money/domain/money.ts";
import type { Totals } from "./cart-view.ts";

/** Shipping and tax as data. */
export interface PricingRules {
  /** Minor units that shipping costs below `freeShippingFrom`. */
  readonly shippingFee: number;
  /** Subtotal in minor units from which shipping is free. */
  readonly freeShippingFrom: number;
  /** Tax added to goods and shipping, in basis points: 2000 is 20 %. */
  readonly taxBasisPoints: number;
}

/** 4.90 shipping, free from 50.00; 20 % tax on top of goods and shipping. Prices in the catalog are before tax. */
export const PRICING_RULES: PricingRules = { shippingFee: 490, freeShippingFrom: 5000, taxBasisPoints: 2000 };

/** Something to pay for. */
export interface PricedLine {
  readonly quantity: number;
  readonly unitPrice: Money;
}

/** Totals with what each line carries of them, in the order of the lines. */
export interface Pricing {
  readonly totals: Totals;
  readonly lines: readonly { readonly total: Money; readonly tax: Money }[];
}

/** `unitPrice` times `quantity`. */
export function lineTotal({ quantity, unitPrice }: PricedLine): Money {
  return money(unitPrice.amount * quantity, unitPrice.currency);
}

/**
 * Adds lines up. Tax is computed once on subtotal and shipping, rounded half up to the minor unit, and split over the
 * lines and shipping by the largest-remainder method, so that nothing is lost or gained. Nothing to ship costs nothing.
 * Throws RangeError when a line has another currency than `currency`.
 * Example: two units at 10.00 give subtotal 20.00, shipping 4.90, tax 4.98, total 29.88.
 */
export function priceLines(
  lines: readonly PricedLine[],
  currency: string,
  rules: PricingRules = PRICING_RULES,
): Pricing {
  const stranger = lines.find(({ unitPrice }) => unitPrice.currency !== currency);
  if (stranger !== undefined) throw new RangeError(`a line in ${stranger.unitPrice.currency} among ${currency}`);
  const lineTotals = lines.map((line) => lineTotal(line).amount);
  const subtotal = lineTotals.reduce((sum, amount) => sum + amount, 0);
  const shipping = lines.length === 0 || subtotal >= rules.freeShippingFrom ? 0 : rules.shippingFee;
  const tax = taxOn(subtotal + shipping, rules.taxBasisPoints);
  const taxShares = allocate(tax, [...lineTotals, shipping]);
  const inCurrency = (amount: number): Money => money(amount, currency);
  return {
    totals: {
      subtotal: inCurrency(subtotal),
      shipping: inCurrency(shipping),
      tax: inCurrency(tax),
      total: inCurrency(subtotal + shipping + tax),
    },
    lines: lineTotals.map((total, index) => ({ total: inCurrency(total), tax: inCurrency(taxShares[index] ?? 0) })),
  };
}

/** Half up, in whole numbers throughout. */
function taxOn(amount: number, basisPoints: number): number {
  return Number((BigInt(amount) * BigInt(basisPoints) + 5000n) / 10_000n);
}
