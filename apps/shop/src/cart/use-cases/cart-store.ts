import type { Result } from "@ecommerce-cart/result";
import type { CartNotFound } from "../domain/cart-errors.ts";
import type { Cart, CartVariant, EditedCart } from "../domain/cart.ts";

/** The port to stored carts. Ids that cannot be any cart's are simply not found. */
export interface CartStore {
  /** Stores an empty cart. */
  create(cart: { readonly id: string; readonly currency: string }): Promise<void>;
  /** The cart with its lines in the order in which they were added. */
  read(cartId: string): Promise<Cart | null>;
  findVariant(variantId: string): Promise<CartVariant | null>;
  /**
   * Reads the cart, lets `decide` change it and stores the change; nobody else changes the cart in between.
   * Nothing is stored when `decide` fails. The number of statements does not depend on the cart's size.
   */
  edit<E>(cartId: string, decide: (cart: Cart) => Result<EditedCart, E>): Promise<Result<Cart, E | CartNotFound>>;
}
