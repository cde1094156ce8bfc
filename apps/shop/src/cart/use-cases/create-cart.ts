import type { CartView } from "../domain/cart-view.ts";
import { toCartView } from "../domain/to-cart-view.ts";
import type { CartStore } from "./cart-store.ts";

/** Creates an empty cart. */
export async function createCart(ports: {
  readonly carts: CartStore;
  readonly newId: () => string;
  /** ISO 4217 code of the shop's prices. */
  readonly currency: string;
}): Promise<CartView> {
  const cart = { id: ports.newId(), currency: ports.currency };
  await ports.carts.create(cart);
  return toCartView({ ...cart, version: 1, isOrdered: false, lines: [] });
}
