import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { countRows, putOnShelf, readStock } from "../testing/catalog-rows.ts";
import { buyCart, createTestShop, fillCart, tokenFor, type TestShop } from "../testing/test-shop.ts";
import { MINIMAL_ADDRESS } from "../testing/test-details.ts";
import type { PlaceOrderCommand } from "../shop-use-cases.ts";

let shop: TestShop;
let thing: string;

beforeAll(async () => {
  shop = await createTestShop({ poolSize: 20 });
});

beforeEach(() => {
  thing = `thing-${randomUUID()}`;
});

afterAll(() => shop.drop());

function countOrders(condition: string): Promise<number> {
  return countRows(shop.database, `orders WHERE ${condition}`);
}

function countCharges(cartId: string): Promise<number> {
  return countRows(
    shop.database,
    `sandbox_charges c JOIN orders o ON o.id = c.order_id WHERE o.cart_id = '${cartId}' AND c.status = 'approved'`,
  );
}

test("50 buyers at once of 7 units: exactly 7 buy, 43 are told that it is sold out", async () => {
  await putOnShelf(shop.database, [{ id: thing, stock: 7 }]);
  const carts = await Promise.all(Array.from({ length: 50 }, () => fillCart(shop.shop, { [thing]: 1 })));
  const results = await Promise.all(carts.map((cartId) => buyCart(shop.shop, cartId)));
  expect(results.filter((result) => result.ok)).toHaveLength(7);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.error.kind]));
  expect(refusals).toEqual(Array.from({ length: 43 }, () => "out-of-stock"));
  expect((await readStock(shop.database))[thing]).toBe(0);
  const sold = `order_lines l JOIN orders o ON o.id = l.order_id WHERE l.variant_id = '${thing}' AND o.status = 'paid'`;
  expect(await countRows(shop.database, sold)).toBe(7);
});

test("buyers whose cards are declined give every unit back while others buy", async () => {
  await putOnShelf(shop.database, [{ id: thing, stock: 5 }]);
  const cards = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? "4242424242424242" : "4000000000000002"));
  const carts = await Promise.all(cards.map(() => fillCart(shop.shop, { [thing]: 1 })));
  const results = await Promise.all(
    carts.map((cartId, index) => buyCart(shop.shop, cartId, { card: cards[index] ?? "" })),
  );
  const sold = results.filter((result) => result.ok).length;
  expect((await readStock(shop.database))[thing]).toBe(5 - sold);
  expect(await countOrders("status IN ('pending_payment', 'requires_action')")).toBe(0);
});

test("carts that hold the same things in opposite order never wait for each other in a circle", async () => {
  const other = `${thing}-b`;
  await putOnShelf(shop.database, [
    { id: thing, stock: 100 },
    { id: other, stock: 100 },
  ]);
  const carts = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      fillCart(shop.shop, index % 2 === 0 ? { [thing]: 1, [other]: 2 } : { [other]: 2, [thing]: 1 }),
    ),
  );
  const results = await Promise.all(carts.map((cartId) => buyCart(shop.shop, cartId)));
  expect(results.every((result) => result.ok)).toBe(true);
  expect(await readStock(shop.database)).toMatchObject({ [thing]: 70, [other]: 40 });
});

test("20 racers with one key place one order and one charge; a repeat is answered like the first", async () => {
  await putOnShelf(shop.database, [{ id: thing, stock: 50 }]);
  const cartId = await fillCart(shop.shop, { [thing]: 2 });
  const command = await commandFor(cartId, "race-one-key");
  const results = await Promise.all(Array.from({ length: 20 }, () => shop.shop.useCases.placeOrder(command)));
  const orderIds = new Set(results.flatMap((result) => (result.ok ? [result.value.order.id] : [])));
  expect(orderIds.size).toBe(1);
  const refusals = new Set(results.flatMap((result) => (result.ok ? [] : [result.error.kind])));
  expect([...refusals].filter((kind) => kind !== "checkout-in-progress")).toEqual([]);
  expect(await countOrders(`cart_id = '${cartId}'`)).toBe(1);
  expect(await countCharges(cartId)).toBe(1);
  expect((await readStock(shop.database))[thing]).toBe(48);

  const repeat = await shop.shop.useCases.placeOrder(command);
  expect(repeat).toMatchObject({
    ok: true,
    value: { isReplay: true, order: { id: [...orderIds][0], status: "paid" } },
  });
});

test("20 racers with keys of their own buy one cart once", async () => {
  await putOnShelf(shop.database, [{ id: thing, stock: 50 }]);
  const cartId = await fillCart(shop.shop, { [thing]: 1 });
  const results = await Promise.all(Array.from({ length: 20 }, () => buyCart(shop.shop, cartId)));
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.error.kind]));
  expect(new Set(refusals)).toEqual(new Set(["cart-already-ordered"]));
  expect(await countCharges(cartId)).toBe(1);
  expect((await readStock(shop.database))[thing]).toBe(49);
});

test("two carts with one payment token: one is paid, the other is not", async () => {
  await putOnShelf(shop.database, [{ id: thing, stock: 50 }]);
  const paymentToken = await tokenFor(shop.shop);
  const carts = await Promise.all([1, 2, 3, 4].map(() => fillCart(shop.shop, { [thing]: 1 })));
  const details = { email: "ada@example.com", shippingAddress: MINIMAL_ADDRESS, paymentToken };
  const results = await Promise.all(
    carts.map((cartId) =>
      shop.shop.useCases.placeOrder({ idempotencyKey: randomUUID(), details: { ...details, cartId } }),
    ),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect((await readStock(shop.database))[thing]).toBe(49);
});

test("one key with another body is refused, and places nothing", async () => {
  await putOnShelf(shop.database, [{ id: thing, stock: 50 }]);
  const [first, second] = await Promise.all([fillCart(shop.shop, { [thing]: 1 }), fillCart(shop.shop, { [thing]: 1 })]);
  const [firstCommand, secondCommand] = [await commandFor(first, "one-key"), await commandFor(second, "one-key")];
  const results = await Promise.all(
    [firstCommand, secondCommand].map((command) => shop.shop.useCases.placeOrder(command)),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(results.find((result) => !result.ok)).toMatchObject({ error: { kind: "idempotency-key-reused" } });
  expect(await countOrders("idempotency_key = 'one-key'")).toBe(1);
});

test("adding a line while the cart is bought either is part of the order or refused", async () => {
  const late = `${thing}-late`;
  await putOnShelf(shop.database, [{ id: thing }, { id: late, price: 7 }]);
  const cartId = await fillCart(shop.shop, { [thing]: 1 });
  const command = await commandFor(cartId, randomUUID());
  const [bought, added] = await Promise.all([
    shop.shop.useCases.placeOrder(command),
    shop.shop.useCases.addLine({ cartId, variantId: late, quantity: 1, expectedVersion: null }),
  ]);
  if (!bought.ok) throw new Error(bought.error.kind);
  const isPart = bought.value.order.lines.some(({ variantId }) => variantId === late);
  expect(isPart).toBe(added.ok);
});

async function commandFor(cartId: string, idempotencyKey: string): Promise<PlaceOrderCommand> {
  const paymentToken = await tokenFor(shop.shop);
  return {
    idempotencyKey,
    details: { cartId, email: "ada@example.com", shippingAddress: MINIMAL_ADDRESS, paymentToken },
  };
}
