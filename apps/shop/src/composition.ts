import { randomBytes, randomUUID } from "node:crypto";
import { cartHttp } from "./cart/http/cart-http.ts";
import { createPostgresCartStore } from "./cart/postgres/postgres-cart-store.ts";
import { addLine } from "./cart/use-cases/add-line.ts";
import { changeLine } from "./cart/use-cases/change-line.ts";
import { createCart } from "./cart/use-cases/create-cart.ts";
import { getCart } from "./cart/use-cases/get-cart.ts";
import { removeLine } from "./cart/use-cases/remove-line.ts";
import { catalogHttp } from "./catalog/http/catalog-http.ts";
import { createPostgresCatalogStore } from "./catalog/postgres/postgres-catalog-store.ts";
import { createCatalogUseCases, type CatalogUseCases } from "./catalog/use-cases/catalog-use-cases.ts";
import { checkoutHttp } from "./checkout/http/checkout-http.ts";
import { createPostgresCheckoutStore } from "./checkout/postgres/postgres-checkout-store.ts";
import { placeOrder } from "./checkout/use-cases/place-order.ts";
import type { Config } from "./config.ts";
import { orderHttp } from "./orders/http/order-http.ts";
import { createPostgresOrderStore } from "./orders/postgres/postgres-order-store.ts";
import { finishOverdueOrders, type SweepReport } from "./orders/use-cases/finish-overdue-orders.ts";
import { getOrder } from "./orders/use-cases/get-order.ts";
import { paymentHttp } from "./payments/http/payment-http.ts";
import { createSandboxPaymentProvider } from "./payments/sandbox/sandbox-payment-provider.ts";
import { createAbsentPaymentProvider } from "./payments/use-cases/absent-payment-provider.ts";
import { createPaymentToken } from "./payments/use-cases/create-payment-token.ts";
import { getChallenge } from "./payments/use-cases/get-challenge.ts";
import type { PaymentProvider } from "./payments/use-cases/payment-provider.ts";
import { resolveChallenge } from "./payments/use-cases/resolve-challenge.ts";
import type { Database } from "./platform/database.ts";
import type { RateLimiter } from "./platform/rate-limiter.ts";
import type { ShopPlugin } from "./platform/shop-app.ts";
import type { ShopUseCases } from "./shop-use-cases.ts";

/** ISO 4217 code of the shop's prices. */
const SHOP_CURRENCY = "EUR";

/** What the features are built on. */
export interface ShopParts {
  readonly config: Pick<Config, "publicUrl" | "paymentTokensPerMinute"> &
    Partial<Pick<Config, "isPaymentProcessingEnabled">>;
  readonly database: Database;
  readonly rateLimiter: RateLimiter;
  readonly now: () => Date;
  /** Stands between the shop and its payment provider; for tests that cut the two apart. */
  readonly wrapPayments?: (payments: PaymentProvider) => PaymentProvider;
}

/** The features with their ports bound. */
export interface Shop {
  readonly catalog: CatalogUseCases;
  readonly useCases: ShopUseCases;
  /** The worker's: brings orders older than this many milliseconds to their end. */
  finishOverdueOrders(olderThanMs: number): Promise<SweepReport>;
}

/** Binds every use case to its adapters. */
export function composeShop(parts: ShopParts): Shop {
  const { config, database, now } = parts;
  const sandbox = createSandboxPaymentProvider({ database, now });
  const provider = config.isPaymentProcessingEnabled === true ? createAbsentPaymentProvider(sandbox) : sandbox;
  const payments = parts.wrapPayments?.(provider) ?? provider;
  const orders = createPostgresOrderStore(database);
  const ports = {
    carts: createPostgresCartStore(database),
    checkouts: createPostgresCheckoutStore(database),
    orders,
    payments,
    newId: randomUUID,
    newOrderId: () => `ord_${randomBytes(24).toString("base64url")}`,
    currency: SHOP_CURRENCY,
    now,
    challengeUrl: (challengeId: string) => `${config.publicUrl}/sandbox-bank/${challengeId}`,
  };
  return {
    catalog: createCatalogUseCases(createPostgresCatalogStore(database)),
    useCases: {
      createCart: () => createCart(ports),
      getCart: (cartId) => getCart(ports, cartId),
      addLine: (command) => addLine(ports, command),
      changeLine: (command) => changeLine(ports, command),
      removeLine: (command) => removeLine(ports, command),
      createPaymentToken: (card) => createPaymentToken(ports, card),
      placeOrder: (command) => placeOrder(ports, command),
      getOrder: (orderId) => getOrder(ports, orderId),
      getChallenge: (challengeId) => getChallenge(ports, challengeId),
      resolveChallenge: (command) => resolveChallenge(ports, command),
    },
    finishOverdueOrders: (olderThanMs) => finishOverdueOrders(ports, olderThanMs),
  };
}

/** The JSON API. */
export function apiPlugins(shop: Shop, { config, rateLimiter }: ShopParts): readonly ShopPlugin[] {
  const { useCases } = shop;
  return [
    catalogHttp(shop.catalog),
    cartHttp(useCases),
    checkoutHttp(useCases),
    orderHttp(useCases),
    paymentHttp({ useCases, rateLimiter, tokensPerMinute: config.paymentTokensPerMinute }),
  ];
}
