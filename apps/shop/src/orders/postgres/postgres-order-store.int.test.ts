import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChargeOutcome } from "../../payments/domain/charge-outcome.ts";
import type { PaymentProvider } from "../../payments/use-cases/payment-provider.ts";
import { putOnShelf, readStock } from "../../testing/catalog-rows.ts";
import { buyCart, createTestShop, fillCart, type TestShop } from "../../testing/test-shop.ts";
import { createPostgresOrderStore } from "./postgres-order-store.ts";

let shop: TestShop;

/** Leaves every order waiting for its payment. */
function neverCharging(payments: PaymentProvider): PaymentProvider {
  return { ...payments, charge: () => Promise.reject(new Error("cut off")) };
}

beforeAll(async () => {
  shop = await createTestShop({ wrapPayments: neverCharging });
});

afterAll(() => shop.drop());

async function waitingOrder(thing: string): Promise<string> {
  await putOnShelf(shop.database, [{ id: thing, stock: 5 }]);
  const cartId = await fillCart(shop.shop, { [thing]: 1 });
  await buyCart(shop.shop, cartId).catch(() => undefined);
  const text = "SELECT id FROM orders WHERE cart_id = $1";
  const [row] = await shop.database.query<{ id: string }>({ name: "test_order_of_cart", text }, [cartId]);
  return row?.id ?? "";
}

test("a failure reported ten times, at once and again, gives the unit back once", async () => {
  const orders = createPostgresOrderStore(shop.database);
  const orderId = await waitingOrder("thing-a");
  expect((await readStock(shop.database))["thing-a"]).toBe(4);
  const report = (): Promise<unknown> => orders.recordPayment(orderId, { kind: "voided" });
  await Promise.all(Array.from({ length: 9 }, report));
  await report();
  expect((await readStock(shop.database))["thing-a"]).toBe(5);
});

test("of opposite outcomes reported at once, the first counts, and stock agrees with it", async () => {
  const orders = createPostgresOrderStore(shop.database);
  const orderId = await waitingOrder("thing-b");
  const outcomes: readonly ChargeOutcome[] = [{ kind: "approved" }, { kind: "declined", reason: "card-declined" }];
  const seen = await Promise.all([...outcomes, ...outcomes].map((outcome) => orders.recordPayment(orderId, outcome)));
  const [status, ...others] = new Set(seen.map(({ view }) => view.status));
  expect(others).toEqual([]);
  expect((await readStock(shop.database))["thing-b"]).toBe(status === "paid" ? 4 : 5);
});

test("an order that does not exist is the caller's bug", async () => {
  const orders = createPostgresOrderStore(shop.database);
  await expect(orders.recordPayment("ord_none", { kind: "approved" })).rejects.toThrow("is gone");
});
