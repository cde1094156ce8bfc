import { err, ok, type Result } from "@ecommerce-cart/result";
import type { CardDetails, CardProblem, InvalidCard } from "./payment-types.ts";

/** A month of the calendar; `month` is 1 to 12. */
export interface CalendarMonth {
  readonly year: number;
  readonly month: number;
}

const MAX_NAME_LENGTH = 100;
const FIRST_YEAR = 2000;
const MAX_YEARS_AHEAD = 20;

/**
 * Checks every field of a card and names all that is wrong. `today` is the current month: a card is good through the
 * end of the month printed on it. Gives the card with its number as digits only.
 */
export function validateCard(card: CardDetails, today: CalendarMonth): Result<CardDetails, InvalidCard> {
  const number = card.number.replaceAll(/[ -]/g, "");
  const problems = [
    numberProblem(number),
    ...expiryProblems(card, today),
    /^\d{3,4}$/.test(card.cvc) ? null : problem("cvc", "cvc-malformed"),
    nameProblem(card.name.trim()),
  ].filter((found) => found !== null);
  return problems.length > 0 ? err({ kind: "invalid-card", problems }) : ok({ ...card, number });
}

/**
 * Whether the last digit fits the others. Takes digits only.
 * Source: Luhn algorithm, ISO/IEC 7812-1 annex B. Example: `hasValidCheckDigit("4242424242424242")` is true.
 */
export function hasValidCheckDigit(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((rest, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return rest + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function numberProblem(number: string): CardProblem | null {
  if (!/^\d{12,19}$/.test(number)) return problem("number", "number-malformed");
  return hasValidCheckDigit(number) ? null : problem("number", "number-check-digit-wrong");
}

function expiryProblems({ expMonth, expYear }: CardDetails, today: CalendarMonth): readonly CardProblem[] {
  const isMonth = isWithin(expMonth, 1, 12);
  const isYear = isWithin(expYear, FIRST_YEAR, today.year + MAX_YEARS_AHEAD);
  if (isMonth && isYear) {
    const isOver = expYear * 12 + expMonth < today.year * 12 + today.month;
    return isOver ? [problem("expYear", "expired")] : [];
  }
  const month = isMonth ? [] : [problem("expMonth", "month-out-of-range")];
  return isYear ? month : [...month, problem("expYear", "year-out-of-range")];
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function nameProblem(name: string): CardProblem | null {
  if (name === "") return problem("name", "name-missing");
  return name.length > MAX_NAME_LENGTH ? problem("name", "name-too-long") : null;
}

function problem(field: CardProblem["field"], reason: CardProblem["reason"]): CardProblem {
  return { field, reason };
}
