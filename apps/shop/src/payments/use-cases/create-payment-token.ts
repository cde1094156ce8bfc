import type { Result } from "@ecommerce-cart/result";
import type { CardDetails, CreatePaymentTokenError, PaymentToken } from "../domain/payment-types.ts";
import { validateCard } from "../domain/validate-card.ts";
import type { PaymentProvider } from "./payment-provider.ts";

/** Checks a card and exchanges it for a token. The card is neither kept nor logged. */
export async function createPaymentToken(
  ports: { readonly payments: Pick<PaymentProvider, "createToken">; readonly now: () => Date },
  card: CardDetails,
): Promise<Result<PaymentToken, CreatePaymentTokenError>> {
  const now = ports.now();
  const valid = validateCard(card, { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1 });
  return valid.ok ? ports.payments.createToken(valid.value) : valid;
}
