import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { SMOKE_CHECKS } from "../../apps/shop/scripts/smoke-checks.ts";
import { serveBuiltShop } from "../built-shop.ts";
import type { BuiltShop } from "../built-shop.ts";

const seen = new Map<string, string>();
let shop: BuiltShop;

beforeAll(async () => {
  shop = await serveBuiltShop(inject("postgresUrl"));
});

afterAll(() => shop.stop());

test.each(SMOKE_CHECKS)("$name", async ({ run }) => {
  expect(await run({ baseUrl: shop.url, seen })).not.toBe("");
});
