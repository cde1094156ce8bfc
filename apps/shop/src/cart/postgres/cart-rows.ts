import type { Cart, CartLine, CartVariant } from "../domain/cart.ts";

/** A row of `carts`. */
export interface CartRow {
  readonly id: string;
  readonly version: number;
  readonly currency: string;
  readonly order_id: string | null;
}

/** A variant with its product. */
export interface VariantRow {
  readonly variant_id: string;
  readonly sku: string;
  readonly variant_title: string;
  readonly price_minor: number;
  readonly currency: string;
  readonly stock: number;
  readonly product_id: string;
  readonly product_slug: string;
  readonly product_title: string;
  readonly image_path: string;
}

/** A cart's line with its variant. */
export interface LineRow extends VariantRow {
  readonly line_id: string;
  readonly quantity: number;
}

/** Columns of VariantRow from `variants v` and `products p`. */
export const VARIANT_COLUMNS = `v.id AS variant_id, v.sku, v.title AS variant_title, v.price_minor, v.currency, v.stock,
  p.id AS product_id, p.slug AS product_slug, p.title AS product_title, p.image_path`;

/** Whether the text can be the id of a cart or a line. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

/** Rows to a cart; `lines` in the order in which they were added. */
export function toCart(row: CartRow, lines: readonly LineRow[]): Cart {
  return {
    id: row.id,
    version: row.version,
    currency: row.currency,
    isOrdered: row.order_id !== null,
    lines: lines.map(toLine),
  };
}

/** A row to a line. */
export function toLine(row: LineRow): CartLine {
  return { id: row.line_id, quantity: row.quantity, variant: toVariant(row) };
}

/** A row to a variant. */
export function toVariant(row: VariantRow): CartVariant {
  return {
    variantId: row.variant_id,
    sku: row.sku,
    productId: row.product_id,
    productSlug: row.product_slug,
    productTitle: row.product_title,
    variantTitle: row.variant_title,
    imagePath: row.image_path,
    unitPrice: { amount: row.price_minor, currency: row.currency },
    available: row.stock,
  };
}
