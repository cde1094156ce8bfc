import { err, ok, type Result } from "@ecommerce-cart/result";

/**
 * Where an order stands.
 * `pending_payment`: stock is reserved and the charge under way. `requires_action`: the buyer's bank asks something.
 * `paid`, `payment_failed` and `cancelled` are final; the last two gave the stock back.
 */
export type OrderStatus = "pending_payment" | "requires_action" | "paid" | "payment_failed" | "cancelled";

/** What may follow what; an empty list makes a status final. */
export const ORDER_TRANSITIONS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending_payment: ["paid", "payment_failed", "requires_action", "cancelled"],
  requires_action: ["paid", "payment_failed", "cancelled"],
  paid: [],
  payment_failed: [],
  cancelled: [],
};

/** The order cannot go from `from` to `to`. */
export interface InvalidOrderTransition {
  readonly kind: "invalid-order-transition";
  readonly from: OrderStatus;
  readonly to: OrderStatus;
}

/** The next status, if the table allows it. Example: `changeStatus("paid", "cancelled")` fails. */
export function changeStatus(from: OrderStatus, to: OrderStatus): Result<OrderStatus, InvalidOrderTransition> {
  return ORDER_TRANSITIONS[from].includes(to) ? ok(to) : err({ kind: "invalid-order-transition", from, to });
}

/** The statuses from which `to` can be reached in one step: what a conditional update must find. */
export function statusesBefore(to: OrderStatus): readonly OrderStatus[] {
  return (Object.keys(ORDER_TRANSITIONS) as OrderStatus[]).filter((from) => ORDER_TRANSITIONS[from].includes(to));
}

/** Whether nothing can follow. */
export function isFinal(status: OrderStatus): boolean {
  return ORDER_TRANSITIONS[status].length === 0;
}

/** Whether the order's units are back on the shelf. */
export function hasReturnedStock(status: OrderStatus): boolean {
  return status === "payment_failed" || status === "cancelled";
}
