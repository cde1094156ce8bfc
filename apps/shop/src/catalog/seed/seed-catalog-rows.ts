import { createHash } from "node:crypto";
import { BATH } from "./shelves/bath.ts";
import { CANDLES } from "./shelves/candles.ts";
import { GARDEN } from "./shelves/garden.ts";
import { KITCHEN } from "./shelves/kitchen.ts";
import { LIGHTING } from "./shelves/lighting.ts";
import { PANTRY } from "./shelves/pantry.ts";
import { STORAGE } from "./shelves/storage.ts";
import { TABLEWARE } from "./shelves/tableware.ts";
import { TEXTILES } from "./shelves/textiles.ts";
import { WEAR_SHELF } from "./shelves/wear.ts";
import type { SeedProduct, SeedShelf } from "./seed-shelf.ts";

/** The rows of the seeded catalog, as the tables of migration 0001 hold them. */
export interface SeedRows {
  readonly categories: readonly { id: string; slug: string; name: string; position: number }[];
  readonly products: readonly {
    id: string;
    slug: string;
    title: string;
    description: string;
    category_id: string;
    image_path: string;
    created_at: string;
  }[];
  readonly variants: readonly {
    id: string;
    product_id: string;
    sku: string;
    title: string;
    price_minor: number;
    currency: string;
    stock: number;
    position: number;
  }[];
}

const SHELVES = [KITCHEN, TABLEWARE, PANTRY, TEXTILES, CANDLES, LIGHTING, BATH, GARDEN, STORAGE, WEAR_SHELF];
const CURRENCY = "EUR";
const PRICE_STEP_MINOR = 10;
const FIRST_ARRIVAL = Date.UTC(2025, 0, 6, 9);
const ARRIVAL_DAYS = 600;
const DAY_MS = 86_400_000;

/** Every row of the seed. Nothing is drawn at random: the same release always seeds the same catalog. */
export function seedCatalogRows(): SeedRows {
  const categories = SHELVES.map(({ slug, name }, position) => ({ id: `cat-${slug}`, slug, name, position }));
  const products = SHELVES.flatMap((shelf) => shelf.products.map((product) => productRow(shelf, product)));
  const variants = SHELVES.flatMap((shelf) =>
    shelf.products.flatMap((product, index) => variantRows(shelf, product, index + 1)),
  );
  return { categories, products, variants };
}

function productRow(shelf: SeedShelf, [title, shape, , , blurb]: SeedProduct): SeedRows["products"][number] {
  const slug = toSlug(title);
  return {
    id: `prod-${slug}`,
    slug,
    title,
    description: `${blurb} ${shelf.care}`,
    category_id: `cat-${shelf.slug}`,
    image_path: `/pictures/1/${shelf.slug}/${shape}/${slug}.svg`,
    created_at: new Date(FIRST_ARRIVAL + (digest(`arrival ${slug}`) % ARRIVAL_DAYS) * DAY_MS).toISOString(),
  };
}

function variantRows(shelf: SeedShelf, product: SeedProduct, number: number): readonly SeedRows["variants"][number][] {
  const [title, , priceMinor, options] = product;
  const slug = toSlug(title);
  return options.map(([option, percent], position) => {
    const sku = `HH-${shelf.code}-${String(number).padStart(3, "0")}-${position + 1}`;
    return {
      id: `var-${slug}-${position + 1}`,
      product_id: `prod-${slug}`,
      sku,
      title: option,
      price_minor: Math.round((priceMinor * percent) / 100 / PRICE_STEP_MINOR) * PRICE_STEP_MINOR,
      currency: CURRENCY,
      stock: stockOf(sku),
      position,
    };
  });
}

/** About one variant in sixteen is sold out and as many are nearly so; the rest have up to 60. */
function stockOf(sku: string): number {
  const number = digest(`stock ${sku}`);
  const lot = number % 16;
  if (lot === 0) return 0;
  return lot === 1 ? 1 + ((number >>> 8) % 3) : 8 + ((number >>> 8) % 53);
}

function toSlug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll("'", "")
    .replaceAll(/[^a-z0-9]+/gu, "-");
}

function digest(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
