import fc from "fast-check";
import { expect, test } from "vitest";
import { statusAfter } from "./charge-outcome.ts";
import type { CardDetails, CardProblem } from "./payment-types.ts";
import { TEST_CARDS } from "./test-cards.ts";
import { hasValidCheckDigit, validateCard } from "./validate-card.ts";

const TODAY = { year: 2026, month: 11 };

function aCard(change: Partial<CardDetails> = {}): CardDetails {
  return { number: "4242424242424242", expMonth: 12, expYear: 2030, cvc: "123", name: "Ada Lovelace", ...change };
}

function problemsOf(change: Partial<CardDetails>): readonly CardProblem[] {
  const validated = validateCard(aCard(change), TODAY);
  return validated.ok ? [] : validated.error.problems;
}

test("spaces and dashes in the number are taken out", () => {
  expect(validateCard(aCard({ number: "4242 4242-4242 4242" }), TODAY)).toEqual({ ok: true, value: aCard() });
});

test.each([
  ["424242424241", "number-check-digit-wrong"],
  ["42424242424", "number-malformed"],
  ["4242424242424241", "number-check-digit-wrong"],
  ["42424242424242424242", "number-malformed"],
  ["4242x24242424242", "number-malformed"],
  ["", "number-malformed"],
])("number %s: %s", (number, reason) => {
  expect(problemsOf({ number })).toEqual([{ field: "number", reason }]);
});

test.each([
  [11, 2026, []],
  [12, 2046, []],
  [10, 2026, [{ field: "expYear", reason: "expired" }]],
  [12, 2025, [{ field: "expYear", reason: "expired" }]],
  [0, 2030, [{ field: "expMonth", reason: "month-out-of-range" }]],
  [13, 2030, [{ field: "expMonth", reason: "month-out-of-range" }]],
  [1.5, 2030, [{ field: "expMonth", reason: "month-out-of-range" }]],
  [12, 2047, [{ field: "expYear", reason: "year-out-of-range" }]],
  [12, 30, [{ field: "expYear", reason: "year-out-of-range" }]],
  [
    0,
    30,
    [
      { field: "expMonth", reason: "month-out-of-range" },
      { field: "expYear", reason: "year-out-of-range" },
    ],
  ],
])("good through %d/%d, in November 2026: %j", (expMonth, expYear, problems) => {
  expect(problemsOf({ expMonth, expYear })).toEqual(problems);
});

test.each([
  ["123", true],
  ["1234", true],
  ["12", false],
  ["12345", false],
  ["12a", false],
])("security code %s: valid %s", (cvc, isValid) => {
  expect(problemsOf({ cvc })).toEqual(isValid ? [] : [{ field: "cvc", reason: "cvc-malformed" }]);
});

test.each([
  [" ", "name-missing"],
  ["x".repeat(101), "name-too-long"],
])("name %j: %s", (name, reason) => {
  expect(problemsOf({ name })).toEqual([{ field: "name", reason }]);
});

test("a name of 100 characters fits", () => {
  expect(problemsOf({ name: "x".repeat(100) })).toEqual([]);
});

test("everything wrong is named at once", () => {
  const problems = problemsOf({ number: "1", expMonth: 0, cvc: "", name: "" });
  expect(problems.map(({ field }) => field)).toEqual(["number", "expMonth", "cvc", "name"]);
});

test("changing any one digit breaks the check digit", () => {
  fc.assert(
    fc.property(fc.nat({ max: 15 }), fc.integer({ min: 1, max: 9 }), (place, change) => {
      const digits = [..."4242424242424242"].map(Number);
      digits[place] = ((digits[place] ?? 0) + change) % 10;
      expect(hasValidCheckDigit(digits.join(""))).toBe(false);
    }),
  );
});

test("every test card is a number that a shopper could type", () => {
  expect(TEST_CARDS.filter(({ number }) => problemsOf({ number }).length > 0)).toEqual([]);
});

test.each([
  [{ kind: "approved" }, "paid"],
  [{ kind: "declined", reason: "card-declined" }, "payment_failed"],
  [{ kind: "action-required", challengeId: "c" }, "requires_action"],
  [{ kind: "voided" }, "cancelled"],
] as const)("after %j an order is %s", (outcome, status) => {
  expect(statusAfter(outcome)).toBe(status);
});
