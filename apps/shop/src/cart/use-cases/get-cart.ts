import { err, ok, type Result } from "@ecommerce-cart/result";
import type { CartNotFound } from "../domain/cart-errors.ts";
import type { CartView } from "../domain/cart-view.ts";
import { toCartView } from "../domain/to-cart-view.ts";
import type { CartStore } from "./cart-store.ts";

/** Reads a cart at the prices of this moment. */
export async function getCart(
  ports: { readonly carts: CartStore },
  cartId: string,
): Promise<Result<CartView, CartNotFound>> {
  const cart = await ports.carts.read(cartId);
  return cart === null ? err({ kind: "cart-not-found" }) : ok(toCartView(cart));
}
