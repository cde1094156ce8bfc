import type { DeclineReason } from "../../payments/domain/test-cards.ts";

const TEXTS: Readonly<Record<DeclineReason, string>> = {
  "card-declined": "The bank declined this card.",
  "insufficient-funds": "The bank says that the card has not enough funds.",
  "processing-error": "The bank could not process the payment just now.",
  "expired-card": "The bank says that the card has expired.",
  "payment-token-invalid": "The card's details were no longer valid; please type them again.",
  "authentication-failed": "The payment was not approved at the bank.",
};

/** Why a payment failed, in a sentence; a plain one for a reason that is unknown. */
export function declineText(reason: string | null): string {
  const known = Object.entries(TEXTS).find(([kind]) => kind === reason);
  return known?.[1] ?? "The payment did not go through.";
}
