import { err, ok, type Result } from "@ecommerce-cart/result";
import type { AddLineCommand } from "../../shop-use-cases.ts";
import type { AddLineError } from "../domain/cart-errors.ts";
import type { CartView } from "../domain/cart-view.ts";
import { addUnits, checkEditable } from "../domain/cart.ts";
import { toCartView } from "../domain/to-cart-view.ts";
import type { CartStore } from "./cart-store.ts";

/** Adds units of a variant to a cart; see AddLineCommand. */
export async function addLine(
  ports: { readonly carts: CartStore; readonly newId: () => string },
  command: AddLineCommand,
): Promise<Result<CartView, AddLineError>> {
  const { cartId, variantId, quantity, expectedVersion } = command;
  const variant = await ports.carts.findVariant(variantId);
  const newLineId = ports.newId();
  const edited = await ports.carts.edit<AddLineError>(cartId, (cart) => {
    const editable = checkEditable(cart, expectedVersion);
    if (!editable.ok) return editable;
    return variant === null ? err({ kind: "variant-not-found" }) : addUnits(cart, { variant, quantity, newLineId });
  });
  return edited.ok ? ok(toCartView(edited.value)) : edited;
}
