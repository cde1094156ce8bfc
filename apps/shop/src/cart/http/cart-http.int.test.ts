import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { putOnShelf } from "../../testing/catalog-rows.ts";
import { send } from "../../testing/send.ts";
import { createTestShop, type TestShop } from "../../testing/test-shop.ts";
import { readIfMatch } from "./if-match.ts";

let shop: TestShop;
let cart: string;

beforeAll(async () => {
  shop = await createTestShop();
  await putOnShelf(shop.database, [{ id: "mug" }]);
});

beforeEach(async () => {
  cart = String((await send(shop.app, "POST /api/v1/carts")).headers["location"]);
});

afterAll(() => shop.drop());

async function addMug(quantity: number, headers: Readonly<Record<string, string>> = {}) {
  return send(shop.app, `POST ${cart}/lines`, { body: { variantId: "mug", quantity }, headers });
}

async function lineUrl(): Promise<string> {
  const { body } = await addMug(1);
  const [line] = body["lines"] as readonly { readonly id: string }[];
  return `${cart}/lines/${line?.id ?? ""}`;
}

test("a line is added, changed and removed; every answer carries the new ETag", async () => {
  const url = await lineUrl();
  const changed = await send(shop.app, `PATCH ${url}`, { body: { quantity: 7 } });
  expect(changed).toMatchObject({ status: 200, headers: { etag: '"3"' }, body: { lines: [{ quantity: 7 }] } });
  const removed = await send(shop.app, `DELETE ${url}`);
  expect(removed).toMatchObject({ status: 200, headers: { etag: '"4"' }, body: { lines: [] } });
  expect(await send(shop.app, `DELETE ${url}`)).toMatchObject({ status: 404, body: { title: "Line not found" } });
});

test("If-Match with the version at hand passes; a stale one is refused with 412 and the version to use", async () => {
  expect(await addMug(1, { "if-match": '"1"' })).toMatchObject({ status: 200, headers: { etag: '"2"' } });
  const stale = await addMug(1, { "if-match": '"1"' });
  expect(stale).toMatchObject({ status: 412, body: { currentVersion: 2 } });
  expect(await addMug(1, { "if-match": "*" })).toMatchObject({ status: 200 });
  expect(await addMug(1)).toMatchObject({ status: 200, body: { lines: [{ quantity: 3 }] } });
});

test.each([
  [undefined, null],
  ["*", null],
  ['"3"', 3],
  [' "12" ', 12],
  ['W/"3"', 0],
  ["3", 0],
  ['"abc"', 0],
  ['"1", "2"', 0],
])("If-Match %s asks for version %s", (header, version) => {
  expect(readIfMatch(header)).toBe(version);
});

test.each([
  [{ variantId: "mug" }, ["#/quantity"]],
  [{}, ["#/variantId", "#/quantity"]],
  [{ variantId: "mug", quantity: "2" }, ["#/quantity"]],
  [{ variantId: "mug", quantity: 0 }, ["#/quantity"]],
  [{ variantId: "mug", quantity: 1.5 }, ["#/quantity"]],
  [{ variantId: "", quantity: 1 }, ["#/variantId"]],
  [[], ["#"]],
])("body %j is answered 400 with a pointer to each field", async (body, pointers) => {
  const answer = await send(shop.app, `POST ${cart}/lines`, { body });
  expect(answer).toMatchObject({ status: 400, body: { type: "http://shop.test/problems/invalid-input" } });
  const errors = answer.body["errors"] as readonly { readonly pointer: string; readonly detail: string }[];
  expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
  expect(errors.every(({ detail }) => detail.length > 0)).toBe(true);
});

test("100 units are out of range; unknown carts and variants are 404", async () => {
  expect(await addMug(100)).toMatchObject({ status: 422, body: { errors: [{ pointer: "#/quantity" }] } });
  const stranger = await send(shop.app, `POST ${cart}/lines`, { body: { variantId: "none", quantity: 1 } });
  expect(stranger).toMatchObject({ status: 404, body: { errors: [{ pointer: "#/variantId" }] } });
  expect(await send(shop.app, `GET /api/v1/carts/${randomUUID()}`)).toMatchObject({ status: 404 });
  expect(await send(shop.app, "GET /api/v1/carts/%00")).toMatchObject({ status: 404 });
});
