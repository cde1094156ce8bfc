import { randomUUID } from "node:crypto";
import { err, ok, type Result } from "@ecommerce-cart/result";
import type { CartAlreadyOrdered, CartNotFound } from "../../cart/domain/cart-errors.ts";
import type { Cart } from "../../cart/domain/cart.ts";
import { isUuid, toCart, VARIANT_COLUMNS, type CartRow, type LineRow } from "../../cart/postgres/cart-rows.ts";
import type { Money } from "../../money/domain/money.ts";
import { UniqueViolation } from "../../platform/database-errors.ts";
import type { Database, QueryRunner, Statement } from "../../platform/database.ts";
import type { OrderDraft } from "../domain/draft-order.ts";
import type { CheckoutStore, IdempotencyKeyTaken, Reservation } from "../use-cases/checkout-store.ts";

const LOCK_CART: Statement = {
  name: "checkout_cart_lock",
  text: "SELECT id, version, currency, order_id FROM carts WHERE id = $1 FOR UPDATE",
};
// Everybody locks variants in the order of their ids, so that two checkouts never wait for each other in a circle.
const LOCK_STOCK: Statement = {
  name: "checkout_stock_lock",
  text: `SELECT l.id AS line_id, l.quantity, l.position::integer AS position, ${VARIANT_COLUMNS}
    FROM cart_lines l JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id
    WHERE l.cart_id = $1 ORDER BY v.id FOR NO KEY UPDATE OF v`,
};
const TAKE_STOCK: Statement = {
  name: "checkout_stock_take",
  text: `UPDATE variants v SET stock = v.stock - taken.quantity
    FROM unnest($1::text[], $2::integer[]) AS taken (id, quantity)
    WHERE v.id = taken.id AND v.stock >= taken.quantity RETURNING v.id`,
};
const INSERT_ORDER: Statement = {
  name: "checkout_order_insert",
  text: `INSERT INTO orders (id, cart_id, idempotency_key, request_hash, status, email, shipping_address, currency,
      subtotal_minor, shipping_minor, tax_minor, total_minor, created_at, updated_at)
    VALUES ($1, $2, $3, $4, 'pending_payment', $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
};
const INSERT_LINES: Statement = {
  name: "checkout_lines_insert",
  text: `INSERT INTO order_lines (order_id, position, id, variant_id, sku, product_title, variant_title, quantity,
      unit_price_minor, total_minor, tax_minor)
    SELECT $1, row.position, row.id, row.variant_id, row.sku, row.product_title, row.variant_title, row.quantity,
      row.unit_price_minor, row.total_minor, row.tax_minor
    FROM jsonb_to_recordset($2) AS row (position integer, id uuid, variant_id text, sku text, product_title text,
      variant_title text, quantity integer, unit_price_minor bigint, total_minor bigint, tax_minor bigint)`,
};
const CLOSE_CART: Statement = {
  name: "checkout_cart_close",
  text: "UPDATE carts SET order_id = $2, version = version + 1, updated_at = now() WHERE id = $1",
};

const CONSTRAINT_ERRORS = new Map<string, CartAlreadyOrdered | IdempotencyKeyTaken>([
  ["orders_idempotency_key", { kind: "idempotency-key-taken" }],
  ["orders_one_per_cart", { kind: "cart-already-ordered" }],
]);

type ReserveError = CartNotFound | CartAlreadyOrdered | IdempotencyKeyTaken;

/** Checkouts in PostgreSQL (migrations 0010, 0011). */
export function createPostgresCheckoutStore(database: Database): CheckoutStore {
  return {
    async reserve(reservation, draft) {
      if (!isUuid(reservation.cartId)) return err({ kind: "cart-not-found" });
      try {
        return await database.transaction((runner) => reserve(runner, reservation, draft));
      } catch (error) {
        const known = error instanceof UniqueViolation ? CONSTRAINT_ERRORS.get(error.constraint) : undefined;
        if (known !== undefined) return err(known);
        throw error;
      }
    },
  };
}

async function reserve<E>(
  runner: QueryRunner,
  reservation: Reservation,
  draft: (cart: Cart) => Result<OrderDraft, E>,
): Promise<Result<Money, E | ReserveError>> {
  const [row] = await runner.query<CartRow>(LOCK_CART, [reservation.cartId]);
  if (row === undefined) return err({ kind: "cart-not-found" });
  // Leaves before taking locks on stock: a racing request of the same cart must not hold up other buyers.
  if (row.order_id !== null) return err({ kind: "cart-already-ordered" });
  const lines = await runner.query<LineRow & { position: number }>(LOCK_STOCK, [reservation.cartId]);
  const drafted = draft(
    toCart(
      row,
      lines.toSorted((a, b) => a.position - b.position),
    ),
  );
  if (!drafted.ok) return drafted;
  await takeStock(runner, drafted.value);
  await insertOrder(runner, reservation, drafted.value);
  await runner.query(CLOSE_CART, [reservation.cartId, reservation.orderId]);
  return ok(drafted.value.totals.total);
}

async function takeStock(runner: QueryRunner, { lines }: OrderDraft): Promise<void> {
  const ids = lines.map(({ cartLine }) => cartLine.variant.variantId);
  const quantities = lines.map(({ cartLine }) => cartLine.quantity);
  const taken = await runner.query(TAKE_STOCK, [ids, quantities]);
  // The rows are locked and were checked; the condition is the last guard against selling what is not there.
  if (taken.length !== lines.length) throw new Error("stock changed under its lock");
}

async function insertOrder(
  runner: QueryRunner,
  reservation: Reservation,
  { lines, totals }: OrderDraft,
): Promise<void> {
  const { orderId, cartId, idempotencyKey, requestHash, email, shippingAddress, createdAt } = reservation;
  await runner.query(INSERT_ORDER, [
    orderId,
    cartId,
    idempotencyKey,
    requestHash,
    email,
    JSON.stringify(shippingAddress),
    totals.total.currency,
    totals.subtotal.amount,
    totals.shipping.amount,
    totals.tax.amount,
    totals.total.amount,
    createdAt,
  ]);
  const rows = lines.map(({ cartLine: { quantity, variant }, total, tax }, index) => ({
    position: index + 1,
    id: randomUUID(),
    variant_id: variant.variantId,
    sku: variant.sku,
    product_title: variant.productTitle,
    variant_title: variant.variantTitle,
    quantity,
    unit_price_minor: variant.unitPrice.amount,
    total_minor: total.amount,
    tax_minor: tax.amount,
  }));
  await runner.query(INSERT_LINES, [orderId, JSON.stringify(rows)]);
}
