import { apiPlugins, composeShop, type Shop, type ShopParts } from "./composition.ts";
import type { Config } from "./config.ts";
import { buildApp, type AppOptions } from "./platform/build-app.ts";
import type { ShopApp } from "./platform/shop-app.ts";
import { PUBLIC_FOLDER } from "./shop-folders.ts";
import { loadAssets } from "./web/assets.ts";
import { createErrorPages } from "./web/error-pages.ts";
import { storefront } from "./web/storefront.ts";

/** What the web server is built from. */
export interface BuildShopOptions extends Pick<AppOptions, "logger" | "metrics" | "healthChecks" | "isDraining"> {
  readonly parts: ShopParts;
  readonly config: Pick<Config, "publicUrl" | "appVersion" | "releaseId">;
}

/** The whole web server: JSON API and pages. It listens nowhere yet. */
export async function buildShop(options: BuildShopOptions): Promise<{ readonly app: ShopApp; readonly shop: Shop }> {
  const { parts, config, ...server } = options;
  const { appVersion: version, releaseId, publicUrl } = config;
  const isSandbox = !parts.config.isPaymentProcessingEnabled;
  const shop = composeShop(parts);
  const page = { site: { version, releaseId, publicUrl, isSandbox }, assets: loadAssets(PUBLIC_FOLDER) };
  const pages = storefront({ catalog: shop.catalog, shop: shop.useCases, ...page });
  const app = await buildApp({
    ...server,
    publicUrl,
    version,
    release: releaseId,
    plugins: [...apiPlugins(shop, parts), pages],
    renderErrorPage: createErrorPages(page),
  });
  return { app, shop };
}
