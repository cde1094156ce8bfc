import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ChargeOutcome } from "../payments/domain/charge-outcome.ts";
import { TEST_CARDS } from "../payments/domain/test-cards.ts";
import type { PaymentProvider } from "../payments/use-cases/payment-provider.ts";
import { CHALLENGE_LIFETIME_MS, createSandboxPaymentProvider } from "../payments/sandbox/sandbox-payment-provider.ts";
import { countRows, putOnShelf, readStock } from "../testing/catalog-rows.ts";
import { buyCart, createTestShop, fillCart, tokenFor, type TestShop } from "../testing/test-shop.ts";
import { MINIMAL_ADDRESS } from "../testing/test-details.ts";
import type { PlaceOrderCommand } from "../shop-use-cases.ts";
import { OVERDUE_MS } from "../worker/sweep.ts";

/** Where the process "dies": the provider throws there, and nothing after it runs. */
let cut: "never" | "before-charge" | "after-charge" | "after-answer" = "never";
let shop: TestShop;
let things = 0;

class Killed extends Error {}

function cutting(payments: PaymentProvider): PaymentProvider {
  return {
    ...payments,
    async charge(request): Promise<ChargeOutcome> {
      if (cut === "before-charge") throw new Killed();
      const outcome = await payments.charge(request);
      if (cut === "after-charge") throw new Killed();
      return outcome;
    },
    async answerChallenge(challengeId, decision) {
      const answered = await payments.answerChallenge(challengeId, decision);
      if (cut === "after-answer") throw new Killed();
      return answered;
    },
  };
}

beforeAll(async () => {
  shop = await createTestShop({ wrapPayments: cutting });
});

beforeEach(() => {
  cut = "never";
  things += 1;
});

afterAll(() => shop.drop());

async function cartWithOneOfFive(): Promise<{ readonly thing: string; readonly cartId: string }> {
  const thing = `thing-${things}`;
  await putOnShelf(shop.database, [{ id: thing, stock: 5 }]);
  return { thing, cartId: await fillCart(shop.shop, { [thing]: 1 }) };
}

async function sweepLater(milliseconds = OVERDUE_MS + 1000): Promise<readonly string[]> {
  shop.advance(milliseconds);
  return (await shop.shop.finishOverdueOrders(OVERDUE_MS)).finished;
}

test("cut off before the charge: the sweeper cancels, the unit is back, the cart can be bought", async () => {
  const { thing, cartId } = await cartWithOneOfFive();
  cut = "before-charge";
  await expect(buyCart(shop.shop, cartId, { idempotencyKey: "cut-1" })).rejects.toThrow(Killed);
  cut = "never";
  expect((await readStock(shop.database))[thing]).toBe(4);
  expect(await buyCart(shop.shop, cartId)).toMatchObject({ ok: false, error: { kind: "cart-already-ordered" } });
  expect(await sweepLater()).toEqual(["cancelled"]);
  expect((await readStock(shop.database))[thing]).toBe(5);
  expect(await buyCart(shop.shop, cartId)).toMatchObject({ ok: true, value: { order: { status: "paid" } } });
  expect((await readStock(shop.database))[thing]).toBe(4);
});

test("cut off after the charge: the sweeper completes the order, and a repeat is answered with it", async () => {
  const { thing, cartId } = await cartWithOneOfFive();
  cut = "after-charge";
  const details = await failingCheckout(cartId, "cut-2");
  cut = "never";
  const early = await shop.shop.useCases.placeOrder(details);
  expect(early).toMatchObject({ ok: false, error: { kind: "checkout-in-progress" } });
  expect(await sweepLater()).toEqual(["paid"]);
  const repeat = await shop.shop.useCases.placeOrder(details);
  expect(repeat).toMatchObject({ ok: true, value: { isReplay: true, order: { status: "paid" } } });
  expect((await readStock(shop.database))[thing]).toBe(4);
  expect(await approvedCharges(cartId)).toBe(1);
});

test("cut off after a declined charge: the sweeper gives the unit back and the repeat says declined", async () => {
  const { thing, cartId } = await cartWithOneOfFive();
  cut = "after-charge";
  await expect(buyCart(shop.shop, cartId, { card: "4000000000000002" })).rejects.toThrow(Killed);
  cut = "never";
  expect(await sweepLater()).toEqual(["payment_failed"]);
  expect((await readStock(shop.database))[thing]).toBe(5);
});

test("a charge that comes after the sweeper cancelled is not made", async () => {
  const { thing, cartId } = await cartWithOneOfFive();
  cut = "before-charge";
  const details = await failingCheckout(cartId, "cut-4");
  await sweepLater();
  cut = "never";
  const order = await orderOf("cut-4");
  // The slow process wakes up and charges after all.
  const parts = { orderId: order, token: details.details.paymentToken, amount: { amount: 1788, currency: "EUR" } };
  expect(await lateCharge(parts)).toEqual({ kind: "voided" });
  expect(await approvedCharges(cartId)).toBe(0);
  expect((await readStock(shop.database))[thing]).toBe(5);
  expect(await shop.shop.useCases.placeOrder(details)).toMatchObject({ error: { kind: "checkout-interrupted" } });
});

test("an order younger than the limit is left alone", async () => {
  const { cartId } = await cartWithOneOfFive();
  cut = "before-charge";
  await expect(buyCart(shop.shop, cartId)).rejects.toThrow(Killed);
  expect(await shop.shop.finishOverdueOrders(OVERDUE_MS)).toEqual({ finished: [], waiting: 0 });
  expect(await sweepLater()).toEqual(["cancelled"]);
});

test("two sweepers at once give the unit back once", async () => {
  const { thing, cartId } = await cartWithOneOfFive();
  cut = "before-charge";
  await expect(buyCart(shop.shop, cartId)).rejects.toThrow(Killed);
  shop.advance(OVERDUE_MS + 1000);
  await Promise.all([1, 2, 3, 4].map(() => shop.shop.finishOverdueOrders(OVERDUE_MS)));
  expect((await readStock(shop.database))[thing]).toBe(5);
});

const CHALLENGED = TEST_CARDS.find(({ behaviour }) => behaviour === "challenge")?.number ?? "";

async function challengedOrder(cartId: string): Promise<{ readonly orderId: string; readonly challengeId: string }> {
  const placed = await buyCart(shop.shop, cartId, { card: CHALLENGED });
  if (!placed.ok || placed.value.nextAction === null) throw new Error("the bank asked nothing");
  expect(placed.value.order.status).toBe("requires_action");
  const challengeId = placed.value.nextAction.url.split("/").at(-1) ?? "";
  expect(placed.value.nextAction.url).toBe(`http://shop.test/sandbox-bank/${challengeId}`);
  return { orderId: placed.value.order.id, challengeId };
}

test.each([
  ["approve", "paid", 4],
  ["decline", "payment_failed", 5],
] as const)("a challenge answered with %s makes the order %s and leaves %i units", async (decision, status, left) => {
  const { thing, cartId } = await cartWithOneOfFive();
  const { challengeId, orderId } = await challengedOrder(cartId);
  const resolved = await shop.shop.useCases.resolveChallenge({ challengeId, decision });
  expect(resolved).toMatchObject({ ok: true, value: { id: orderId, status } });
  expect((await readStock(shop.database))[thing]).toBe(left);
  const again = await shop.shop.useCases.resolveChallenge({ challengeId, decision: "approve" });
  expect(again).toEqual({ ok: false, error: { kind: "challenge-closed", orderId } });
});

test("a challenge answered ten times at once counts once", async () => {
  const { thing, cartId } = await cartWithOneOfFive();
  const { challengeId } = await challengedOrder(cartId);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      shop.shop.useCases.resolveChallenge({ challengeId, decision: index % 2 === 0 ? "approve" : "decline" }),
    ),
  );
  const [counted, ...others] = answers.filter((answer) => answer.ok);
  expect(others).toEqual([]);
  const left = counted?.ok === true && counted.value.status === "paid" ? 4 : 5;
  expect((await readStock(shop.database))[thing]).toBe(left);
});

test("cut off after the bank took the answer: the sweeper completes the order", async () => {
  const { cartId } = await cartWithOneOfFive();
  const { challengeId, orderId } = await challengedOrder(cartId);
  cut = "after-answer";
  await expect(shop.shop.useCases.resolveChallenge({ challengeId, decision: "approve" })).rejects.toThrow(Killed);
  cut = "never";
  expect(await sweepLater()).toEqual(["paid"]);
  expect(await shop.shop.useCases.getOrder(orderId)).toMatchObject({ value: { status: "paid" } });
});

test("an open challenge keeps its order waiting until the bank's time is over", async () => {
  const { thing, cartId } = await cartWithOneOfFive();
  const { challengeId } = await challengedOrder(cartId);
  expect(await sweepLater()).toEqual([]);
  expect((await readStock(shop.database))[thing]).toBe(4);
  expect(await sweepLater(CHALLENGE_LIFETIME_MS)).toEqual(["payment_failed"]);
  expect((await readStock(shop.database))[thing]).toBe(5);
  expect(await shop.shop.useCases.getChallenge(challengeId)).toMatchObject({ value: { status: "declined" } });
});

async function failingCheckout(cartId: string, idempotencyKey: string): Promise<PlaceOrderCommand> {
  const paymentToken = await tokenFor(shop.shop);
  const details = { cartId, email: "ada@example.com", shippingAddress: MINIMAL_ADDRESS, paymentToken };
  const command = { idempotencyKey, details };
  await expect(shop.shop.useCases.placeOrder(command)).rejects.toThrow(Killed);
  return command;
}

async function orderOf(idempotencyKey: string): Promise<string> {
  const text = "SELECT id FROM orders WHERE idempotency_key = $1";
  const [row] = await shop.database.query<{ id: string }>({ name: "test_order_of", text }, [idempotencyKey]);
  return row?.id ?? "";
}

function approvedCharges(cartId: string): Promise<number> {
  return countRows(
    shop.database,
    `sandbox_charges c JOIN orders o ON o.id = c.order_id WHERE o.cart_id = '${cartId}' AND c.status = 'approved'`,
  );
}

async function lateCharge(request: Parameters<PaymentProvider["charge"]>[0]): Promise<ChargeOutcome> {
  return createSandboxPaymentProvider({ database: shop.database, now: () => new Date() }).charge(request);
}
