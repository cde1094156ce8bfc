import type { CategoryCount, Product } from "../domain/product.ts";
import type { CatalogStore, FoundProducts } from "../use-cases/catalog-store.ts";
import { countStatement, pageStatement, PRODUCT_COLUMNS, PRODUCT_JOINS, type Statement } from "./product-sql.ts";
import type { SqlClient } from "./sql-client.ts";

interface ProductRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly image_path: string;
  readonly category_id: string;
  readonly category_slug: string;
  readonly category_name: string;
  readonly variants: readonly VariantRow[];
}

interface VariantRow {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly price: number;
  readonly currency: string;
  readonly stock: number;
}

/** The catalog in PostgreSQL (migration 0001). Every function is one statement. */
export function createPostgresCatalogStore(client: SqlClient): CatalogStore {
  const run = async <Row>({ text, values }: Statement): Promise<readonly Row[]> =>
    (await client.query(text, values)).rows as Row[];
  const getProduct = async (column: "id" | "slug", value: string): Promise<Product | null> => {
    const text = `SELECT ${PRODUCT_COLUMNS} FROM products p ${PRODUCT_JOINS}
      WHERE p.${column} = $1 AND v.variants IS NOT NULL`;
    const [row] = await run<ProductRow>({ text, values: [value] });
    return row === undefined ? null : toProduct(row);
  };
  return {
    async findProducts(query, position) {
      const rows = await run<ProductRow & { sort_key: string }>(pageStatement(query, position));
      const found = toFound(rows, query.limit);
      return position?.direction === "before" ? { ...found, listed: found.listed.toReversed() } : found;
    },
    async countProducts(query) {
      const [row] = await run<{ total: number }>(countStatement(query));
      return row?.total ?? 0;
    },
    getProductById: (id) => getProduct("id", id),
    getProductBySlug: (slug) => getProduct("slug", slug),
    listCategories: () => run<CategoryCount>({ text: LIST_CATEGORIES, values: [] }),
  };
}

const LIST_CATEGORIES = `SELECT c.id, c.slug, c.name, count(p.id)::integer AS "productCount"
  FROM categories c LEFT JOIN products p ON p.category_id = c.id AND EXISTS (SELECT FROM variants WHERE product_id = p.id)
  GROUP BY c.id ORDER BY c.position, c.id`;

function toFound(rows: readonly (ProductRow & { sort_key: string })[], limit: number): FoundProducts {
  const listed = rows.slice(0, limit).map((row) => ({ product: toProduct(row), key: row.sort_key }));
  return { listed, hasMore: rows.length > limit };
}

function toProduct(row: ProductRow): Product {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    description: row.description,
    category: { id: row.category_id, slug: row.category_slug, name: row.category_name },
    image: row.image_path,
    variants: row.variants.map(({ id, sku, title, price, currency, stock }) => ({
      id,
      sku,
      title,
      price: { amount: price, currency },
      stock,
    })),
  };
}
