import { ok, type Result } from "@ecommerce-cart/result";
import type { OrderView } from "../../orders/domain/order-view.ts";
import type { OrderStore } from "../../orders/use-cases/order-store.ts";
import type { ResolveChallengeCommand } from "../../shop-use-cases.ts";
import type { ChallengeClosed, ChallengeNotFound } from "../domain/payment-types.ts";
import type { PaymentProvider } from "./payment-provider.ts";

/**
 * Gives the bank the buyer's answer and brings the order to its end.
 * Cut off between the two, the sweeper does the second.
 */
export async function resolveChallenge(
  ports: { readonly payments: Pick<PaymentProvider, "answerChallenge">; readonly orders: OrderStore },
  command: ResolveChallengeCommand,
): Promise<Result<OrderView, ChallengeNotFound | ChallengeClosed>> {
  const answered = await ports.payments.answerChallenge(command.challengeId, command.decision);
  if (!answered.ok) return answered;
  const { orderId, outcome } = answered.value;
  return ok((await ports.orders.recordPayment(orderId, outcome)).view);
}
