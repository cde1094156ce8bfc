import type { QueryRunner, Statement } from "../../platform/database.ts";
import { seedCatalogRows } from "./seed-catalog-rows.ts";

/** How many rows a seeding added: zeros when they were all there. */
export interface SeedReport {
  readonly categories: number;
  readonly products: number;
  readonly variants: number;
}

const INSERT: Statement = {
  name: "catalog.seed",
  text: `WITH
  new_categories AS (
    INSERT INTO categories (id, slug, name, position)
    SELECT id, slug, name, position FROM jsonb_to_recordset($1)
      AS row (id text, slug text, name text, position integer)
    ON CONFLICT DO NOTHING RETURNING id),
  new_products AS (
    INSERT INTO products (id, slug, title, description, category_id, image_path, created_at)
    SELECT id, slug, title, description, category_id, image_path, created_at FROM jsonb_to_recordset($2)
      AS row (id text, slug text, title text, description text, category_id text, image_path text,
              created_at timestamptz)
    ON CONFLICT DO NOTHING RETURNING id),
  new_variants AS (
    INSERT INTO variants (id, product_id, sku, title, price_minor, currency, stock, position)
    SELECT id, product_id, sku, title, price_minor, currency, stock, position FROM jsonb_to_recordset($3)
      AS row (id text, product_id text, sku text, title text, price_minor integer, currency text, stock integer,
              position integer)
    ON CONFLICT DO NOTHING RETURNING id)
  SELECT (SELECT count(*)::integer FROM new_categories) AS categories,
         (SELECT count(*)::integer FROM new_products) AS products,
         (SELECT count(*)::integer FROM new_variants) AS variants`,
};

/**
 * Adds the seeded catalog, in one statement and so whole or not at all. Rows that exist stay as they are: sold stock
 * does not come back when a release is deployed again.
 */
export async function seedCatalog(runner: QueryRunner): Promise<SeedReport> {
  const { categories, products, variants } = seedCatalogRows();
  const values = [categories, products, variants].map((rows) => JSON.stringify(rows));
  const [report] = await runner.query<SeedReport>(INSERT, values);
  return report ?? { categories: 0, products: 0, variants: 0 };
}
