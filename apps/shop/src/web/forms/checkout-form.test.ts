import { expect, test } from "vitest";
import { cardErrors, detailErrors, parseExpiry, readCard, readCheckoutFields } from "./checkout-form.ts";
import { declineText } from "./decline-text.ts";

test.each([
  ["04/31", 4, 2031],
  ["4 / 31", 4, 2031],
  ["12/2034", 12, 2034],
  ["1234", 12, 2034],
  ["04-31", 4, 2031],
])("the expiry %j is month %i of %i", (text, expMonth, expYear) => {
  expect(parseExpiry(text)).toEqual({ expMonth, expYear });
});

test.each(["", "soon", "123", "04/3", "04/031"])("the expiry %j is none", (text) => {
  expect(parseExpiry(text)).toEqual({ expMonth: 0, expYear: 0 });
});

test("what is shown again holds neither the card's number nor its code", () => {
  const form = { email: " a@b.ie ", name: "Ada", cardNumber: "4242424242424242", cardCvc: "987", cardName: "A" };
  const fields = readCheckoutFields(form);
  expect(fields).toMatchObject({ email: "a@b.ie", address: { name: "Ada", line1: "" }, cardName: "A" });
  expect(JSON.stringify(fields)).not.toMatch(/4242|987/u);
  expect(readCard(form)).toMatchObject({ number: "4242424242424242", cvc: "987", name: "A" });
});

test("each wrong detail is said in words at its own field", () => {
  expect(
    detailErrors([
      { pointer: "/email", reason: "email-malformed" },
      { pointer: "/shippingAddress/city", reason: "missing" },
      { pointer: "/shippingAddress/line1", reason: "too-long" },
      { pointer: "/shippingAddress/country", reason: "country-unknown" },
    ]),
  ).toEqual([
    { field: "email", message: "Enter an e-mail address like name@example.com." },
    { field: "city", message: "Enter the town or city." },
    { field: "line1", message: "Shorten the street and house number: it is too long." },
    { field: "country", message: "Choose a country from the list." },
  ]);
});

test("month and year, one field of the form, are told once", () => {
  const errors = cardErrors([
    { field: "expMonth", reason: "month-out-of-range" },
    { field: "expYear", reason: "year-out-of-range" },
    { field: "cvc", reason: "cvc-malformed" },
  ]);
  expect(errors.map(({ field }) => field)).toEqual(["cardExpiry", "cardCvc"]);
});

test("a decline without a known reason still reads as a sentence", () => {
  expect(declineText("insufficient-funds")).toBe("The bank says that the card has not enough funds.");
  expect(declineText(null)).toBe("The payment did not go through.");
  expect(declineText("toString")).toBe("The payment did not go through.");
});
