import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CartView } from "./domain/cart-view.ts";
import { putOnShelf } from "../testing/catalog-rows.ts";
import { buyCart, createTestShop, fillCart, type TestShop } from "../testing/test-shop.ts";

const MANY = Array.from({ length: 500 }, (_, index) => `many-${String(index).padStart(3, "0")}`);
let shop: TestShop;

beforeAll(async () => {
  shop = await createTestShop();
  await putOnShelf(shop.database, [
    ...MANY.map((id) => ({ id, price: 100, stock: 1000 })),
    { id: "a", price: 1000 },
    { id: "b", price: 2000 },
    { id: "c", price: 3000 },
    { id: "dollars", currency: "USD" },
  ]);
});

afterAll(() => shop.drop());

async function read(cartId: string): Promise<CartView> {
  const cart = await shop.shop.useCases.getCart(cartId);
  if (!cart.ok) throw new Error(cart.error.kind);
  return cart.value;
}

function linesOf(cart: CartView): Readonly<Record<string, number>> {
  return Object.fromEntries(cart.lines.map(({ variantId, quantity }) => [variantId, quantity]));
}

/** Puts 500 lines in at once; the use case takes them one by one. */
async function fullCart(): Promise<string> {
  const { id } = await shop.shop.useCases.createCart();
  await shop.database.query(
    {
      name: "test_full_cart",
      text: `INSERT INTO cart_lines (id, cart_id, variant_id, quantity)
        SELECT gen_random_uuid(), $1, id, 1 FROM unnest($2::text[]) AS id`,
    },
    [id, MANY],
  );
  return id;
}

test("30 additions at once, of one variant and of others, all count", async () => {
  const { id: cartId } = await shop.shop.useCases.createCart();
  const variants = ["a", "b", "c"];
  const added = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      shop.shop.useCases.addLine({ cartId, variantId: variants[index % 3] ?? "a", quantity: 2, expectedVersion: null }),
    ),
  );
  expect(added.every(({ ok }) => ok)).toBe(true);
  const cart = await read(cartId);
  expect(linesOf(cart)).toEqual({ a: 20, b: 20, c: 20 });
  expect(cart.version).toBe(31);
});

test("changes of different lines at once all survive", async () => {
  const cartId = await fillCart(shop.shop, { a: 1, b: 1, c: 1 });
  const [a, b, c] = (await read(cartId)).lines.map(({ id }) => id);
  const { changeLine, removeLine, addLine } = shop.shop.useCases;
  await Promise.all([
    changeLine({ cartId, lineId: a ?? "", quantity: 5, expectedVersion: null }),
    removeLine({ cartId, lineId: b ?? "", expectedVersion: null }),
    changeLine({ cartId, lineId: c ?? "", quantity: 7, expectedVersion: null }),
    addLine({ cartId, variantId: "many-000", quantity: 3, expectedVersion: null }),
  ]);
  expect(linesOf(await read(cartId))).toEqual({ a: 5, c: 7, "many-000": 3 });
});

test("of ten changes that expect one version, one is made", async () => {
  const cartId = await fillCart(shop.shop, { a: 1 });
  const { version } = await read(cartId);
  const results = await Promise.all(
    Array.from({ length: 10 }, () =>
      shop.shop.useCases.addLine({ cartId, variantId: "a", quantity: 1, expectedVersion: version }),
    ),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.error]));
  expect(refusals[0]).toEqual({ kind: "cart-version-mismatch", currentVersion: version + 1 });
  expect(linesOf(await read(cartId))).toEqual({ a: 2 });
});

test("at once, 99 units fit on a line and the hundredth does not", async () => {
  const cartId = await fillCart(shop.shop, { a: 90 });
  const results = await Promise.all(
    Array.from({ length: 12 }, () =>
      shop.shop.useCases.addLine({ cartId, variantId: "a", quantity: 1, expectedVersion: null }),
    ),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(9);
  expect(linesOf(await read(cartId))).toEqual({ a: 99 });
});

test("a cart follows the catalog's prices until it is bought", async () => {
  const cartId = await fillCart(shop.shop, { b: 1 });
  await setPrice("b", 2500);
  expect((await read(cartId)).totals.subtotal.amount).toBe(2500);
  const bought = await buyCart(shop.shop, cartId);
  await setPrice("b", 9900);
  if (!bought.ok) throw new Error(bought.error.kind);
  const order = await shop.shop.useCases.getOrder(bought.value.order.id);
  expect(order).toMatchObject({ value: { totals: { subtotal: { amount: 2500 } } } });
  await setPrice("b", 2000);
});

test("a bought cart takes no more changes", async () => {
  const cartId = await fillCart(shop.shop, { a: 1 });
  await buyCart(shop.shop, cartId);
  const added = await shop.shop.useCases.addLine({ cartId, variantId: "a", quantity: 1, expectedVersion: null });
  expect(added).toEqual({ ok: false, error: { kind: "cart-already-ordered" } });
  expect((await read(cartId)).isOrdered).toBe(true);
});

test.each(["nonsense", "", "\0", randomUUID(), "x".repeat(5000)])("cart %j is not found", async (cartId) => {
  const error = { kind: "cart-not-found" };
  expect(await shop.shop.useCases.getCart(cartId)).toEqual({ ok: false, error });
  const added = await shop.shop.useCases.addLine({ cartId, variantId: "a", quantity: 1, expectedVersion: null });
  expect(added).toEqual({ ok: false, error });
});

test.each(["nonsense", "\0", "x".repeat(5000)])("variant %j is not found", async (variantId) => {
  const { id: cartId } = await shop.shop.useCases.createCart();
  const added = await shop.shop.useCases.addLine({ cartId, variantId, quantity: 1, expectedVersion: null });
  expect(added).toEqual({ ok: false, error: { kind: "variant-not-found" } });
});

test("a variant in another currency stays out", async () => {
  const { id: cartId } = await shop.shop.useCases.createCart();
  const added = await shop.shop.useCases.addLine({ cartId, variantId: "dollars", quantity: 1, expectedVersion: null });
  expect(added).toMatchObject({ error: { kind: "currency-mismatch" } });
});

test("a cart of 500 lines costs as many statements as a cart of one", async () => {
  const small = await fillCart(shop.shop, { "many-000": 1 });
  const large = await fullCart();
  expect((await read(large)).lines).toHaveLength(500);
  const cost = async (cartId: string): Promise<Readonly<Record<string, readonly string[]>>> => {
    const lineId = (await read(cartId)).lines[0]?.id ?? "";
    const taken: Record<string, readonly string[]> = {};
    const measure = async (name: string, work: () => Promise<{ readonly ok: boolean }>): Promise<void> => {
      shop.takeStatements();
      expect(await work()).toMatchObject({ ok: true });
      taken[name] = shop.takeStatements();
    };
    const { getCart, addLine, changeLine, removeLine } = shop.shop.useCases;
    await measure("read", () => getCart(cartId));
    await measure("add", () => addLine({ cartId, variantId: "many-000", quantity: 1, expectedVersion: null }));
    await measure("change", () => changeLine({ cartId, lineId, quantity: 3, expectedVersion: null }));
    await measure("buy", () => buyCart(shop.shop, cartId));
    const again = await fillCart(shop.shop, { a: 1, b: 1 });
    const second = (await read(again)).lines[1]?.id ?? "";
    await measure("remove", () => removeLine({ cartId: again, lineId: second, expectedVersion: null }));
    return taken;
  };
  const [smallCost, largeCost] = [await cost(small), await cost(large)];
  expect(largeCost).toEqual(smallCost);
  expect(smallCost["read"]).toHaveLength(2);
});

test("a failed payment of 500 lines gives all back with as many statements as one of one", async () => {
  const cost = async (cartId: string): Promise<readonly string[]> => {
    shop.takeStatements();
    expect(await buyCart(shop.shop, cartId, { card: "4000000000000002" })).toMatchObject({ ok: false });
    return shop.takeStatements();
  };
  const small = await cost(await fillCart(shop.shop, { "many-001": 1 }));
  expect(await cost(await fullCart())).toEqual(small);
});

async function setPrice(variantId: string, price: number): Promise<void> {
  const text = "UPDATE variants SET price_minor = $2 WHERE id = $1";
  await shop.database.query({ name: "test_set_price", text }, [variantId, price]);
}
