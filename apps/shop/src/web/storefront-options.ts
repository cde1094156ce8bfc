import type { CatalogUseCases } from "../catalog/use-cases/catalog-use-cases.ts";
import type { ShopUseCases } from "../shop-use-cases.ts";
import type { Assets } from "./assets.ts";
import type { Site } from "./site.ts";

/** What the pages are made from. */
export interface StorefrontOptions {
  readonly catalog: CatalogUseCases;
  readonly shop: ShopUseCases;
  readonly site: Site;
  /** CSS, scripts and icons; `loadAssets(PUBLIC_FOLDER)`. */
  readonly assets: Assets;
}
