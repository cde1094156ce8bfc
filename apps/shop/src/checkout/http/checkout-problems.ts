import type { DeclineReason } from "../../payments/domain/test-cards.ts";
import type { InputError, ProblemInput } from "../../problems/problem.ts";
import type { CheckoutProblem, LineShortage, PlaceOrderError } from "../domain/checkout-types.ts";

const DETAILS: Readonly<Record<CheckoutProblem["reason"], string>> = {
  missing: "must not be empty",
  "too-long": "is too long",
  "email-malformed": "is no e-mail address",
  "country-unknown": "is no ISO 3166-1 alpha-2 code, such as DE",
};

const DECLINES: Readonly<Record<DeclineReason, string>> = {
  "card-declined": "The bank declined the card.",
  "insufficient-funds": "The card has insufficient funds.",
  "processing-error": "The bank could not process the payment. Try again later or with another card.",
  "expired-card": "The bank says that the card has expired.",
  "payment-token-invalid": "The payment token was used or expired meanwhile.",
  "authentication-failed": "The payment was not approved with the bank.",
};

/** Says why a cart was not bought. */
export function toCheckoutProblem(error: PlaceOrderError): ProblemInput {
  switch (error.kind) {
    case "payment-token-invalid":
      return { kind: error.kind, errors: [{ pointer: "#/paymentToken", detail: "is unknown, used or expired" }] };
    case "invalid-checkout-details":
      return { kind: error.kind, errors: error.problems.map(toInputError) };
    case "out-of-stock":
      return { kind: error.kind, extensions: { lines: error.lines.map(toShortage) } };
    case "payment-declined": {
      const { kind, reason, orderId } = error;
      return { kind, detail: DECLINES[reason], extensions: { reason, orderId } };
    }
    default:
      return { kind: error.kind };
  }
}

function toInputError({ pointer, reason }: CheckoutProblem): InputError {
  return { pointer: `#${pointer}`, detail: DETAILS[reason] };
}

function toShortage(line: LineShortage): LineShortage {
  const { lineId, variantId, productTitle, requested, available } = line;
  return { lineId, variantId, productTitle, requested, available };
}
