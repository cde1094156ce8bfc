import { err, ok, type Result } from "@ecommerce-cart/result";
import type { ChallengeNotFound, ChallengeView } from "../domain/payment-types.ts";
import type { PaymentProvider } from "./payment-provider.ts";

/** Reads the bank's question about a charge. */
export async function getChallenge(
  ports: { readonly payments: Pick<PaymentProvider, "findChallenge"> },
  challengeId: string,
): Promise<Result<ChallengeView, ChallengeNotFound>> {
  const challenge = await ports.payments.findChallenge(challengeId);
  return challenge === null ? err({ kind: "challenge-not-found" }) : ok(challenge);
}
