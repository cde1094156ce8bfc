import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRows, putOnShelf, readStock } from "../../testing/catalog-rows.ts";
import { send, type Answer } from "../../testing/send.ts";
import { createTestShop, type TestShop } from "../../testing/test-shop.ts";
import { MINIMAL_ADDRESS, TEST_CARD } from "../../testing/test-details.ts";

let shop: TestShop;

beforeAll(async () => {
  shop = await createTestShop();
  await putOnShelf(shop.database, [
    { id: "mug", price: 1250, stock: 100 },
    { id: "last-one", price: 999, stock: 1 },
    { id: "jug", stock: 98 },
    { id: "sold-out", stock: 0 },
  ]);
});

afterAll(() => shop.drop());

async function newCartWith(variantId: string, quantity: number): Promise<string> {
  const id = String((await send(shop.app, "POST /api/v1/carts")).body["id"]);
  await send(shop.app, `POST /api/v1/carts/${id}/lines`, { body: { variantId, quantity } });
  return id;
}

async function newToken(number = TEST_CARD.number): Promise<string> {
  const { body } = await send(shop.app, "POST /api/v1/payment-tokens", { body: { ...TEST_CARD, number } });
  return String(body["token"]);
}

async function checkOut(
  cartId: string,
  options: { token?: string; key?: string; email?: string } = {},
): Promise<Answer> {
  const { name, line1, city, postalCode, country } = MINIMAL_ADDRESS;
  return send(shop.app, "POST /api/v1/checkouts", {
    headers: { "idempotency-key": options.key ?? randomUUID() },
    body: {
      cartId,
      email: options.email ?? "ada@example.com",
      shippingAddress: { name, line1, city, postalCode, country },
      paymentToken: options.token ?? (await newToken()),
    },
  });
}

test("a shopper finds a product, fills a cart, pays and reads the order", async () => {
  const products = await send(shop.app, "GET /api/v1/products?q=mug");
  expect(products.body).toMatchObject({ total: 1, items: [{ variants: [{ id: "mug", available: 100 }] }] });

  const created = await send(shop.app, "POST /api/v1/carts");
  expect(created.status).toBe(201);
  expect(created.headers).toMatchObject({ etag: '"1"', location: `/api/v1/carts/${String(created.body["id"])}` });
  const cartUrl = String(created.headers["location"]);
  const added = await send(shop.app, `POST ${cartUrl}/lines`, { body: { variantId: "mug", quantity: 2 } });
  expect(added).toMatchObject({ status: 200, headers: { etag: '"2"' } });
  expect(added.body["totals"]).toEqual({
    subtotal: { amount: 2500, currency: "EUR" },
    shipping: { amount: 490, currency: "EUR" },
    tax: { amount: 598, currency: "EUR" },
    total: { amount: 3588, currency: "EUR" },
  });
  expect((await send(shop.app, `GET ${cartUrl}`)).body).toEqual(added.body);

  const order = await checkOut(String(created.body["id"]));
  expect(order.status).toBe(201);
  expect(order.body).toMatchObject({ status: "paid", totals: added.body["totals"], email: "ada@example.com" });
  expect(order.body["lines"]).toMatchObject([{ variantId: "mug", quantity: 2, total: { amount: 2500 } }]);
  const read = await send(shop.app, `GET ${String(order.headers["location"])}`);
  expect(read).toMatchObject({ status: 200, body: order.body });
  expect(await readStock(shop.database)).toMatchObject({ mug: 98 });
});

test("a declined card is answered 402 with its reason; stock and cart are free again", async () => {
  const cartId = await newCartWith("last-one", 1);
  const declined = await checkOut(cartId, { token: await newToken("4000000000009995") });
  expect(declined).toMatchObject({ status: 402, body: { reason: "insufficient-funds", status: 402 } });
  expect(declined.headers["content-type"]).toBe("application/problem+json");
  expect(await readStock(shop.database)).toMatchObject({ "last-one": 1 });
  const second = await checkOut(cartId);
  expect(second.status).toBe(201);
  expect(await readStock(shop.database)).toMatchObject({ "last-one": 0 });
});

test("what is sold out is answered 409 with the lines and what is left of them", async () => {
  const cartId = await newCartWith("jug", 99);
  await send(shop.app, `POST /api/v1/carts/${cartId}/lines`, { body: { variantId: "sold-out", quantity: 3 } });
  const refused = await checkOut(cartId);
  expect(refused.status).toBe(409);
  expect(refused.body["lines"]).toMatchObject([
    { variantId: "jug", requested: 99, available: 98 },
    { variantId: "sold-out", requested: 3, available: 0 },
  ]);
  expect(await countRows(shop.database, `orders WHERE cart_id = '${cartId}'`)).toBe(0);
});
