import type { Result } from "@ecommerce-cart/result";
import type { CartAlreadyOrdered, CartNotFound } from "../../cart/domain/cart-errors.ts";
import type { Cart } from "../../cart/domain/cart.ts";
import type { Money } from "../../money/domain/money.ts";
import type { Address } from "../../orders/domain/order-view.ts";
import type { OrderDraft } from "../domain/draft-order.ts";

/** An order to be created. */
export interface Reservation {
  readonly orderId: string;
  readonly cartId: string;
  readonly idempotencyKey: string;
  /** SHA-256 of the request. */
  readonly requestHash: string;
  readonly email: string;
  readonly shippingAddress: Address;
  readonly createdAt: Date;
}

/** An order with this idempotency key exists. */
export interface IdempotencyKeyTaken {
  readonly kind: "idempotency-key-taken";
}

/** The port that turns a cart into an order. */
export interface CheckoutStore {
  /**
   * In one transaction: reads the cart at today's prices, lets `draft` decide, takes the stock and creates the order
   * (`pending_payment`). Stock is never taken below zero, whatever runs at once. Gives the amount to charge.
   * The number of statements does not depend on the cart's size.
   */
  reserve<E>(
    reservation: Reservation,
    draft: (cart: Cart) => Result<OrderDraft, E>,
  ): Promise<Result<Money, E | CartNotFound | CartAlreadyOrdered | IdempotencyKeyTaken>>;
}
