import type { CartAlreadyOrdered, CartNotFound } from "../../cart/domain/cart-errors.ts";
import type { Address, OrderView } from "../../orders/domain/order-view.ts";
import type { DeclineReason } from "../../payments/domain/test-cards.ts";

/** What a shopper sends to buy a cart. */
export interface CheckoutDetails {
  readonly cartId: string;
  readonly email: string;
  readonly shippingAddress: Address;
  readonly paymentToken: string;
}

/** The bank wants to ask the shopper something at `url` before it pays. */
export interface NextAction {
  readonly type: "redirect";
  /** Absolute. */
  readonly url: string;
}

/** A checkout that led to an order: paid when `nextAction` is null. */
export interface PlacedOrder {
  readonly order: OrderView;
  readonly nextAction: NextAction | null;
  /** True when an earlier request with the same idempotency key placed it. */
  readonly isReplay: boolean;
}

/** A field of the checkout that cannot be accepted; `pointer` is a JSON pointer into CheckoutDetails. */
export interface CheckoutProblem {
  readonly pointer: string;
  readonly reason: "missing" | "too-long" | "email-malformed" | "country-unknown";
}

/** The address or e-mail cannot be accepted. */
export interface InvalidCheckoutDetails {
  readonly kind: "invalid-checkout-details";
  readonly problems: readonly CheckoutProblem[];
}

/** The cart holds nothing. */
export interface CartEmpty {
  readonly kind: "cart-empty";
}

/** A line of which fewer units are left than wanted. */
export interface LineShortage {
  readonly lineId: string;
  readonly variantId: string;
  readonly productTitle: string;
  readonly requested: number;
  readonly available: number;
}

/** Some lines want more than is left; nothing was reserved. */
export interface OutOfStock {
  readonly kind: "out-of-stock";
  readonly lines: readonly LineShortage[];
}

/** The key was used before with another body. */
export interface IdempotencyKeyReused {
  readonly kind: "idempotency-key-reused";
}

/** A request with the same key is still being worked on. */
export interface CheckoutInProgress {
  readonly kind: "checkout-in-progress";
}

/** The earlier request with this key was cut off before payment; nothing was charged. Try again with a new key. */
export interface CheckoutInterrupted {
  readonly kind: "checkout-interrupted";
}

/** The payment token is unknown, used or expired; nothing was reserved. */
export interface PaymentTokenInvalid {
  readonly kind: "payment-token-invalid";
}

/** The bank said no. The stock is back and the cart open again. */
export interface PaymentDeclined {
  readonly kind: "payment-declined";
  readonly reason: DeclineReason;
  readonly orderId: string;
}

/** Why a cart was not bought. */
export type PlaceOrderError =
  | CartNotFound
  | CartAlreadyOrdered
  | CartEmpty
  | InvalidCheckoutDetails
  | OutOfStock
  | IdempotencyKeyReused
  | CheckoutInProgress
  | CheckoutInterrupted
  | PaymentTokenInvalid
  | PaymentDeclined;
