import type { CategoryCount } from "../catalog/domain/product.ts";
import type { Assets } from "./assets.ts";
import type { Site } from "./site.ts";

/** What surrounds the content of every page. */
export interface PageFrame {
  readonly site: Site;
  readonly assets: Pick<Assets, "url">;
  /** Shelves for the navigation; none on pages that must render without the database. */
  readonly categories: readonly CategoryCount[];
  /** Units in the visitor's cart. */
  readonly cartCount: number;
}
