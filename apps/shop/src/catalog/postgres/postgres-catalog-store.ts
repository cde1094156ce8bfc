import type { QueryRunner, Statement } from "../../platform/database.ts";
import type { CategoryCount, Product } from "../domain/product.ts";
import type { CatalogStore, FoundProducts } from "../use-cases/catalog-store.ts";
import { countStatement, pageStatement, PRODUCT_COLUMNS, PRODUCT_JOINS } from "./product-sql.ts";

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

const productBy = (column: "id" | "slug"): Statement => ({
  name: `catalog.product-by-${column}`,
  text: `SELECT ${PRODUCT_COLUMNS} FROM products p ${PRODUCT_JOINS} WHERE p.${column} = $1 AND v.variants IS NOT NULL`,
});
const PRODUCT_BY_ID = productBy("id");
const PRODUCT_BY_SLUG = productBy("slug");
const LIST_CATEGORIES: Statement = {
  name: "catalog.categories",
  text: `SELECT c.id, c.slug, c.name, count(p.id)::integer AS "productCount"
    FROM categories c
    LEFT JOIN products p ON p.category_id = c.id AND EXISTS (SELECT FROM variants WHERE product_id = p.id)
    GROUP BY c.id ORDER BY c.position, c.id`,
};

/** The catalog in PostgreSQL (migration 0001). Every function is one statement. */
export function createPostgresCatalogStore(runner: QueryRunner): CatalogStore {
  const getProduct = async (statement: Statement, value: string): Promise<Product | null> => {
    const [row] = await runner.query<ProductRow>(statement, [value]);
    return row === undefined ? null : toProduct(row);
  };
  return {
    async findProducts(query, position) {
      const { text, values } = pageStatement(query, position);
      const statement = { name: "catalog.products", text, isPrepared: false };
      const rows = await runner.query<ProductRow & { sort_key: string }>(statement, values);
      const found = toFound(rows, query.limit);
      return position?.direction === "before" ? { ...found, listed: found.listed.toReversed() } : found;
    },
    async countProducts(query) {
      const { text, values } = countStatement(query);
      const statement = { name: "catalog.product-count", text, isPrepared: false };
      const [row] = await runner.query<{ total: number }>(statement, values);
      return row?.total ?? 0;
    },
    getProductById: (id) => getProduct(PRODUCT_BY_ID, id),
    getProductBySlug: (slug) => getProduct(PRODUCT_BY_SLUG, slug),
    listCategories: () => runner.query<CategoryCount>(LIST_CATEGORIES),
  };
}

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
