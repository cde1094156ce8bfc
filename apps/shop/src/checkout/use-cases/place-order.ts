import { createHash } from "node:crypto";
import { err, ok, type Result } from "@ecommerce-cart/result";
import type { OrderRecord, OrderStore } from "../../orders/use-cases/order-store.ts";
import type { DeclineReason } from "../../payments/domain/test-cards.ts";
import type { PaymentProvider } from "../../payments/use-cases/payment-provider.ts";
import type { PlaceOrderCommand } from "../../shop-use-cases.ts";
import { checkDetails } from "../domain/check-details.ts";
import type { CheckoutDetails, PlacedOrder, PlaceOrderError } from "../domain/checkout-types.ts";
import { draftOrder } from "../domain/draft-order.ts";
import type { CheckoutStore } from "./checkout-store.ts";

/** What buying needs. */
export interface PlaceOrderPorts {
  readonly checkouts: CheckoutStore;
  readonly orders: Pick<OrderStore, "findByIdempotencyKey" | "recordPayment">;
  readonly payments: Pick<PaymentProvider, "isTokenUsable" | "charge">;
  readonly newOrderId: () => string;
  readonly now: () => Date;
  /** Absolute address at which the buyer answers the bank's question. */
  readonly challengeUrl: (challengeId: string) => string;
}

/**
 * Buys a cart: reserves the stock and creates the order in one transaction, charges outside of any, records what came
 * of it. Cut off anywhere, the order is finished by `finishOverdueOrders`. One idempotency key places at most one
 * order; a repeat is answered as the first request was.
 */
export async function placeOrder(
  ports: PlaceOrderPorts,
  command: PlaceOrderCommand,
): Promise<Result<PlacedOrder, PlaceOrderError>> {
  const checked = checkDetails(command.details);
  if (!checked.ok) return checked;
  const details = checked.value;
  const requestHash = hashDetails(details, command.paymentFingerprint ?? details.paymentToken);
  const earlier = await ports.orders.findByIdempotencyKey(command.idempotencyKey);
  if (earlier !== null) return replay(ports, earlier, requestHash);
  if (!(await ports.payments.isTokenUsable(details.paymentToken))) return refuseToken(ports, command, requestHash);
  const orderId = ports.newOrderId();
  const { idempotencyKey } = command;
  const { cartId, email, shippingAddress } = details;
  const reserved = await ports.checkouts.reserve(
    { orderId, cartId, email, shippingAddress, idempotencyKey, requestHash, createdAt: ports.now() },
    draftOrder,
  );
  if (!reserved.ok) {
    const rival = await ports.orders.findByIdempotencyKey(idempotencyKey);
    if (rival !== null) return replay(ports, rival, requestHash);
    return reserved.error.kind === "idempotency-key-taken"
      ? err({ kind: "checkout-in-progress" })
      : err(reserved.error);
  }
  const outcome = await ports.payments.charge({ orderId, token: details.paymentToken, amount: reserved.value });
  const order = await ports.orders.recordPayment(orderId, outcome);
  return answer(ports, order, false);
}

/** A rival with the same key may have used the token a moment ago: then its order answers. */
async function refuseToken(
  ports: PlaceOrderPorts,
  { idempotencyKey }: PlaceOrderCommand,
  requestHash: string,
): Promise<Result<PlacedOrder, PlaceOrderError>> {
  const rival = await ports.orders.findByIdempotencyKey(idempotencyKey);
  return rival === null ? err({ kind: "payment-token-invalid" }) : replay(ports, rival, requestHash);
}

function replay(
  ports: PlaceOrderPorts,
  earlier: OrderRecord,
  requestHash: string,
): Result<PlacedOrder, PlaceOrderError> {
  return earlier.requestHash === requestHash ? answer(ports, earlier, true) : err({ kind: "idempotency-key-reused" });
}

/** What the first request was answered; the order may have moved on since. */
function answer(
  ports: PlaceOrderPorts,
  { view, answeredStatus, challengeId }: OrderRecord,
  isReplay: boolean,
): Result<PlacedOrder, PlaceOrderError> {
  switch (answeredStatus) {
    case "paid":
      return ok({ order: { ...view, status: "paid" }, nextAction: null, isReplay });
    case "requires_action": {
      const nextAction = { type: "redirect" as const, url: ports.challengeUrl(challengeId ?? "") };
      return ok({ order: { ...view, status: "requires_action", paymentFailure: null }, nextAction, isReplay });
    }
    case "payment_failed":
      return err({
        kind: "payment-declined",
        reason: (view.paymentFailure ?? "card-declined") as DeclineReason,
        orderId: view.id,
      });
    case "cancelled":
      return err({ kind: "checkout-interrupted" });
    case "pending_payment":
    case null:
      return err({ kind: "checkout-in-progress" });
  }
}

/** Two requests are the same when they say the same after trimming, whatever the order of their members. */
function hashDetails({ cartId, email, shippingAddress }: CheckoutDetails, payment: string): string {
  const { name, line1, line2, city, region, postalCode, country } = shippingAddress;
  const members = [cartId, email, payment, name, line1, line2, city, region, postalCode, country];
  return createHash("sha256").update(JSON.stringify(members)).digest("hex");
}
