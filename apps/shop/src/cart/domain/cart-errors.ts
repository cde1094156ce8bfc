/** There is no such cart. */
export interface CartNotFound {
  readonly kind: "cart-not-found";
}

/** An order of this cart is paid or being paid. */
export interface CartAlreadyOrdered {
  readonly kind: "cart-already-ordered";
}

/** The cart changed since the version that the caller has seen. */
export interface CartVersionMismatch {
  readonly kind: "cart-version-mismatch";
  readonly currentVersion: number;
}

/** The line is not, or no longer, in the cart. */
export interface LineNotFound {
  readonly kind: "line-not-found";
}

/** No such variant is sold. */
export interface VariantNotFound {
  readonly kind: "variant-not-found";
}

/** A line holds `min` to `max` units. */
export interface QuantityOutOfRange {
  readonly kind: "quantity-out-of-range";
  readonly min: number;
  readonly max: number;
}

/** A cart holds at most `max` lines. */
export interface TooManyLines {
  readonly kind: "too-many-lines";
  readonly max: number;
}

/** The variant is sold in another currency than the cart's. */
export interface CurrencyMismatch {
  readonly kind: "currency-mismatch";
  readonly cartCurrency: string;
  readonly variantCurrency: string;
}

/** Why a change to any cart can fail. */
export type EditCartError = CartNotFound | CartAlreadyOrdered | CartVersionMismatch;

/** Why units cannot be added. */
export type AddLineError = EditCartError | VariantNotFound | QuantityOutOfRange | TooManyLines | CurrencyMismatch;

/** Why a line's quantity cannot be set. */
export type ChangeLineError = EditCartError | LineNotFound | QuantityOutOfRange;

/** Why a line cannot be removed. */
export type RemoveLineError = EditCartError | LineNotFound;
