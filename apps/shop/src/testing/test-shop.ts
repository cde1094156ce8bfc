import { randomUUID } from "node:crypto";
import { apiPlugins, composeShop, type Shop } from "../composition.ts";
import { MINIMAL_ADDRESS, TEST_CARD } from "./test-details.ts";
import { buildApp } from "../platform/build-app.ts";
import type { PaymentProvider } from "../payments/use-cases/payment-provider.ts";
import { createLogger } from "../platform/logger.ts";
import { createMetrics } from "../platform/metrics.ts";
import { createInProcessRateLimiter } from "../platform/rate-limiter.ts";
import type { ShopApp } from "../platform/shop-app.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

/** A shop on a database of its own. */
export interface TestShop extends TestDatabase {
  readonly shop: Shop;
  readonly app: ShopApp;
  /** Lines of the log, parsed. */
  readonly logLines: readonly Record<string, unknown>[];
  /** Moves the shop's clock. */
  advance(milliseconds: number): void;
}

/** What a test may choose. */
export interface TestShopOptions {
  readonly poolSize?: number;
  readonly paymentTokensPerMinute?: number;
  readonly isPaymentProcessingEnabled?: boolean;
  /** Wraps the sandbox provider, so that a test can cut a checkout off. */
  readonly wrapPayments?: (payments: PaymentProvider) => PaymentProvider;
}

/** Starts a shop in process; call `drop` after. */
export async function createTestShop(options: TestShopOptions = {}): Promise<TestShop> {
  const database = await createTestDatabase({ poolSize: options.poolSize ?? 10 });
  let offsetMs = 0;
  const now = (): Date => new Date(Date.now() + offsetMs);
  const logLines: Record<string, unknown>[] = [];
  const logger = createLogger(
    { level: "debug", release: "test", role: "web" },
    { write: (line: string) => void logLines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const config = {
    publicUrl: "http://shop.test",
    paymentTokensPerMinute: options.paymentTokensPerMinute ?? 1_000_000,
    isPaymentProcessingEnabled: options.isPaymentProcessingEnabled ?? false,
  };
  const rateLimiter = createInProcessRateLimiter(Date.now);
  const parts = {
    config,
    database: database.database,
    rateLimiter,
    now,
    ...(options.wrapPayments === undefined ? {} : { wrapPayments: options.wrapPayments }),
  };
  const shop = composeShop(parts);
  const app = await buildApp({
    publicUrl: config.publicUrl,
    version: "1.2.3",
    release: "test",
    logger,
    metrics: createMetrics("test"),
    healthChecks: [],
    plugins: apiPlugins(shop, parts),
  });
  return {
    ...database,
    shop,
    app,
    logLines,
    advance: (milliseconds) => void (offsetMs += milliseconds),
    async drop() {
      await app.close();
      await database.drop();
    },
  };
}

/** Creates a cart with one unit (or more) of a variant; gives its id. */
export async function fillCart({ useCases }: Shop, lines: Readonly<Record<string, number>>): Promise<string> {
  const { id: cartId } = await useCases.createCart();
  for (const [variantId, quantity] of Object.entries(lines)) {
    const added = await useCases.addLine({ cartId, variantId, quantity, expectedVersion: null });
    if (!added.ok) throw new Error(`cannot add ${variantId}: ${added.error.kind}`);
  }
  return cartId;
}

/** A token of a test card; by default one that is approved. */
export async function tokenFor({ useCases }: Shop, number = TEST_CARD.number): Promise<string> {
  const token = await useCases.createPaymentToken({ ...TEST_CARD, number });
  if (!token.ok) throw new Error(`no token: ${token.error.kind}`);
  return token.value.token;
}

/** Buys a cart with a fresh token and key. */
export async function buyCart(
  shop: Shop,
  cartId: string,
  choices: { readonly card?: string; readonly idempotencyKey?: string } = {},
): ReturnType<Shop["useCases"]["placeOrder"]> {
  const paymentToken = await tokenFor(shop, choices.card);
  const details = { cartId, email: "ada@example.com", shippingAddress: MINIMAL_ADDRESS, paymentToken };
  return shop.useCases.placeOrder({ idempotencyKey: choices.idempotencyKey ?? randomUUID(), details });
}
