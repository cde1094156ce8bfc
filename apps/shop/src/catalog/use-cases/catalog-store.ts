import type { CategoryCount, Product } from "../domain/product.ts";
import type { ProductQuery } from "../domain/product-query.ts";

/** Where a page starts: the sort key of the product at its edge, and on which side of it the page lies. */
export interface ProductPosition {
  readonly direction: "after" | "before";
  /** Sort value as text: an integer for price and relevance, microseconds since 1970 for newest, lower case for name. */
  readonly key: string;
  readonly id: string;
}

/** A product with the sort value that a cursor to it needs. */
export interface ListedProduct {
  readonly product: Product;
  readonly key: string;
}

/** What a store found: the page in list order, and whether more lie beyond it in the direction asked. */
export interface FoundProducts {
  readonly listed: readonly ListedProduct[];
  readonly hasMore: boolean;
}

/** The port to the catalog. Products come with all their variants. */
export interface CatalogStore {
  /** One page, in one statement whatever its length. `position` null means the first page. */
  findProducts(query: ProductQuery, position: ProductPosition | null): Promise<FoundProducts>;
  /** How many products match, whatever the page. */
  countProducts(query: ProductQuery): Promise<number>;
  getProductById(id: string): Promise<Product | null>;
  getProductBySlug(slug: string): Promise<Product | null>;
  /** All categories in their order. */
  listCategories(): Promise<readonly CategoryCount[]>;
}
