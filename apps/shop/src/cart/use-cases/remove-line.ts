import { ok, type Result } from "@ecommerce-cart/result";
import type { RemoveLineCommand } from "../../shop-use-cases.ts";
import type { RemoveLineError } from "../domain/cart-errors.ts";
import type { CartView } from "../domain/cart-view.ts";
import { checkEditable, takeOutLine } from "../domain/cart.ts";
import { toCartView } from "../domain/to-cart-view.ts";
import type { CartStore } from "./cart-store.ts";

/** Takes a line out of a cart; see RemoveLineCommand. */
export async function removeLine(
  ports: { readonly carts: CartStore },
  command: RemoveLineCommand,
): Promise<Result<CartView, RemoveLineError>> {
  const { cartId, lineId, expectedVersion } = command;
  const edited = await ports.carts.edit<RemoveLineError>(cartId, (cart) => {
    const editable = checkEditable(cart, expectedVersion);
    return editable.ok ? takeOutLine(cart, lineId) : editable;
  });
  return edited.ok ? ok(toCartView(edited.value)) : edited;
}
