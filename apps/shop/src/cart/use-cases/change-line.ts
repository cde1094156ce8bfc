import { ok, type Result } from "@ecommerce-cart/result";
import type { ChangeLineCommand } from "../../shop-use-cases.ts";
import type { ChangeLineError } from "../domain/cart-errors.ts";
import type { CartView } from "../domain/cart-view.ts";
import { checkEditable, setQuantity } from "../domain/cart.ts";
import { toCartView } from "../domain/to-cart-view.ts";
import type { CartStore } from "./cart-store.ts";

/** Sets the quantity of a line; see ChangeLineCommand. */
export async function changeLine(
  ports: { readonly carts: CartStore },
  command: ChangeLineCommand,
): Promise<Result<CartView, ChangeLineError>> {
  const { cartId, lineId, quantity, expectedVersion } = command;
  const edited = await ports.carts.edit<ChangeLineError>(cartId, (cart) => {
    const editable = checkEditable(cart, expectedVersion);
    return editable.ok ? setQuantity(cart, lineId, quantity) : editable;
  });
  return edited.ok ? ok(toCartView(edited.value)) : edited;
}
