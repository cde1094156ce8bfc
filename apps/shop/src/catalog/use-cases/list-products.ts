import { err, ok, type Result } from "@ecommerce-cart/result";
import type { Product } from "../domain/product.ts";
import { toProductQuery, type PriceRangeInverted, type ProductFilter } from "../domain/product-query.ts";
import type { CatalogStore, FoundProducts, ListedProduct } from "./catalog-store.ts";
import { decodeProductCursor, encodeProductCursor, type InvalidCursor, type ProductCursor } from "./product-cursor.ts";

/** One page of the product list. Cursors are opaque; null where there is nothing on that side. */
export interface ProductPage {
  readonly items: readonly Product[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  /** Products that match the filter, over all pages. */
  readonly total: number;
  /** Number of this page as walked by cursors, from 1. */
  readonly pageNumber: number;
  /** Pages in all, at least 1. */
  readonly pageCount: number;
}

/** Why a list cannot be given. */
export type ListProductsError = PriceRangeInverted | InvalidCursor;

/** Reads one page of products; the cursor belongs to one filter and sort, and is refused with any other. */
export async function listProducts(
  store: CatalogStore,
  filter: ProductFilter,
  cursorText?: string,
): Promise<Result<ProductPage, ListProductsError>> {
  const query = toProductQuery(filter);
  if (!query.ok) return query;
  const cursor = cursorText === undefined ? ok(null) : decodeProductCursor(cursorText, query.value);
  if (!cursor.ok) return err(cursor.error);
  const [found, total] = await Promise.all([
    store.findProducts(query.value, cursor.value?.position ?? null),
    store.countProducts(query.value),
  ]);
  const pageNumber = cursor.value?.pageNumber ?? 1;
  const toText = (edge: ProductCursor): string => encodeProductCursor(edge, query.value);
  return ok({
    items: found.listed.map(({ product }) => product),
    ...pageCursors({ found, cursor: cursor.value, toText }),
    total,
    pageNumber,
    pageCount: Math.max(1, Math.ceil(total / query.value.limit)),
  });
}

function pageCursors(page: {
  readonly found: FoundProducts;
  readonly cursor: ProductCursor | null;
  readonly toText: (cursor: ProductCursor) => string;
}): Pick<ProductPage, "nextCursor" | "previousCursor"> {
  const { found, cursor, toText } = page;
  const first = found.listed[0];
  const last = found.listed.at(-1);
  if (first === undefined || last === undefined) return { nextCursor: null, previousCursor: null };
  const number = cursor === null ? 1 : cursor.pageNumber;
  const isBackwards = cursor !== null && cursor.position.direction === "before";
  const isBeyondFirst = isBackwards ? found.hasMore : cursor !== null;
  return {
    nextCursor: isBackwards || found.hasMore ? toText(cursorAt(last, "after", number + 1)) : null,
    previousCursor: isBeyondFirst ? toText(cursorAt(first, "before", number - 1)) : null,
  };
}

function cursorAt(edge: ListedProduct, direction: "after" | "before", pageNumber: number): ProductCursor {
  return { position: { direction, key: edge.key, id: edge.product.id }, pageNumber: Math.max(1, pageNumber) };
}
