import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRows, putOnShelf } from "../../testing/catalog-rows.ts";
import { send, type Answer } from "../../testing/send.ts";
import { createTestShop, fillCart, tokenFor, type TestShop } from "../../testing/test-shop.ts";
import { MINIMAL_ADDRESS, TEST_CARD } from "../../testing/test-details.ts";

let shop: TestShop;

beforeAll(async () => {
  shop = await createTestShop();
  await putOnShelf(shop.database, [{ id: "mug", price: 1250, stock: 1000 }]);
});

afterAll(() => shop.drop());

async function aBody(change: object = {}, card?: string): Promise<object> {
  const cartId = await fillCart(shop.shop, { mug: 1 });
  const paymentToken = await tokenFor(shop.shop, card);
  return { cartId, email: "ada@example.com", shippingAddress: MINIMAL_ADDRESS, paymentToken, ...change };
}

function checkOut(body: object | string, key: string = randomUUID()): Promise<Answer> {
  return send(shop.app, "POST /api/v1/checkouts", { body, headers: { "idempotency-key": key } });
}

test("without an idempotency key a checkout is refused", async () => {
  const answer = await send(shop.app, "POST /api/v1/checkouts", { body: await aBody() });
  expect(answer).toMatchObject({ status: 400, body: { type: "http://shop.test/problems/idempotency-key-missing" } });
});

test.each([
  ["x".repeat(255), 201],
  ["x".repeat(256), 400],
  ["with space", 400],
])("key %s is answered %i", async (key, status) => {
  expect((await checkOut(await aBody(), key)).status).toBe(status);
});

test("a repeat with the same key and body gets the same answer, marked as a replay", async () => {
  const [body, key] = [await aBody(), randomUUID()];
  const first = await checkOut(body, key);
  const repeat = await checkOut(body, key);
  expect(first).toMatchObject({ status: 201 });
  expect(repeat).toMatchObject({ status: 201, body: first.body, headers: { "idempotency-replayed": "true" } });
  expect(repeat.headers["location"]).toBe(first.headers["location"]);
  const reordered = Object.fromEntries(Object.entries(body).toReversed());
  expect(await checkOut(reordered, key)).toMatchObject({ status: 201, body: first.body });
});

test("the same key with another body is refused with 422", async () => {
  const [body, key] = [await aBody(), randomUUID()];
  await checkOut(body, key);
  const other = await checkOut({ ...body, email: "bob@example.com" }, key);
  expect(other).toMatchObject({ status: 422, body: { type: "http://shop.test/problems/idempotency-key-reused" } });
});

test("a declined payment replays as declined; a fresh key and card buy the cart", async () => {
  const [body, key] = [await aBody({}, "4000000000000002"), randomUUID()];
  expect(await checkOut(body, key)).toMatchObject({ status: 402, body: { reason: "card-declined" } });
  expect(await checkOut(body, key)).toMatchObject({ status: 402, body: { reason: "card-declined" } });
  expect(await checkOut({ ...body, paymentToken: await tokenFor(shop.shop) })).toMatchObject({ status: 201 });
});

test.each([
  ["4000000000000002", "card-declined"],
  ["4000000000009995", "insufficient-funds"],
  ["4000000000000119", "processing-error"],
  ["4000000000000069", "expired-card"],
])("card %s is declined: %s", async (card, reason) => {
  const answer = await checkOut(await aBody({}, card));
  expect(answer).toMatchObject({ status: 402, body: { reason } });
  expect(String(answer.body["detail"]).length).toBeGreaterThan(10);
});

test("where the bank wants more, the answer is 202 with a redirect; replayed as such after it was approved", async () => {
  const [body, key] = [await aBody({}, "4000002760003184"), randomUUID()];
  const first = await checkOut(body, key);
  expect(first).toMatchObject({
    status: 202,
    body: { order: { status: "requires_action" }, nextAction: { type: "redirect" } },
  });
  const { url } = first.body["nextAction"] as { readonly url: string };
  const challengeId = new URL(url).pathname.replace("/sandbox-bank/", "");
  await shop.shop.useCases.resolveChallenge({ challengeId, decision: "approve" });
  expect(await checkOut(body, key)).toMatchObject({ status: 202, body: first.body });
  const order = await send(shop.app, `GET ${String(first.headers["location"])}`);
  expect(order.body["status"]).toBe("paid");
});

test("everything wrong with a body is named at once", async () => {
  const body = await aBody({ email: "ada", shippingAddress: { ...MINIMAL_ADDRESS, city: "", country: "XX" } });
  const answer = await checkOut(body);
  expect(answer.status).toBe(400);
  expect(answer.body["errors"]).toEqual([
    { pointer: "#/email", detail: "is no e-mail address" },
    { pointer: "#/shippingAddress/city", detail: "must not be empty" },
    { pointer: "#/shippingAddress/country", detail: "is no ISO 3166-1 alpha-2 code, such as DE" },
  ]);
  const missing = await checkOut({ cartId: "x", shippingAddress: { name: "Ada" } });
  const errors = missing.body["errors"] as readonly { readonly pointer: string }[];
  expect(errors.map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(["#/email", "#/paymentToken", "#/shippingAddress/line1", "#/shippingAddress/country"]),
  );
});

test("unknown carts, empty carts and unusable tokens are refused before anything is reserved", async () => {
  const orders = await countRows(shop.database, "orders");
  expect(await checkOut(await aBody({ cartId: randomUUID() }))).toMatchObject({ status: 404 });
  const { id } = await shop.shop.useCases.createCart();
  expect(await checkOut(await aBody({ cartId: id }))).toMatchObject({ status: 422, body: { title: "Cart empty" } });
  for (const paymentToken of ["tok_unknown", "\0"])
    expect(await checkOut(await aBody({ paymentToken }))).toMatchObject({ status: 422 });
  const used = await aBody();
  await checkOut(used);
  const again = await aBody({ paymentToken: (used as { readonly paymentToken: string }).paymentToken });
  expect(await checkOut(again)).toMatchObject({ status: 422, body: { title: "Payment token invalid" } });
  expect(await countRows(shop.database, "orders")).toBe(orders + 1);
});

test("a token expires", async () => {
  const body = await aBody();
  shop.advance(30 * 60_000 + 1);
  expect(await checkOut(body)).toMatchObject({ status: 422, body: { title: "Payment token invalid" } });
  expect((await checkOut(await aBody())).status).toBe(201);
});

test.each(["ord_unknown", "%00", "x"])("order %s is not found", async (id) => {
  expect(await send(shop.app, `GET /api/v1/orders/${id}`)).toMatchObject({ status: 404 });
});

test("a token names brand and last digits, and nothing of the card is kept or logged", async () => {
  const card = { ...TEST_CARD, cvc: "987", name: "Zebedee Q" };
  const answer = await send(shop.app, "POST /api/v1/payment-tokens", { body: card });
  expect(answer).toMatchObject({ status: 201, body: { brand: "visa", last4: "4242" } });
  const tokens = { name: "test_tokens", text: "SELECT * FROM sandbox_payment_tokens" };
  const rows = await shop.database.query<Readonly<Record<string, unknown>>>(tokens);
  // What is random or a time can hold any three digits.
  const isTelling = ([key]: readonly [string, unknown]): boolean =>
    !["token", "expires_at", "time", "duration", "requestId"].includes(key);
  const telling = [...rows, ...shop.logLines].map((one) => Object.fromEntries(Object.entries(one).filter(isTelling)));
  for (const kept of telling.map((one) => JSON.stringify(one)))
    for (const secret of [TEST_CARD.number, "987", "Zebedee"]) expect(kept).not.toContain(secret);
});

test("a valid number that is no test card is refused, and neither kept nor logged", async () => {
  const number = "5555555555554444";
  const answer = await send(shop.app, "POST /api/v1/payment-tokens", { body: { ...TEST_CARD, number } });
  expect(answer).toMatchObject({ status: 422, body: { title: "Card not accepted" } });
  expect(answer.text).not.toContain(number);
  expect(JSON.stringify(shop.logLines)).not.toContain(number);
});

test("a card's mistakes are named field by field", async () => {
  const body = { number: "4242424242424241", expMonth: 13, expYear: 2030, cvc: "1", name: "" };
  const answer = await send(shop.app, "POST /api/v1/payment-tokens", { body });
  expect(answer.status).toBe(400);
  const errors = answer.body["errors"] as readonly { readonly pointer: string }[];
  expect(errors.map(({ pointer }) => pointer)).toEqual(["#/number", "#/expMonth", "#/cvc", "#/name"]);
});

test("logs hold neither e-mail addresses nor addresses nor query strings", async () => {
  await checkOut(await aBody());
  await send(shop.app, "GET /api/v1/products?q=secret-words");
  await send(shop.app, "GET /nowhere?token=secret-words");
  const log = JSON.stringify(shop.logLines);
  for (const secret of ["ada@example.com", "Analytical", "secret-words"]) expect(log).not.toContain(secret);
});

test("above its limit an address gets no more tokens and is told when to try again", async () => {
  const limited = await createTestShop({ paymentTokensPerMinute: 2 });
  const ask = (): Promise<Answer> => send(limited.app, "POST /api/v1/payment-tokens", { body: TEST_CARD });
  expect([(await ask()).status, (await ask()).status]).toEqual([201, 201]);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  await limited.drop();
});

test("where payments are meant to be real and no provider is built in, test cards buy nothing", async () => {
  const real = await createTestShop({ isPaymentProcessingEnabled: true });
  const token = await send(real.app, "POST /api/v1/payment-tokens", { body: TEST_CARD });
  expect(token).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
  await real.drop();
});
