import type { Database } from "../platform/database.ts";

/** A product to test with; what is left out has a valid default. */
export interface TestProduct {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
  readonly category?: string;
  /** Price of each variant, minor units. */
  readonly prices?: readonly number[];
  readonly stock?: number;
  /** ISO 8601. */
  readonly createdAt?: string;
}

/** Puts products into an empty catalog; the slug of each is its id. */
export async function fillCatalog(database: Database, products: readonly TestProduct[]): Promise<void> {
  for (const product of products) await insertProduct(database, product);
}

async function insertProduct(database: Database, product: TestProduct): Promise<void> {
  const { id, category = "shelf", prices = [1000], createdAt = "2026-01-01T00:00:00Z" } = product;
  await database.query(
    {
      name: "test.category",
      text: "INSERT INTO categories (id, slug, name, position) VALUES ($1, $1, initcap($1), 1) ON CONFLICT DO NOTHING",
    },
    [category],
  );
  await database.query(
    {
      name: "test.product",
      text: `INSERT INTO products (id, slug, title, description, category_id, image_path, created_at)
        VALUES ($1, $1, $2, $3, $4, $5, $6)`,
    },
    [
      id,
      product.title ?? `Product ${id}`,
      product.description ?? "Plain.",
      category,
      `/pictures/1/kitchen/mug/${id}.svg`,
      createdAt,
    ],
  );
  for (const [index, price] of prices.entries())
    await database.query(
      {
        name: "test.variant",
        text: `INSERT INTO variants (id, product_id, sku, title, price_minor, currency, stock, position)
          VALUES ($1, $2, $1, $3, $4, 'EUR', $5, $6)`,
      },
      [`${id}-${index + 1}`, id, `Size ${index + 1}`, price, product.stock ?? 10, index],
    );
}
