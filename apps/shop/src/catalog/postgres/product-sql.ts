import type { ProductQuery, ProductSort } from "../domain/product-query.ts";
import type { ProductPosition } from "../use-cases/catalog-store.ts";

/** A statement's text, put together for one query, with its parameters. */
export interface BuiltStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface SortSql {
  /** What the list is ordered by; the product's id breaks ties in the same direction. */
  readonly order: string;
  /** The value that a cursor carries, read from the page's rows. */
  readonly key: string;
  /** Turns that text, a parameter, back into the order's type. */
  readonly bound: (parameter: string) => string;
  readonly isDescending: boolean;
}

const LOWEST_PRICE = "(SELECT min(price_minor) FROM variants WHERE product_id = p.id)";
const SEARCH = "(to_tsquery('english', $1) || to_tsquery('simple', $1))";
// Rank as an integer, since a cursor must compare equal to what it was read from.
const RANK = `(ts_rank(p.search, ${SEARCH}) * 1000000)::bigint`;

const SORTS: Record<ProductSort, SortSql> = {
  relevance: { order: RANK, key: "p.sort_order", bound: (p) => `${p}::text::bigint`, isDescending: true },
  "price-asc": { order: LOWEST_PRICE, key: "p.sort_order", bound: (p) => `${p}::text::bigint`, isDescending: false },
  "price-desc": { order: LOWEST_PRICE, key: "p.sort_order", bound: (p) => `${p}::text::bigint`, isDescending: true },
  newest: {
    order: "p.created_at",
    key: "(extract(epoch FROM p.created_at) * 1000000)::bigint",
    bound: (p) => `timestamptz 'epoch' + ${p}::text::bigint * interval '1 microsecond'`,
    isDescending: true,
  },
  name: {
    order: 'lower(p.title) COLLATE "C"',
    key: "lower(p.title)",
    bound: (p) => `${p}::text COLLATE "C"`,
    isDescending: false,
  },
};

/** Columns of one product, its variants as one JSON array: a page of any length is one statement. */
export const PRODUCT_COLUMNS = `p.id, p.slug, p.title, p.description, p.image_path,
  c.id AS category_id, c.slug AS category_slug, c.name AS category_name, v.variants`;

/** Joins that PRODUCT_COLUMNS reads. */
export const PRODUCT_JOINS = `JOIN categories c ON c.id = p.category_id
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', id, 'sku', sku, 'title', title, 'price', price_minor,
      'currency', currency, 'stock', stock) ORDER BY position, id) AS variants
    FROM variants WHERE product_id = p.id
  ) v`;

/**
 * The statement for one page: rows in walking order (reversed for `before`), one more than `query.limit` where more
 * lie beyond.
 */
export function pageStatement(query: ProductQuery, position: ProductPosition | null): BuiltStatement {
  const { conditions, values } = conditionsOf(query);
  const sort = SORTS[query.sort];
  const isBackwards = position?.direction === "before";
  const isDescending = sort.isDescending !== isBackwards;
  if (position !== null) {
    values.push(position.key, position.id);
    const edge = `(${sort.bound(`$${values.length - 1}`)}, $${values.length}::text)`;
    conditions.push(`(${sort.order}, p.id) ${isDescending ? "<" : ">"} ${edge}`);
  }
  values.push(query.limit + 1);
  const way = isDescending ? "DESC" : "ASC";
  const page = `SELECT p.*, ${sort.order} AS sort_order FROM products p
    WHERE ${conditions.join(" AND ")} ORDER BY sort_order ${way}, p.id ${way} LIMIT $${values.length}`;
  const text = `SELECT ${PRODUCT_COLUMNS}, (${sort.key})::text AS sort_key FROM (${page}) p ${PRODUCT_JOINS}
    ORDER BY p.sort_order ${way}, p.id ${way}`;
  return { text, values };
}

/** The statement that counts all products of a query. */
export function countStatement(query: ProductQuery): BuiltStatement {
  const { conditions, values } = conditionsOf(query);
  return { text: `SELECT count(*)::integer AS total FROM products p WHERE ${conditions.join(" AND ")}`, values };
}

function conditionsOf(query: ProductQuery): { conditions: string[]; values: unknown[] } {
  const conditions = ["EXISTS (SELECT FROM variants WHERE product_id = p.id)"];
  const values: unknown[] = [];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  // First, since SEARCH names its parameter: words hold letters and digits only, so none can break the syntax.
  if (query.words.length > 0) add(query.words.map((word) => `${word}:*`).join(" & "), () => `p.search @@ ${SEARCH}`);
  if (query.category !== null)
    add(query.category, (p) => `p.category_id = (SELECT id FROM categories WHERE slug = ${p})`);
  const prices: string[] = [];
  for (const [limit, operator] of [[query.minPrice, ">="] as const, [query.maxPrice, "<="] as const]) {
    if (limit !== null) prices.push(`price_minor ${operator} $${values.push(limit)}::integer`);
  }
  // Both limits on one variant: a product at 5 and 50 is not "between 10 and 20".
  if (prices.length > 0)
    conditions.push(`EXISTS (SELECT FROM variants WHERE product_id = p.id AND ${prices.join(" AND ")})`);
  return { conditions, values };
}
