import type { Totals } from "../../cart/domain/cart-view.ts";
import type { Money } from "../../money/domain/money.ts";
import type { OrderStatus } from "./order-status.ts";

/** A postal address; `line2` and `region` may be empty. */
export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string;
}

/** One line of an order, with the price at which it was bought. */
export interface OrderLineView {
  readonly id: string;
  readonly variantId: string;
  readonly sku: string;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** `unitPrice` times `quantity`, before tax; the lines' totals add up to the order's subtotal. */
  readonly total: Money;
  /** This line's part of the order's tax; with shipping's part they add up to the order's tax. */
  readonly tax: Money;
}

/** An order as its buyer sees it. */
export interface OrderView {
  /** Unguessable: whoever has it may read the order. */
  readonly id: string;
  /** For people, e.g. "EC-100042". */
  readonly number: string;
  readonly status: OrderStatus;
  readonly email: string;
  readonly shippingAddress: Address;
  readonly lines: readonly OrderLineView[];
  readonly totals: Totals;
  /** Why the payment failed; null unless `status` is `payment_failed`. */
  readonly paymentFailure: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** There is no such order. */
export interface OrderNotFound {
  readonly kind: "order-not-found";
}
