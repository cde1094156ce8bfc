import type { Result } from "@ecommerce-cart/result";
import type { CategoryCount, Product } from "../domain/product.ts";
import type { ProductFilter } from "../domain/product-query.ts";
import type { CatalogStore } from "./catalog-store.ts";
import { listProducts, type ListProductsError, type ProductPage } from "./list-products.ts";

/** There is no such product. */
export interface ProductNotFound {
  readonly kind: "product-not-found";
  readonly product: string;
}

/** What pages and API ask of the catalog. */
export interface CatalogUseCases {
  listProducts(filter: ProductFilter, cursor?: string): Promise<Result<ProductPage, ListProductsError>>;
  getProduct(id: string): Promise<Result<Product, ProductNotFound>>;
  getProductBySlug(slug: string): Promise<Result<Product, ProductNotFound>>;
  listCategories(): Promise<readonly CategoryCount[]>;
}

/** Binds the catalog's use cases to a store. */
export function createCatalogUseCases(store: CatalogStore): CatalogUseCases {
  return {
    listProducts: (filter, cursor) => listProducts(store, filter, cursor),
    getProduct: async (id) => found(await store.getProductById(id), id),
    getProductBySlug: async (slug) => found(await store.getProductBySlug(slug), slug),
    listCategories: () => store.listCategories(),
  };
}

function found(product: Product | null, name: string): Result<Product, ProductNotFound> {
  return product === null
    ? { ok: false, error: { kind: "product-not-found", product: name } }
    : { ok: true, value: product };
}
