import { err, ok, type Result } from "@ecommerce-cart/result";

/** Orders in which a list can be asked for. `relevance` without search words falls back to `newest`. */
export const PRODUCT_SORTS = ["relevance", "price-asc", "price-desc", "newest", "name"] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

/** Longest search text taken, in characters. */
export const MAX_TEXT_LENGTH = 200;
/** Most search words used; further words are ignored, so that a pasted page of text stays a cheap query. */
export const MAX_SEARCH_WORDS = 8;
/** Most products on one page. */
export const MAX_PAGE_SIZE = 100;
/** Products on one page when nothing is asked. */
export const DEFAULT_PAGE_SIZE = 24;
/** Highest price limit taken, in minor units: the largest PostgreSQL integer. */
export const MAX_PRICE_MINOR = 2_147_483_647;

/** What a visitor asked of the list, before defaults. Prices in minor units, both limits included. */
export interface ProductFilter {
  readonly text?: string | undefined;
  readonly category?: string | undefined;
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly sort?: ProductSort | undefined;
  readonly limit?: number | undefined;
}

/** A checked query with its defaults applied. */
export interface ProductQuery {
  /** Search words, lower case, letters and digits only; none means everything matches. */
  readonly words: readonly string[];
  readonly category: string | null;
  readonly minPrice: number | null;
  readonly maxPrice: number | null;
  readonly sort: ProductSort;
  readonly limit: number;
}

/** A price range that can hold no price. */
export interface PriceRangeInverted {
  readonly kind: "price-range-inverted";
  readonly minPrice: number;
  readonly maxPrice: number;
}

/**
 * Applies defaults to a filter and checks the rules between its parts.
 * Example: `{ text: "Oak-Board" }` gives words `["oak", "board"]`, sort `relevance`, limit 24.
 */
export function toProductQuery(filter: ProductFilter): Result<ProductQuery, PriceRangeInverted> {
  const { minPrice = null, maxPrice = null } = filter;
  if (minPrice !== null && maxPrice !== null && minPrice > maxPrice)
    return err({ kind: "price-range-inverted", minPrice, maxPrice });
  const words = toSearchWords(filter.text ?? "");
  return ok({
    words,
    category: filter.category ?? null,
    minPrice,
    maxPrice,
    sort: effectiveSort(filter.sort, words.length > 0),
    limit: filter.limit ?? DEFAULT_PAGE_SIZE,
  });
}

function effectiveSort(asked: ProductSort | undefined, hasWords: boolean): ProductSort {
  const sort = asked ?? "relevance";
  return sort === "relevance" && !hasWords ? "newest" : sort;
}

/**
 * The words of a search text: lower case, letters and digits only, at most MAX_SEARCH_WORDS of them.
 * Example: `"  Salt-glazed mug! "` gives `["salt", "glazed", "mug"]`.
 */
export function toSearchWords(text: string): readonly string[] {
  const words =
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, MAX_SEARCH_WORDS);
}
