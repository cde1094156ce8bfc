import { buildShop } from "../build-shop.ts";
import { createLogger } from "../platform/logger.ts";
import { createMetrics } from "../platform/metrics.ts";
import { createInProcessRateLimiter } from "../platform/rate-limiter.ts";
import type { ShopApp } from "../platform/shop-app.ts";
import { afterAll, beforeAll } from "vitest";
import { Browser } from "./browser.ts";
import { fillCatalog } from "./fill-catalog.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const PUBLIC_URL = "http://shop.test";

/** A text that a page must show, and never run. */
export const HOSTILE = `<script>alert(1)</script>"'&`;
/** Test cards of the sandbox, by what the bank says. */
export const APPROVED = "4242424242424242";
export const CHALLENGED = "4000002760003184";
export const DECLINED = "4000000000000002";

/** What a shopper types into the checkout besides the card. */
export const ADDRESS = {
  email: "ada@example.com",
  name: "Ada Byrne",
  line1: "1 Quay Street",
  city: "Galway",
  postalCode: "H91 X2Y3",
  country: "IE",
};

/** What a shopper types in for a card. */
export function cardOf(cardNumber: string): Record<string, string> {
  return { cardNumber, cardExpiry: "12/34", cardCvc: "123", cardName: "Ada Byrne" };
}

/** A shop with pages, over a small catalogue in a database of its own. */
export class TestStorefront {
  readonly database: TestDatabase;
  readonly app: ShopApp;

  constructor(database: TestDatabase, app: ShopApp) {
    this.database = database;
    this.app = app;
  }

  /** Somebody new. */
  aBrowser(): Browser {
    return new Browser(this.app, PUBLIC_URL);
  }

  /** Somebody who has put these into the cart, and looks at it. */
  async withCart(...variantIds: readonly string[]): Promise<Browser> {
    const browser = this.aBrowser();
    for (const variantId of variantIds) {
      await browser.open(`/products/${variantId.replace(/-\d+$/u, "")}`);
      await browser.submit("/cart/lines", { variantId });
    }
    return browser;
  }

  /** Another shop over the same database, in which payments are real. */
  async withRealPayments(): Promise<TestStorefront> {
    return new TestStorefront(this.database, await aShop(this.database, { isPaymentProcessingEnabled: true }));
  }
}

/** A storefront for the tests of one file, made before them and gone after them. */
export function useTestStorefront(): () => TestStorefront {
  let storefront: TestStorefront | undefined;
  beforeAll(async () => {
    const database = await createTestDatabase();
    await fillShelves(database);
    storefront = new TestStorefront(database, await aShop(database, { isPaymentProcessingEnabled: false }));
  });
  afterAll(async () => {
    await storefront?.app.close();
    await storefront?.database.drop();
  });
  return () => {
    if (storefront === undefined) throw new Error("the storefront is there from the first test on");
    return storefront;
  };
}

async function fillShelves({ database }: TestDatabase): Promise<void> {
  await fillCatalog(database, [
    { id: "mug", title: "Oat Mug", category: "table", prices: [1600, 3000], stock: 1000 },
    { id: "bowl", title: "Tide Bowl", category: "table", prices: [1700], stock: 1000 },
    { id: "hostile", title: HOSTILE, description: HOSTILE, category: "odd", prices: [900] },
    { id: "gone", title: "Sold Out Lamp", category: "odd", prices: [5000], stock: 0 },
    { id: "scarce", title: "Last Pan", category: "odd", prices: [2500], stock: 1 },
    { id: "drift", title: "Drifting Candle", category: "odd", prices: [2000] },
    ...Array.from({ length: 30 }, (_, index) => ({ id: `jar-${index}`, title: `Jar ${index}`, category: "jars" })),
  ]);
}

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
