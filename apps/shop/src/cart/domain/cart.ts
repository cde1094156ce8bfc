import { err, ok, type Result } from "@ecommerce-cart/result";
import type { Money } from "../../money/domain/money.ts";
import type {
  CartAlreadyOrdered,
  CartVersionMismatch,
  CurrencyMismatch,
  LineNotFound,
  QuantityOutOfRange,
  TooManyLines,
} from "./cart-errors.ts";

/** Units of one line at most. */
export const MAX_QUANTITY = 99;

/** Lines of one cart at most. */
export const MAX_LINES = 500;

/** What a line is about, as the catalog knows it now. */
export interface CartVariant {
  readonly variantId: string;
  readonly sku: string;
  readonly productId: string;
  readonly productSlug: string;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly imagePath: string;
  readonly unitPrice: Money;
  /** Units in stock. */
  readonly available: number;
}

/** Some units of one variant. */
export interface CartLine {
  readonly id: string;
  readonly quantity: number;
  readonly variant: CartVariant;
}

/** A cart; no two lines share a variant. */
export interface Cart {
  readonly id: string;
  readonly version: number;
  readonly currency: string;
  readonly isOrdered: boolean;
  readonly lines: readonly CartLine[];
}

/** What a store has to write: a line put (new or changed) or removed. */
export type LineChange =
  | { readonly type: "put"; readonly line: CartLine }
  | { readonly type: "remove"; readonly lineId: string };

/** A cart after a change, one version on. */
export interface EditedCart {
  readonly cart: Cart;
  readonly change: LineChange;
}

/** Whether the cart may be changed by somebody who has seen `expectedVersion`; null: whatever the version. */
export function checkEditable(
  cart: Cart,
  expectedVersion: number | null,
): Result<Cart, CartAlreadyOrdered | CartVersionMismatch> {
  if (cart.isOrdered) return err({ kind: "cart-already-ordered" });
  if (expectedVersion !== null && expectedVersion !== cart.version)
    return err({ kind: "cart-version-mismatch", currentVersion: cart.version });
  return ok(cart);
}

/** Adds units; those of a variant that is in the cart add up. `newLineId` names the line where one is made. */
export function addUnits(
  cart: Cart,
  units: { readonly variant: CartVariant; readonly quantity: number; readonly newLineId: string },
): Result<EditedCart, QuantityOutOfRange | TooManyLines | CurrencyMismatch> {
  const { variant, quantity, newLineId } = units;
  const variantCurrency = variant.unitPrice.currency;
  if (variantCurrency !== cart.currency)
    return err({ kind: "currency-mismatch", cartCurrency: cart.currency, variantCurrency });
  const checked = checkQuantity(quantity);
  if (!checked.ok) return checked;
  const line = cart.lines.find((candidate) => candidate.variant.variantId === variant.variantId);
  if (line !== undefined) {
    const sum = checkQuantity(line.quantity + quantity);
    return sum.ok ? ok(putLine(cart, { ...line, quantity: sum.value, variant })) : sum;
  }
  if (cart.lines.length >= MAX_LINES) return err({ kind: "too-many-lines", max: MAX_LINES });
  return ok(putLine(cart, { id: newLineId, quantity, variant }));
}

/** Sets how many units a line has. */
export function setQuantity(
  cart: Cart,
  lineId: string,
  quantity: number,
): Result<EditedCart, LineNotFound | QuantityOutOfRange> {
  const line = cart.lines.find(({ id }) => id === lineId);
  if (line === undefined) return err({ kind: "line-not-found" });
  const checked = checkQuantity(quantity);
  return checked.ok ? ok(putLine(cart, { ...line, quantity })) : checked;
}

/** Takes a line out. */
export function takeOutLine(cart: Cart, lineId: string): Result<EditedCart, LineNotFound> {
  if (!cart.lines.some(({ id }) => id === lineId)) return err({ kind: "line-not-found" });
  const lines = cart.lines.filter(({ id }) => id !== lineId);
  return ok({ cart: { ...cart, version: cart.version + 1, lines }, change: { type: "remove", lineId } });
}

function checkQuantity(quantity: number): Result<number, QuantityOutOfRange> {
  const isInRange = Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY;
  return isInRange ? ok(quantity) : err({ kind: "quantity-out-of-range", min: 1, max: MAX_QUANTITY });
}

function putLine(cart: Cart, line: CartLine): EditedCart {
  const isKnown = cart.lines.some(({ id }) => id === line.id);
  const lines = isKnown ? cart.lines.map((old) => (old.id === line.id ? line : old)) : [...cart.lines, line];
  return { cart: { ...cart, version: cart.version + 1, lines }, change: { type: "put", line } };
}
