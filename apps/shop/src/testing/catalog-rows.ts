import type { QueryRunner } from "../platform/database.ts";

/** A product with one variant of the same id. */
export interface SoldThing {
  readonly id: string;
  /** Minor units. Default 1000. */
  readonly price?: number;
  /** Default 10. */
  readonly stock?: number;
  /** Default EUR. */
  readonly currency?: string;
}

/** Puts things on the shelf; each one's id is its product's, its variant's and its SKU. */
export async function putOnShelf(runner: QueryRunner, things: readonly SoldThing[]): Promise<void> {
  await runner.query({
    name: "test_category",
    text: "INSERT INTO categories (id, slug, name, position) VALUES ('shelf', 'shelf', 'Shelf', 1) ON CONFLICT DO NOTHING",
  });
  const rows = things.map(({ id, price = 1000, stock = 10, currency = "EUR" }) => ({ id, price, stock, currency }));
  const records = "jsonb_to_recordset($1) AS row (id text, price integer, stock integer, currency text)";
  const values = [JSON.stringify(rows)];
  await runner.query(
    {
      name: "test_products",
      text: `INSERT INTO products (id, slug, title, description, category_id, image_path)
        SELECT id, id, 'Product ' || id, 'A thing', 'shelf', '/pictures/' || id || '.svg' FROM ${records}`,
    },
    values,
  );
  await runner.query(
    {
      name: "test_variants",
      text: `INSERT INTO variants (id, product_id, sku, title, price_minor, currency, stock, position)
        SELECT id, id, id, 'Standard', price, currency, stock, 1 FROM ${records}`,
    },
    values,
  );
}

/** Units left of each variant, by id. */
export async function readStock(runner: QueryRunner): Promise<Readonly<Record<string, number>>> {
  const rows = await runner.query<{ id: string; stock: number }>({
    name: "test_stock",
    text: "SELECT id, stock FROM variants",
  });
  return Object.fromEntries(rows.map(({ id, stock }) => [id, stock]));
}

/** Rows of a table, or of a query's FROM clause. */
export async function countRows(runner: QueryRunner, from: string): Promise<number> {
  const text = `SELECT count(*)::integer AS count FROM ${from}`;
  const [row] = await runner.query<{ count: number }>({ name: "test_count", text, isPrepared: false });
  return row?.count ?? 0;
}
