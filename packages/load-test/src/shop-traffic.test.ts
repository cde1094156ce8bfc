import { expect, test } from "vitest";
import { seededRandom } from "./arrivals.ts";
import { ShopTraffic } from "./shop-traffic.ts";
import type { ShopRequest } from "./shop-traffic.ts";

const GOODS = { productIds: ["p1", "p2"], variantIds: ["v1", "v2"], words: ["oak"] };

/** A shop that answers everything as expected. */
function draw(traffic: ShopTraffic, count: number): readonly ShopRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const request = traffic.next();
    request.learn({ id: `id-${index}`, token: `token-${index}` });
    return request;
  });
}

test("the mix is mostly looking, some filling of carts, a few orders", () => {
  const requests = draw(new ShopTraffic(GOODS, "a", seededRandom(1)), 10_000);
  const share = (route: string) => requests.filter((one) => one.route === route).length / 10_000;
  expect(share("GET /api/v1/products")).toBeCloseTo(0.28, 1);
  expect(share("GET /api/v1/products/:id")).toBeCloseTo(0.26, 1);
  expect(share("POST /api/v1/carts/:id/lines")).toBeGreaterThan(0.08);
  expect(share("POST /api/v1/checkouts")).toBeGreaterThan(0.015);
});

test("the same seed draws the same requests, also where it is set again", () => {
  const paths = (traffic: ShopTraffic) => draw(traffic, 500).map(({ path }) => path);
  const one = new ShopTraffic(GOODS, "a", seededRandom(1));
  const other = new ShopTraffic(GOODS, "a", seededRandom(1));
  expect(paths(one)).toEqual(paths(other));
  one.drawFrom(seededRandom(2));
  other.drawFrom(seededRandom(2));
  expect(paths(one)).toEqual(paths(other));
});

test("no cart is ordered twice, filled twice at once, or ordered without lines", () => {
  const traffic = new ShopTraffic(GOODS, "a", seededRandom(5));
  const lines = new Map<string, number>();
  const ordered: string[] = [];
  for (const { route, path, body } of draw(traffic, 5000)) {
    const cart = /carts\/([^/]+)\/lines/.exec(path)?.[1];
    if (cart !== undefined) lines.set(cart, (lines.get(cart) ?? 0) + 1);
    if (route === "POST /api/v1/checkouts") ordered.push((JSON.parse(body ?? "") as { cartId: string }).cartId);
  }
  expect(ordered.length).toBeGreaterThan(50);
  expect(new Set(ordered).size).toBe(ordered.length);
  expect(ordered.every((cart) => lines.get(cart) === 2)).toBe(true);
});

test("each checkout has its own idempotency key", () => {
  const keys = draw(new ShopTraffic(GOODS, "a", seededRandom(1)), 5000).flatMap(
    ({ headers }) => headers["idempotency-key"] ?? [],
  );
  expect(new Set(keys).size).toBe(keys.length);
});

test("an answer that never came costs its cart, nothing more", () => {
  const traffic = new ShopTraffic(GOODS, "a", seededRandom(1));
  const routes = new Set(Array.from({ length: 1000 }, () => traffic.next().route));
  expect(routes).not.toContain("POST /api/v1/checkouts");
  expect(routes).toContain("POST /api/v1/carts");
});
