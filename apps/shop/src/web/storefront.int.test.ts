import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildShop } from "../build-shop.ts";
import { fillCatalog } from "../testing/fill-catalog.ts";
import { createLogger } from "../platform/logger.ts";
import { createMetrics } from "../platform/metrics.ts";
import { createInProcessRateLimiter } from "../platform/rate-limiter.ts";
import type { ShopApp } from "../platform/shop-app.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { Browser } from "../testing/browser.ts";

const PUBLIC_URL = "http://shop.test";
const HOSTILE = `<script>alert(1)</script>"'&`;
const APPROVED = "4242424242424242";
const CHALLENGED = "4000002760003184";
const DECLINED = "4000000000000002";

let testDatabase: TestDatabase;
let app: ShopApp;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const { database } = testDatabase;
  await fillCatalog(database, [
    { id: "mug", title: "Oat Mug", category: "table", prices: [1600, 3000], stock: 1000 },
    { id: "bowl", title: "Tide Bowl", category: "table", prices: [1700], stock: 1000 },
    { id: "hostile", title: HOSTILE, description: HOSTILE, category: "odd", prices: [900] },
    { id: "gone", title: "Sold Out Lamp", category: "odd", prices: [5000], stock: 0 },
    { id: "scarce", title: "Last Pan", category: "odd", prices: [2500], stock: 1 },
    { id: "drift", title: "Drifting Candle", category: "odd", prices: [2000] },
    ...Array.from({ length: 30 }, (_, index) => ({ id: `jar-${index}`, title: `Jar ${index}`, category: "jars" })),
  ]);
  app = await aShop(testDatabase, { isPaymentProcessingEnabled: false });
});

async function aShop(
  { database }: TestDatabase,
  features: { readonly isPaymentProcessingEnabled: boolean },
): Promise<ShopApp> {
  const release = { publicUrl: PUBLIC_URL, appVersion: "1.2.3", releaseId: "r7" };
  const config = { ...release, paymentTokensPerMinute: 1000, ...features };
  const shop = await buildShop({
    config,
    parts: { config, database, rateLimiter: createInProcessRateLimiter(Date.now), now: () => new Date() },
    logger: createLogger({ level: "silent", release: "r7", role: "web" }),
    metrics: createMetrics("r7"),
    healthChecks: [],
  });
  return shop.app;
}

afterAll(async () => {
  await app.close();
  await testDatabase.drop();
});

function aBrowser(): Browser {
  return new Browser(app, PUBLIC_URL);
}

async function withCart(...variantIds: readonly string[]): Promise<Browser> {
  const browser = aBrowser();
  for (const variantId of variantIds) {
    await browser.open(`/products/${variantId.replace(/-\d+$/u, "")}`);
    await browser.submit("/cart/lines", { variantId });
  }
  return browser;
}

const ADDRESS = {
  email: "ada@example.com",
  name: "Ada Byrne",
  line1: "1 Quay Street",
  city: "Galway",
  postalCode: "H91 X2Y3",
  country: "IE",
};

function cardOf(cardNumber: string): Record<string, string> {
  return { cardNumber, cardExpiry: "12/34", cardCvc: "123", cardName: "Ada Byrne" };
}

describe("the list", () => {
  test("shows products with formatted prices, categories and the release that serves", async () => {
    const browser = aBrowser();
    await browser.open("/?category=table");
    expect(browser.status).toBe(200);
    expect(browser.text).toContain("Oat Mug");
    expect(browser.text).toContain("from €16.00");
    expect(browser.text).toContain("2 products");
    expect(browser.text).toContain("Release r7, version 1.2.3");
    expect(browser.text).toContain("Sandbox payments");
  });

  test("filters by words and price and keeps what was asked in the form", async () => {
    const browser = aBrowser();
    await browser.open("/?q=oat&min=16&max=30&category=table");
    expect(browser.text).toContain("1 product");
    expect(browser.fields("/")).toMatchObject({ q: "oat", min: "16", max: "30", category: "table", sort: "relevance" });
  });

  test("pages lead on and back through every product once", async () => {
    const browser = aBrowser();
    await browser.open("/?category=jars&sort=name");
    const first = browser.links("/products/");
    await browser.follow("Next");
    const second = browser.links("/products/");
    expect(browser.text).toContain("Page 2 of 2");
    expect(new Set([...first, ...second]).size).toBe(30);
    await browser.follow("Previous");
    expect(browser.links("/products/")).toEqual(first);
  });

  test("an edited cursor begins at the first page", async () => {
    const browser = aBrowser();
    await browser.open("/?category=jars&cursor=abc");
    expect(browser.status).toBe(200);
    expect(browser.url).not.toContain("cursor");
  });

  test("a wrong price is told beside its field", async () => {
    const browser = aBrowser();
    await browser.open("/?min=%3Cb%3E");
    expect(browser.status).toBe(200);
    expect(browser.html).toContain('href="#min"');
    expect(browser.html).toContain('aria-describedby="min-error"');
    expect(browser.html).not.toContain("<b>");
  });

  test("a page costs one statement for products, one for their count and one for the shelves", async () => {
    testDatabase.takeStatements();
    await aBrowser().open("/");
    expect(testDatabase.takeStatements().toSorted()).toEqual([
      "catalog.categories",
      "catalog.product-count",
      "catalog.products",
    ]);
  });
});

describe("hostile text", () => {
  test.each(["/?category=odd", "/products/hostile", `/?q=${encodeURIComponent(HOSTILE)}`])(
    "%s shows it and does not run it",
    async (url) => {
      const browser = aBrowser();
      await browser.open(url);
      expect(browser.html).not.toContain("<script>alert");
      expect(browser.html).toContain("&lt;script>alert(1)");
      expect(browser.html).not.toMatch(/value="[^"]*<script/u);
    },
  );

  test("in a cart, a checkout form and an order it stays text", async () => {
    const browser = await withCart("hostile-1");
    expect(browser.html).not.toContain("<script>alert");
    await browser.open("/checkout");
    await browser.submit("/checkout", { ...ADDRESS, name: HOSTILE, email: HOSTILE, ...cardOf(APPROVED) });
    expect(browser.status).toBe(422);
    expect(browser.html).not.toContain("<script>alert");
    expect(browser.fields("/checkout")).toMatchObject({ name: HOSTILE, email: HOSTILE });
    await browser.submit("/checkout", { ...ADDRESS, name: HOSTILE, ...cardOf(APPROVED) });
    expect(browser.text).toContain("Thank you for your order");
    expect(browser.html).not.toContain("<script>alert");
  });

  test("no page holds inline scripts or styles, and a policy forbids them", async () => {
    for (const url of ["/", "/products/mug", "/cart", "/nowhere"]) {
      const browser = await withCart("mug-1");
      await browser.open(url);
      expect(browser.html).not.toMatch(/ style="|<style|<script(?! src=)| on[a-z]+="/u);
      expect(browser.headers["content-security-policy"]).toMatch(/script-src 'self'/u);
      expect(browser.headers["content-security-policy"]).not.toContain("unsafe");
    }
  });
});

describe("the cart", () => {
  test("without scripts: add, add again, change, remove", async () => {
    const browser = await withCart("mug-1", "mug-1", "bowl-1");
    expect(browser.url).toBe("/cart?done=added");
    expect(browser.text).toContain("€32.00");
    const [mugLine = ""] = browser.actions("/cart/lines/");
    await browser.submit(mugLine, { quantity: "5" });
    expect(browser.text).toContain("The quantity is changed.");
    expect(browser.text).toContain("€80.00");
    await browser.submit(`${mugLine}/remove`, {});
    expect(browser.text).toContain("Removed from your cart.");
    expect(browser.text).not.toContain("Oat Mug");
    expect(browser.text).toContain("Tide Bowl");
  });

  test("its cookie is out of reach of scripts and other sites' forms", async () => {
    const browser = await withCart("mug-1");
    expect(browser.setCookies.join()).toMatch(/hh_cart=[\w-]{20,}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax/u);
  });

  test("is empty for somebody new", async () => {
    const browser = aBrowser();
    await browser.open("/cart");
    expect(browser.text).toContain("Nothing in it yet");
  });

  test.each(["0", "100", "-1", "1.5", "many", ""])(
    "quantity %j is refused kindly and kept in the form",
    async (quantity) => {
      const browser = aBrowser();
      await browser.open("/products/mug");
      await browser.submit("/cart/lines", { quantity });
      expect(browser.status).toBe(422);
      expect(browser.text).toContain("1 to 99 times");
      expect(browser.fields("/cart/lines")).toMatchObject({ quantity });
    },
  );

  test("an option that is not sold is refused", async () => {
    const browser = aBrowser();
    await browser.open("/products/mug");
    await browser.submit("/cart/lines", { variantId: "nothing" });
    expect(browser.status).toBe(422);
    expect(browser.text).toContain("Choose one of the options");
  });

  test("a sold out product offers no way into the cart", async () => {
    const browser = aBrowser();
    await browser.open("/products/gone");
    expect(browser.text).toContain("Sold out for now.");
    expect(browser.actions("/cart/lines")).toEqual([]);
  });

  test("a form of another site changes nothing", async () => {
    for (const headers of [{ origin: "https://evil.test" }, {}, { "sec-fetch-site": "cross-site" }]) {
      const answer = await app.inject({
        method: "POST",
        url: "/cart/lines",
        headers: { host: "shop.test", "content-type": "application/x-www-form-urlencoded", ...headers },
        payload: "variantId=mug-1&quantity=1",
      });
      expect(answer.statusCode).toBe(403);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  });
});

describe("the checkout", () => {
  test("without scripts: list, product, cart, checkout, order", async () => {
    const browser = aBrowser();
    await browser.open("/?q=oat");
    await browser.follow("Oat Mug");
    await browser.submit("/cart/lines", { variantId: "mug-2", quantity: "2" });
    await browser.follow("Go to checkout");
    await browser.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
    expect(browser.url).toMatch(/^\/orders\/ord_/u);
    expect(browser.text).toContain("Thank you for your order");
    expect(browser.text).toMatch(/EC-\d+/u);
    expect(browser.text).toContain("€60.00");
    expect(browser.text).toContain("Galway");
    await browser.open("/cart");
    expect(browser.text).toContain("Nothing in it yet");
    expect(browser.cookie("hh_cart")).toBeUndefined();
  });

  test("names everything that is wrong at once and keeps what was typed, but no card", async () => {
    const browser = await withCart("mug-1");
    await browser.open("/checkout");
    await browser.submit("/checkout", { email: "ada", name: "Ada", ...cardOf("4242424242424241"), cardCvc: "12" });
    expect(browser.status).toBe(422);
    const wrong = ["email", "line1", "city", "postalCode", "cardNumber", "cardCvc"];
    for (const field of wrong) {
      expect(browser.html).toContain(`href="#${field}"`);
      expect(browser.html).toContain(`id="${field}-error"`);
    }
    expect(browser.fields("/checkout")).toMatchObject({ email: "ada", name: "Ada", cardNumber: "", cardCvc: "" });
    expect(browser.html).not.toContain("4242424242424241");
  });

  test("a test card is filled in by its button, with what was typed before kept", async () => {
    const browser = await withCart("mug-1");
    await browser.open("/checkout");
    await browser.submit("/checkout", { ...ADDRESS, useCard: APPROVED });
    expect(browser.status).toBe(200);
    expect(browser.fields("/checkout")).toMatchObject({ ...ADDRESS, cardNumber: APPROVED, cardCvc: "123" });
    await browser.submit("/checkout", {});
    expect(browser.text).toContain("Thank you for your order");
  });

  test("a card that is no test card is refused", async () => {
    const browser = await withCart("mug-1");
    await browser.open("/checkout");
    await browser.submit("/checkout", { ...ADDRESS, ...cardOf("5555555555554444") });
    expect(browser.status).toBe(422);
    expect(browser.text).toContain("Never type a real card");
  });

  test("the same form sent twice, at once or later, makes one order", async () => {
    const browser = await withCart("mug-1");
    await browser.open("/checkout");
    const form = { ...browser.fields("/checkout"), ...ADDRESS, ...cardOf(APPROVED) };
    const twins = await Promise.all([browser.post("/checkout", form), browser.post("/checkout", form)]);
    const later = await browser.post("/checkout", form);
    const places = [...twins, later].map(({ statusCode, headers }) => `${statusCode} ${headers.location ?? ""}`);
    expect(places[0]).toMatch(/^303 \/orders\/ord_/u);
    expect(new Set(places).size).toBe(1);
  });

  test("after a decline the cart is still there and another card pays", async () => {
    const browser = await withCart("mug-1");
    await browser.open("/checkout");
    const { idempotencyKey } = browser.fields("/checkout");
    await browser.submit("/checkout", { ...ADDRESS, ...cardOf(DECLINED) });
    expect(browser.status).toBe(402);
    expect(browser.text).toContain("The bank declined this card.");
    expect(browser.fields("/checkout")).toMatchObject({ ...ADDRESS, cardNumber: "" });
    expect(browser.fields("/checkout")["idempotencyKey"]).not.toBe(idempotencyKey);
    await browser.submit("/checkout", cardOf(APPROVED));
    expect(browser.text).toContain("Thank you for your order");
  });

  test("the bank's question can be approved", async () => {
    const browser = await withCart("mug-1");
    await browser.open("/checkout");
    await browser.submit("/checkout", { ...ADDRESS, ...cardOf(CHALLENGED) });
    expect(browser.url).toMatch(/^\/sandbox-bank\//u);
    expect(browser.text).toContain("Approve this payment?");
    const bank = browser.url;
    await browser.open("/cart");
    await browser.follow("See that order");
    expect(browser.text).toContain("Your bank is waiting for you");
    await browser.follow("Answer your bank");
    await browser.submit(bank, { decision: "approve" });
    expect(browser.text).toContain("Thank you for your order");
    await browser.open(bank);
    expect(browser.text).toContain("Thank you for your order");
  });

  test("declined at the bank, the cart is as it was", async () => {
    const browser = await withCart("mug-1");
    await browser.open("/checkout");
    await browser.submit("/checkout", { ...ADDRESS, ...cardOf(CHALLENGED) });
    await browser.submit(browser.url, { decision: "decline" });
    expect(browser.text).toContain("Your order was not paid");
    await browser.follow("See the cart");
    expect(browser.text).toContain("Oat Mug");
  });

  test("stock that ran out meanwhile is told with what is left", async () => {
    const late = await withCart("scarce-1");
    const early = await withCart("scarce-1");
    await late.open("/checkout");
    const form = { ...late.fields("/checkout"), ...ADDRESS, ...cardOf(APPROVED) };
    await early.open("/checkout");
    await early.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
    await late.submit("/checkout", form);
    expect(late.status).toBe(409);
    expect(late.text).toContain("Last Pan has just sold out.");
    await late.open("/cart");
    expect(late.text).toContain("This sold out since you chose it.");
  });

  test("a price that changed is shown before anything is charged", async () => {
    const browser = await withCart("drift-1");
    await browser.open("/checkout");
    await testDatabase.database.query({
      name: "test.price",
      text: "UPDATE variants SET price_minor = 2100 WHERE id = 'drift-1'",
    });
    await browser.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
    expect(browser.status).toBe(409);
    expect(browser.text).toMatch(/The total changed from €[\d.]+ to €[\d.]+ since you opened this page/u);
    await browser.submit("/checkout", cardOf(APPROVED));
    expect(browser.text).toContain("Thank you for your order");
  });

  test("where the sandbox is off and nothing else takes cards, the checkout says so and shows no test card", async () => {
    const real = await aShop(testDatabase, { isPaymentProcessingEnabled: true });
    const browser = new Browser(real, PUBLIC_URL);
    await browser.open("/products/mug");
    await browser.submit("/cart/lines", {});
    await browser.open("/checkout");
    expect(browser.text).toContain("We cannot take payments just now.");
    expect(browser.text).not.toContain("Sandbox payments");
    expect(browser.html).not.toContain(APPROVED);
    await browser.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
    expect(browser.status).toBe(503);
    expect(browser.text).toContain("We will be right back");
    await real.close();
  });

  test("nobody comes to the checkout with an empty cart", async () => {
    const browser = aBrowser();
    await browser.open("/checkout");
    expect(browser.url).toBe("/cart");
  });
});

describe("addresses", () => {
  test.each(["/nowhere", "/products/nothing", "/products/%00", "/orders/guessed", "/sandbox-bank/guessed"])(
    "%s is not found, as a page",
    async (url) => {
      const browser = aBrowser();
      await browser.open(url);
      expect(browser.status).toBe(404);
      expect(browser.text).toContain("We could not find that page");
    },
  );

  test("static files are kept for ever at their fingerprint and asked again at any other", async () => {
    const { body } = await app.inject({ url: "/", headers: { accept: "text/html" } });
    const css = /\/assets\/[0-9a-f]+\/shop\.css/u.exec(body)?.[0] ?? "";
    const answer = await app.inject(css);
    expect(answer.headers).toMatchObject({
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    const other = await app.inject("/assets/000000000000/shop.css");
    expect(other.headers["cache-control"]).toBe("no-cache");
    expect(other.body).toBe(answer.body);
    expect((await app.inject("/assets/x/..%2Fpackage.json")).statusCode).toBe(404);
  });

  test("pictures are drawn for their product, and nothing else is", async () => {
    const picture = await app.inject("/pictures/1/kitchen/mug/oat-mug.svg");
    expect(picture.headers).toMatchObject({
      "content-type": "image/svg+xml; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    for (const path of ["kitchen/dragon/a.svg", "kitchen/mug/a.png", "kitchen/mug/%22%3E.svg", "k%22/mug/a.svg"])
      expect((await app.inject(`/pictures/1/${path}`)).statusCode).toBe(404);
  });

  test("pages are nobody's cache's, and those with an address or a card are kept nowhere", async () => {
    const browser = await withCart("mug-1");
    expect(browser.headers["cache-control"]).toBe("private, no-cache");
    await browser.open("/checkout");
    expect(browser.headers["cache-control"]).toBe("private, no-store");
  });
});
