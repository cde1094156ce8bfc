import { err, ok, type Result } from "@ecommerce-cart/result";
import type { CartAlreadyOrdered } from "../../cart/domain/cart-errors.ts";
import type { Totals } from "../../cart/domain/cart-view.ts";
import type { Cart, CartLine } from "../../cart/domain/cart.ts";
import { priceLines } from "../../cart/domain/pricing.ts";
import type { Money } from "../../money/domain/money.ts";
import type { CartEmpty, OutOfStock } from "./checkout-types.ts";

/** One line to be ordered, at the price of this moment. */
export interface DraftLine {
  readonly cartLine: CartLine;
  readonly total: Money;
  readonly tax: Money;
}

/** What an order will say; nothing is reserved yet. */
export interface OrderDraft {
  readonly lines: readonly DraftLine[];
  readonly totals: Totals;
}

/** Why a cart cannot be ordered as it stands. */
export type DraftOrderError = CartAlreadyOrdered | CartEmpty | OutOfStock;

/**
 * Turns a cart into what its order will say. Prices and stock are those that the cart's lines carry: read them in the
 * transaction that reserves. Names every line of which too few units are left.
 */
export function draftOrder(cart: Cart): Result<OrderDraft, DraftOrderError> {
  if (cart.isOrdered) return err({ kind: "cart-already-ordered" });
  if (cart.lines.length === 0) return err({ kind: "cart-empty" });
  const short = cart.lines.filter(({ quantity, variant }) => variant.available < quantity);
  if (short.length > 0) return err({ kind: "out-of-stock", lines: short.map(toShortage) });
  const pricing = priceLines(
    cart.lines.map(({ quantity, variant }) => ({ quantity, unitPrice: variant.unitPrice })),
    cart.currency,
  );
  return ok({
    totals: pricing.totals,
    lines: pricing.lines.flatMap((priced, index) => {
      const cartLine = cart.lines[index];
      return cartLine === undefined ? [] : [{ cartLine, ...priced }];
    }),
  });
}

function toShortage({ id, quantity, variant }: CartLine): OutOfStock["lines"][number] {
  return {
    lineId: id,
    variantId: variant.variantId,
    productTitle: variant.productTitle,
    requested: quantity,
    available: variant.available,
  };
}
