import type { Result } from "@ecommerce-cart/result";
import type { Money } from "../../money/domain/money.ts";
import type { ChargeOutcome } from "../domain/charge-outcome.ts";
import type {
  CardDetails,
  CardNotAccepted,
  ChallengeClosed,
  ChallengeNotFound,
  ChallengeView,
  PaymentToken,
} from "../domain/payment-types.ts";

/** What is to be charged. `orderId` keys the charge: asked twice, it is made once. */
export interface ChargeRequest {
  readonly orderId: string;
  readonly token: string;
  readonly amount: Money;
}

/** The port to whoever moves the money. Every function may be repeated after a failure. */
export interface PaymentProvider {
  /** Exchanges a valid card for a token that serves one charge. */
  createToken(card: CardDetails): Promise<Result<PaymentToken, CardNotAccepted>>;
  /** Whether a charge with this token can be tried now. */
  isTokenUsable(token: string): Promise<boolean>;
  /** Charges once per order, whatever is repeated: a repeat gives what the first one gave. */
  charge(request: ChargeRequest): Promise<ChargeOutcome>;
  /** What became of the order's charge. Where there is none, makes sure that there never will be (`voided`). */
  settle(order: { readonly orderId: string; readonly amount: Money }): Promise<ChargeOutcome>;
  findChallenge(challengeId: string): Promise<ChallengeView | null>;
  /** Takes the buyer's answer to the bank's question. */
  answerChallenge(
    challengeId: string,
    decision: "approve" | "decline",
  ): Promise<
    Result<{ readonly orderId: string; readonly outcome: ChargeOutcome }, ChallengeNotFound | ChallengeClosed>
  >;
}
