import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../platform/build-app.ts";
import { createLogger } from "../../platform/logger.ts";
import { createMetrics } from "../../platform/metrics.ts";
import type { ShopApp } from "../../platform/shop-app.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { createPostgresCatalogStore } from "../postgres/postgres-catalog-store.ts";
import { fillCatalog, type TestProduct } from "../../testing/fill-catalog.ts";
import { createCatalogUseCases } from "../use-cases/catalog-use-cases.ts";
import { catalogHttp } from "./catalog-http.ts";

interface ProductPage {
  readonly items: readonly { readonly id: string; readonly title: string; readonly variants: readonly unknown[] }[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  readonly total: number;
}

let testDatabase: TestDatabase;
let app: ShopApp;

const PRODUCTS: readonly TestProduct[] = [
  { id: "mug", title: "Oat Mug", description: "For tea.", category: "table", prices: [1000, 3000] },
  { id: "bowl", title: "Tide Bowl", description: "Goes with the oat mug.", category: "table", prices: [1500] },
  { id: "candle", title: "Beeswax Candles", description: "Burns slowly.", category: "light", prices: [2000] },
  { id: "lamp", title: "Brass Lamp", description: "Warm light, 100% solid.", category: "light", prices: [9900] },
  // Forty with one price, one date and one title: every order is full of ties.
  ...Array.from({ length: 40 }, (_, index) => ({
    id: `tie-${String((index * 7) % 40).padStart(2, "0")}`,
    title: "Same Thing",
    category: "ties",
    prices: [500, 700],
  })),
];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await fillCatalog(testDatabase.database, PRODUCTS);
  app = await buildApp({
    publicUrl: "http://shop.test",
    version: "1.0.0",
    release: "r1",
    logger: createLogger({ level: "silent", release: "r1", role: "web" }),
    metrics: createMetrics("r1"),
    healthChecks: [],
    plugins: [catalogHttp(createCatalogUseCases(createPostgresCatalogStore(testDatabase.database)))],
  });
});

afterAll(async () => {
  await app.close();
  await testDatabase.drop();
});

async function list(query: Record<string, string>): Promise<ProductPage> {
  const answer = await app.inject({ url: "/api/v1/products", query });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<ProductPage>();
}

async function idsOf(query: Record<string, string>): Promise<readonly string[]> {
  return (await list(query)).items.map(({ id }) => id);
}

test("a product is told with prices in minor units and the units that can be bought", async () => {
  const answer = await app.inject("/api/v1/products/mug");
  expect(answer.json()).toEqual({
    id: "mug",
    slug: "mug",
    title: "Oat Mug",
    description: "For tea.",
    category: { id: "table", slug: "table", name: "Table" },
    image: "/pictures/1/kitchen/mug/mug.svg",
    variants: [
      { id: "mug-1", sku: "mug-1", title: "Size 1", price: { amount: 1000, currency: "EUR" }, available: 10 },
      { id: "mug-2", sku: "mug-2", title: "Size 2", price: { amount: 3000, currency: "EUR" }, available: 10 },
    ],
  });
});

test.each(["nothing", "%00", "a'b"])("product %j is not found, as a problem", async (id) => {
  const answer = await app.inject(`/api/v1/products/${encodeURIComponent(decodeURIComponent(id))}`);
  expect(answer.statusCode).toBe(404);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.json()).toMatchObject({ type: "http://shop.test/problems/product-not-found" });
});

test("categories come with their number of products", async () => {
  const { items } = (await app.inject("/api/v1/categories")).json<{ items: readonly unknown[] }>();
  expect(items).toContainEqual({ id: "ties", slug: "ties", name: "Ties", productCount: 40 });
});

test("search finds words of the title before words of the description", async () => {
  expect(await idsOf({ q: "oat mug" })).toEqual(["mug", "bowl"]);
});

test("search finds other forms of a word and words typed half", async () => {
  expect(await idsOf({ q: "candle" })).toEqual(["candle"]);
  expect(await idsOf({ q: "beesw can" })).toEqual(["candle"]);
  expect(await idsOf({ q: "can" })).toEqual(["candle"]);
  expect(await idsOf({ q: "burning" })).toEqual(["candle"]);
});

test("all words must match", async () => {
  expect(await idsOf({ q: "oat lamp" })).toEqual([]);
});

test.each(["' OR 1=1 --", "mug & | ! :* (", "\0", "100%", "\\", "<script>"])(
  "the search text %j is only ever searched for",
  async (q) => {
    const answer = await app.inject({ url: "/api/v1/products", query: { q } });
    expect(answer.statusCode).toBe(200);
  },
);

test("the category filter takes that category alone", async () => {
  expect((await idsOf({ category: "light", sort: "name" })).toSorted()).toEqual(["candle", "lamp"]);
  expect(await list({ category: "nowhere" })).toMatchObject({ items: [], total: 0, nextCursor: null });
});

test("both price limits are included", async () => {
  expect(await idsOf({ minPrice: "1500", maxPrice: "2000", sort: "price-asc" })).toEqual(["bowl", "candle"]);
  expect(await idsOf({ minPrice: "1501", maxPrice: "2000" })).toEqual(["candle"]);
  expect(await idsOf({ minPrice: "1500", maxPrice: "1999" })).toEqual(["bowl"]);
});

test("a product counts as within the range only when one of its variants is", async () => {
  expect(await idsOf({ minPrice: "1001", maxPrice: "1400" })).toEqual([]);
  expect(await idsOf({ minPrice: "3000", maxPrice: "3000" })).toEqual(["mug"]);
});

test("a product within the price range keeps all its variants", async () => {
  const { items } = await list({ minPrice: "3000", maxPrice: "3000" });
  expect(items[0]?.variants).toHaveLength(2);
});

test("price orders go by the lowest price, both ways", async () => {
  const query = { minPrice: "1000", sort: "price-asc" };
  expect(await idsOf(query)).toEqual(["mug", "bowl", "candle", "lamp"]);
  expect(await idsOf({ ...query, sort: "price-desc" })).toEqual(["lamp", "candle", "bowl", "mug"]);
});

const SORTS = ["price-asc", "price-desc", "newest", "name"];
const WALKS = [...SORTS.map((sort) => ({ sort })), { sort: "relevance", q: "same" }];

test.each(WALKS)("pages in order %j visit each product exactly once, though all tie", async (query) => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: ProductPage = await list({ ...query, limit: "7", ...(cursor === null ? {} : { cursor }) });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual([...new Set(seen)]);
  expect(seen).toHaveLength("q" in query ? 40 : PRODUCTS.length);
  expect(seen).toEqual(await idsOf({ ...query, limit: "100" }));
});

test.each(WALKS)("walking back in order %j shows the same pages", async (query) => {
  const first = await list({ ...query, limit: "15" });
  const second = await list({ ...query, limit: "15", cursor: first.nextCursor ?? "" });
  const third = await list({ ...query, limit: "15", cursor: second.nextCursor ?? "" });
  const secondAgain = await list({ ...query, limit: "15", cursor: third.previousCursor ?? "" });
  const firstAgain = await list({ ...query, limit: "15", cursor: secondAgain.previousCursor ?? "" });
  expect(secondAgain.items).toEqual(second.items);
  expect(firstAgain.items).toEqual(first.items);
  expect(firstAgain.previousCursor).toBeNull();
  expect(first.previousCursor).toBeNull();
});

test("total counts all pages, and a page that takes everything has no next one", async () => {
  expect(await list({ category: "ties", limit: "39" })).toMatchObject({ total: 40, nextCursor: expect.any(String) });
  expect(await list({ category: "ties", limit: "40" })).toMatchObject({ total: 40, nextCursor: null });
});

test("an edited cursor and one of another query are refused", async () => {
  const { nextCursor } = await list({ limit: "3", sort: "name" });
  const cursor = nextCursor ?? "";
  for (const query of [
    { limit: "3", sort: "name", cursor: `${cursor}A` },
    { limit: "3", sort: "name", cursor: cursor.slice(1) },
    { limit: "3", sort: "price-asc", cursor },
    { limit: "4", sort: "name", cursor },
  ]) {
    const answer = await app.inject({ url: "/api/v1/products", query });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ pointer: "#/cursor", in: "query" }] });
  }
});

test("every wrong parameter is named at once", async () => {
  const query = {
    minPrice: "-1",
    maxPrice: "2147483648",
    limit: "0",
    sort: "best",
    category: "A B",
    q: "x".repeat(201),
  };
  const answer = await app.inject({ url: "/api/v1/products", query });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  const { errors } = answer.json<{ errors: readonly { pointer: string; in: string }[] }>();
  expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(
    ["#/category", "#/limit", "#/maxPrice", "#/minPrice", "#/q", "#/sort"].toSorted(),
  );
});

test.each([{ limit: "1" }, { limit: "100" }, { minPrice: "0" }, { maxPrice: "2147483647" }, { q: "x".repeat(200) }])(
  "%j is just within the limits",
  async (query) => {
    await list(query as Record<string, string>);
  },
);

test.each([
  { limit: "101" },
  { limit: "1.5" },
  { limit: "ten" },
  { minPrice: "1.50" },
  { minPrice: "" },
  { minPrice: "true" },
  { cursor: "" },
])("%j is refused", async (query) => {
  const answer = await app.inject({ url: "/api/v1/products", query: query as Record<string, string> });
  expect(answer.statusCode).toBe(400);
});

test("a lowest price above the highest is refused, naming both", async () => {
  const answer = await app.inject("/api/v1/products?minPrice=2&maxPrice=1");
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ errors: [{ pointer: "#/minPrice" }, { pointer: "#/maxPrice" }] });
});

test.each(["1", "44"])("a page of %s products costs one statement and its count one", async (limit) => {
  testDatabase.takeStatements();
  await list({ limit, sort: "name" });
  expect(testDatabase.takeStatements().toSorted()).toEqual(["catalog.product-count", "catalog.products"]);
});
