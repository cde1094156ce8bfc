import { expect, test } from "vitest";
import type { Cart } from "../../cart/domain/cart.ts";
import type { Address } from "../../orders/domain/order-view.ts";
import { MINIMAL_ADDRESS } from "../../testing/test-details.ts";
import { checkDetails } from "./check-details.ts";
import type { CheckoutDetails } from "./checkout-types.ts";
import { COUNTRY_CODES, isCountryCode } from "./countries.ts";
import { draftOrder } from "./draft-order.ts";

function someDetails(change: Partial<CheckoutDetails> = {}): CheckoutDetails {
  const details = { cartId: "cart", email: "ada@example.com", shippingAddress: MINIMAL_ADDRESS, paymentToken: "tok" };
  return { ...details, ...change };
}

function problemsOf(change: Partial<CheckoutDetails>): readonly string[] {
  const checked = checkDetails(someDetails(change));
  return checked.ok ? [] : checked.error.problems.map(({ pointer, reason }) => `${pointer} ${reason}`);
}

function withAddress(change: Partial<Address>): Partial<CheckoutDetails> {
  return { shippingAddress: { ...MINIMAL_ADDRESS, ...change } };
}

test("what was typed is trimmed", () => {
  const typed = someDetails({ email: " ada@example.com ", ...withAddress({ city: " London ", country: "GB " }) });
  expect(checkDetails(typed)).toEqual({ ok: true, value: someDetails() });
});

test.each(["a@b.co", "first.last+tag@mail.example.museum", `${"x".repeat(64)}@example.com`])(
  "%s is an address",
  (email) => {
    expect(problemsOf({ email })).toEqual([]);
  },
);

test.each([
  "ada",
  "ada@",
  "@example.com",
  "ada@example",
  "a b@example.com",
  "ada@-example.com",
  "ada@exa\nmple.com",
  `${"x".repeat(65)}@example.com`,
])("%j is no e-mail address", (email) => {
  expect(problemsOf({ email })).toEqual(["/email email-malformed"]);
});

test("an e-mail address has at most 254 characters", () => {
  const ofLength = (length: number): string => {
    const host = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.example`;
    return `${"x".repeat(length - host.length - 1)}@${host}`;
  };
  expect(problemsOf({ email: ofLength(254) })).toEqual([]);
  expect(problemsOf({ email: ofLength(255) })).toEqual(["/email too-long"]);
});

test("whatever is missing is named at once", () => {
  const nothing = { name: "", line1: " ", line2: "", city: "", region: "", postalCode: "", country: "" };
  expect(problemsOf({ email: "", shippingAddress: nothing })).toEqual([
    "/email missing",
    "/shippingAddress/name missing",
    "/shippingAddress/line1 missing",
    "/shippingAddress/city missing",
    "/shippingAddress/postalCode missing",
    "/shippingAddress/country missing",
  ]);
});

test.each([
  ["name", 100],
  ["line1", 200],
  ["line2", 200],
  ["city", 100],
  ["region", 100],
  ["postalCode", 20],
] as const)("%s has at most %i characters", (part, length) => {
  expect(problemsOf(withAddress({ [part]: "x".repeat(length) }))).toEqual([]);
  expect(problemsOf(withAddress({ [part]: "x".repeat(length + 1) }))).toEqual([`/shippingAddress/${part} too-long`]);
});

test.each(["XX", "gb", "GBR", "UK"])("%s is no country", (country) => {
  expect(problemsOf(withAddress({ country }))).toEqual(["/shippingAddress/country country-unknown"]);
});

test("the list has the 249 countries of ISO 3166-1, each once, in order", () => {
  expect(COUNTRY_CODES).toHaveLength(249);
  expect(new Set(COUNTRY_CODES).size).toBe(249);
  expect(COUNTRY_CODES.toSorted()).toEqual(COUNTRY_CODES);
  expect(COUNTRY_CODES.every(isCountryCode)).toBe(true);
});

function aCart(lines: readonly { readonly quantity: number; readonly available: number }[], isOrdered = false): Cart {
  return {
    id: "cart",
    version: 1,
    currency: "EUR",
    isOrdered,
    lines: lines.map(({ quantity, available }, index) => ({
      id: `line-${index}`,
      quantity,
      variant: {
        variantId: `variant-${index}`,
        sku: "sku",
        productId: "product",
        productSlug: "product",
        productTitle: `Product ${index}`,
        variantTitle: "Standard",
        imagePath: "/x.svg",
        unitPrice: { amount: 1000, currency: "EUR" },
        available,
      },
    })),
  };
}

test("an order says what the cart said, line by line", () => {
  const cart = aCart([{ quantity: 2, available: 2 }]);
  const draft = draftOrder(cart);
  expect(draft).toMatchObject({
    ok: true,
    value: { lines: [{ cartLine: cart.lines[0], total: { amount: 2000 }, tax: { amount: 400 } }] },
  });
  if (draft.ok) expect(draft.value.totals.total.amount).toBe(2988);
});

test("an empty cart and an ordered one cannot be ordered", () => {
  expect(draftOrder(aCart([]))).toEqual({ ok: false, error: { kind: "cart-empty" } });
  expect(draftOrder(aCart([{ quantity: 1, available: 1 }], true))).toEqual({
    ok: false,
    error: { kind: "cart-already-ordered" },
  });
});

test("every line that wants more than is left is named", () => {
  const cart = aCart([
    { quantity: 2, available: 1 },
    { quantity: 1, available: 1 },
    { quantity: 1, available: 0 },
  ]);
  expect(draftOrder(cart)).toEqual({
    ok: false,
    error: {
      kind: "out-of-stock",
      lines: [
        { lineId: "line-0", variantId: "variant-0", productTitle: "Product 0", requested: 2, available: 1 },
        { lineId: "line-2", variantId: "variant-2", productTitle: "Product 2", requested: 1, available: 0 },
      ],
    },
  });
});
