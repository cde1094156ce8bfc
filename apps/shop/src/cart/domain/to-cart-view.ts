import type { CartView } from "./cart-view.ts";
import type { Cart } from "./cart.ts";
import { lineTotal, priceLines } from "./pricing.ts";

/** A cart with its totals at the prices of this moment. */
export function toCartView(cart: Cart): CartView {
  const priced = cart.lines.map(({ quantity, variant }) => ({ quantity, unitPrice: variant.unitPrice }));
  return {
    id: cart.id,
    version: cart.version,
    currency: cart.currency,
    isOrdered: cart.isOrdered,
    lines: cart.lines.map(({ id, quantity, variant }) => ({
      id,
      quantity,
      ...variant,
      total: lineTotal({ quantity, unitPrice: variant.unitPrice }),
    })),
    totals: priceLines(priced, cart.currency).totals,
  };
}
