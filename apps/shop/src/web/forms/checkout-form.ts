import type { CheckoutProblem } from "../../checkout/domain/checkout-types.ts";
import type { Address } from "../../orders/domain/order-view.ts";
import type { CardDetails, CardProblem } from "../../payments/domain/payment-types.ts";
import type { FormError } from "../components/error-summary.tsx";
import { textOf, type SubmittedForm } from "./submitted-form.ts";

/** What is shown again when a checkout comes back; card number and code are not among it. */
export interface CheckoutFields {
  readonly email: string;
  readonly address: Address;
  readonly cardName: string;
  readonly cardExpiry: string;
}

/** An empty form: delivery within Ireland until something else is chosen. */
export const EMPTY_CHECKOUT: CheckoutFields = {
  email: "",
  address: { name: "", line1: "", line2: "", city: "", region: "", postalCode: "", country: "IE" },
  cardName: "",
  cardExpiry: "",
};

/** Reads what may be shown again. */
export function readCheckoutFields(form: SubmittedForm): CheckoutFields {
  const read = (name: string): string => textOf(form, name);
  return {
    email: read("email"),
    address: {
      name: read("name"),
      line1: read("line1"),
      line2: read("line2"),
      city: read("city"),
      region: read("region"),
      postalCode: read("postalCode"),
      country: read("country"),
    },
    cardName: read("cardName"),
    cardExpiry: read("cardExpiry"),
  };
}

/** Reads the card. An expiry that is no "MM/YY" gives month 0, which the payment provider names as wrong. */
export function readCard(form: SubmittedForm): CardDetails {
  const { expMonth, expYear } = parseExpiry(textOf(form, "cardExpiry"));
  return {
    number: textOf(form, "cardNumber"),
    expMonth,
    expYear,
    cvc: textOf(form, "cardCvc"),
    name: textOf(form, "cardName"),
  };
}

const CENTURY = 2000;

/** Reads "MM/YY", "MM/YYYY" or "MMYY". Example: "4/31" gives month 4, year 2031. */
export function parseExpiry(text: string): { readonly expMonth: number; readonly expYear: number } {
  const match = /^(\d{1,2})\s{0,5}[/ -]\s{0,5}(\d{2}|\d{4})$/u.exec(text) ?? /^(\d{2})(\d{2}|\d{4})$/u.exec(text);
  if (match === null) return { expMonth: 0, expYear: 0 };
  const year = Number(match[2]);
  return { expMonth: Number(match[1]), expYear: year < 100 ? CENTURY + year : year };
}

const LABELS: Readonly<Record<string, string>> = {
  email: "your e-mail address",
  name: "the name of whoever receives it",
  line1: "the street and house number",
  line2: "the second address line",
  city: "the town or city",
  region: "the region",
  postalCode: "the postal code",
  country: "the country",
};

/** Sentences about the checkout's details, in the order given. */
export function detailErrors(problems: readonly CheckoutProblem[]): readonly FormError[] {
  return problems.map(({ pointer, reason }) => {
    const field = pointer.split("/").at(-1) ?? "";
    return { field: Object.hasOwn(LABELS, field) ? field : null, message: detailMessage(field, reason) };
  });
}

function detailMessage(field: string, reason: CheckoutProblem["reason"]): string {
  const label = LABELS[field] ?? "this field";
  switch (reason) {
    case "missing":
      return `Enter ${label}.`;
    case "too-long":
      return `Shorten ${label}: it is too long.`;
    case "email-malformed":
      return "Enter an e-mail address like name@example.com.";
    case "country-unknown":
      return "Choose a country from the list.";
  }
}

const CARD_FIELDS: Readonly<Record<keyof CardDetails, string>> = {
  number: "cardNumber",
  expMonth: "cardExpiry",
  expYear: "cardExpiry",
  cvc: "cardCvc",
  name: "cardName",
};

const CARD_MESSAGES: Readonly<Record<CardProblem["reason"], string>> = {
  "number-malformed": "Enter the card number: 12 to 19 digits.",
  "number-check-digit-wrong": "Check the card number: a digit is wrong.",
  "month-out-of-range": "Enter when the card expires, like 04/31.",
  "year-out-of-range": "Enter when the card expires, like 04/31.",
  expired: "This card has expired. Use another one.",
  "cvc-malformed": "Enter the security code: 3 or 4 digits.",
  "name-missing": "Enter the name on the card.",
  "name-too-long": "Shorten the name on the card.",
};

/** Sentences about a card; one for each field. */
export function cardErrors(problems: readonly CardProblem[]): readonly FormError[] {
  const errors = problems.map(({ field, reason }) => ({ field: CARD_FIELDS[field], message: CARD_MESSAGES[reason] }));
  return errors.filter(({ field }, index) => errors.findIndex((error) => error.field === field) === index);
}
