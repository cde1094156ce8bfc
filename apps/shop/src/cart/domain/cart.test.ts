import { expect, test } from "vitest";
import {
  addUnits,
  checkEditable,
  MAX_LINES,
  MAX_QUANTITY,
  setQuantity,
  takeOutLine,
  type Cart,
  type CartLine,
  type CartVariant,
} from "./cart.ts";
import { toCartView } from "./to-cart-view.ts";

function aVariant(variantId: string, price = 1000, currency = "EUR"): CartVariant {
  return {
    variantId,
    sku: variantId,
    productId: variantId,
    productSlug: variantId,
    productTitle: `Product ${variantId}`,
    variantTitle: "Standard",
    imagePath: "/pictures/x.svg",
    unitPrice: { amount: price, currency },
    available: 10,
  };
}

function aLine(id: string, quantity = 1): CartLine {
  return { id: `line-${id}`, quantity, variant: aVariant(id) };
}

function aCart(change: Partial<Cart> = {}): Cart {
  return { id: "cart", version: 3, currency: "EUR", isOrdered: false, lines: [], ...change };
}

test("a new variant makes a line at the end, and the version rises", () => {
  const cart = aCart({ lines: [aLine("a")] });
  const added = addUnits(cart, { variant: aVariant("b"), quantity: 2, newLineId: "line-b" });
  expect(added).toEqual({
    ok: true,
    value: {
      cart: { ...cart, version: 4, lines: [aLine("a"), aLine("b", 2)] },
      change: { type: "put", line: aLine("b", 2) },
    },
  });
});

test("adding a variant twice sums the quantities and keeps the line", () => {
  const cart = aCart({ lines: [aLine("a", 4), aLine("b")] });
  const added = addUnits(cart, { variant: aVariant("a"), quantity: 3, newLineId: "unused" });
  expect(added).toMatchObject({ ok: true, value: { cart: { lines: [aLine("a", 7), aLine("b")] } } });
});

test.each([
  [1, true],
  [MAX_QUANTITY, true],
  [MAX_QUANTITY + 1, false],
  [0, false],
  [-1, false],
  [1.5, false],
])("%d units of a new line: allowed %s", (quantity, isAllowed) => {
  expect(addUnits(aCart(), { variant: aVariant("a"), quantity, newLineId: "l" }).ok).toBe(isAllowed);
  expect(setQuantity(aCart({ lines: [aLine("a")] }), "line-a", quantity).ok).toBe(isAllowed);
});

test.each([
  [98, true],
  [99, false],
])("one more unit on a line of %i: allowed %s", (quantity, isAllowed) => {
  const cart = aCart({ lines: [aLine("a", quantity)] });
  const added = addUnits(cart, { variant: aVariant("a"), quantity: 1, newLineId: "l" });
  expect(added.ok).toBe(isAllowed);
  if (!added.ok) expect(added.error).toEqual({ kind: "quantity-out-of-range", min: 1, max: MAX_QUANTITY });
});

test("a cart takes 500 lines, not 501; units of a known variant still add up", () => {
  const lines = Array.from({ length: MAX_LINES - 1 }, (_, index) => aLine(String(index)));
  const full = addUnits(aCart({ lines }), { variant: aVariant("last"), quantity: 1, newLineId: "line-last" });
  if (!full.ok) throw new Error(full.error.kind);
  const { cart } = full.value;
  expect(addUnits(cart, { variant: aVariant("more"), quantity: 1, newLineId: "l" })).toEqual({
    ok: false,
    error: { kind: "too-many-lines", max: MAX_LINES },
  });
  expect(addUnits(cart, { variant: aVariant("last"), quantity: 1, newLineId: "l" }).ok).toBe(true);
});

test("a variant in another currency is refused", () => {
  expect(addUnits(aCart(), { variant: aVariant("a", 1, "USD"), quantity: 1, newLineId: "l" })).toEqual({
    ok: false,
    error: { kind: "currency-mismatch", cartCurrency: "EUR", variantCurrency: "USD" },
  });
});

test("setting a quantity changes that line alone", () => {
  const cart = aCart({ lines: [aLine("a"), aLine("b")] });
  expect(setQuantity(cart, "line-b", 9)).toMatchObject({
    ok: true,
    value: { cart: { version: 4, lines: [aLine("a"), aLine("b", 9)] }, change: { type: "put", line: aLine("b", 9) } },
  });
});

test("removing a line leaves the others", () => {
  const cart = aCart({ lines: [aLine("a"), aLine("b")] });
  expect(takeOutLine(cart, "line-a")).toMatchObject({
    ok: true,
    value: { cart: { version: 4, lines: [aLine("b")] }, change: { type: "remove", lineId: "line-a" } },
  });
});

test("a line that is not there can neither be set nor removed", () => {
  expect(setQuantity(aCart(), "gone", 1)).toEqual({ ok: false, error: { kind: "line-not-found" } });
  expect(takeOutLine(aCart(), "gone")).toEqual({ ok: false, error: { kind: "line-not-found" } });
});

test("an ordered cart takes no change, whatever the version", () => {
  expect(checkEditable(aCart({ isOrdered: true }), null)).toMatchObject({ error: { kind: "cart-already-ordered" } });
});

test.each([
  [null, true],
  [3, true],
  [2, false],
  [4, false],
])("a cart of version 3 seen as version %s: editable %s", (expectedVersion, isEditable) => {
  const checked = checkEditable(aCart(), expectedVersion);
  expect(checked.ok).toBe(isEditable);
  if (!checked.ok) expect(checked.error).toEqual({ kind: "cart-version-mismatch", currentVersion: 3 });
});

test("a cart is shown with its lines' totals and what is left of each", () => {
  const view = toCartView(aCart({ lines: [aLine("a", 3)] }));
  expect(view.lines).toEqual([
    { ...aVariant("a"), id: "line-a", quantity: 3, total: { amount: 3000, currency: "EUR" } },
  ]);
  expect(view).toMatchObject({ id: "cart", version: 3, currency: "EUR", isOrdered: false });
  expect(view.totals.subtotal).toEqual({ amount: 3000, currency: "EUR" });
});
