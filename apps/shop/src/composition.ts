import type { CatalogUseCases } from "./catalog/use-cases/catalog-use-cases.ts";
import { createCatalogUseCases } from "./catalog/use-cases/catalog-use-cases.ts";
import { createPostgresCatalogStore } from "./catalog/postgres/postgres-catalog-store.ts";
import type { Config } from "./config.ts";
import type { Database } from "./platform/database.ts";
import type { ShopPlugin } from "./platform/shop-app.ts";

/** What the features are built on. */
export interface ShopParts {
  readonly config: Config;
  readonly database: Database;
}

/** The features with their ports bound. */
export interface Shop {
  readonly catalog: CatalogUseCases;
}

/** Binds every use case to its adapters. */
export function composeShop({ database }: ShopParts): Shop {
  return { catalog: createCatalogUseCases(createPostgresCatalogStore(database)) };
}

/** The routes of the shop: the JSON API and the pages. */
export function shopPlugins(_shop: Shop): readonly ShopPlugin[] {
  return [];
}
