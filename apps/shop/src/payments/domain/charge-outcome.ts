import type { OrderStatus } from "../../orders/domain/order-status.ts";
import type { DeclineReason } from "./test-cards.ts";

/** What became of a charge. `voided`: it was never made and never will be. */
export type ChargeOutcome =
  | { readonly kind: "approved" }
  | { readonly kind: "declined"; readonly reason: DeclineReason }
  | { readonly kind: "action-required"; readonly challengeId: string }
  | { readonly kind: "voided" };

const STATUS_AFTER: Readonly<Record<ChargeOutcome["kind"], OrderStatus>> = {
  approved: "paid",
  declined: "payment_failed",
  "action-required": "requires_action",
  voided: "cancelled",
};

/** The status that an order has after its charge. Example: an approved charge makes it `paid`. */
export function statusAfter(outcome: ChargeOutcome): OrderStatus {
  return STATUS_AFTER[outcome.kind];
}
