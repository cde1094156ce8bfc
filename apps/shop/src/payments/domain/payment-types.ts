import type { Money } from "../../money/domain/money.ts";

/** A card as typed by the shopper; text is trimmed, spaces in the number are allowed. Never stored, never logged. */
export interface CardDetails {
  readonly number: string;
  /** 1 to 12. */
  readonly expMonth: number;
  /** Four digits. */
  readonly expYear: number;
  readonly cvc: string;
  /** Name on the card. */
  readonly name: string;
}

/** Stands for a card in one checkout; single use, short-lived. */
export interface PaymentToken {
  readonly token: string;
  readonly brand: string;
  readonly last4: string;
}

/** What is wrong with one field of a card. */
export interface CardProblem {
  readonly field: keyof CardDetails;
  readonly reason:
    | "number-malformed"
    | "number-check-digit-wrong"
    | "month-out-of-range"
    | "year-out-of-range"
    | "expired"
    | "cvc-malformed"
    | "name-missing"
    | "name-too-long";
}

/** The card's fields do not make a valid card. */
export interface InvalidCard {
  readonly kind: "invalid-card";
  readonly problems: readonly CardProblem[];
}

/** The number is valid but not one of the sandbox's test cards: real cards must not reach us. */
export interface CardNotAccepted {
  readonly kind: "card-not-accepted";
}

/** Why a card gives no token. */
export type CreatePaymentTokenError = InvalidCard | CardNotAccepted;

/** A question of the buyer's bank about one charge. */
export interface ChallengeView {
  readonly id: string;
  readonly orderId: string;
  readonly amount: Money;
  /** `expired` is answered like declined. */
  readonly status: "open" | "approved" | "declined" | "expired";
}

/** There is no such challenge. */
export interface ChallengeNotFound {
  readonly kind: "challenge-not-found";
}

/** The challenge was answered before, or expired. */
export interface ChallengeClosed {
  readonly kind: "challenge-closed";
  readonly orderId: string;
}
