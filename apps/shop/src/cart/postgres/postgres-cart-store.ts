import { err, ok, type Result } from "@ecommerce-cart/result";
import type { Database, QueryRunner, Statement } from "../../platform/database.ts";
import type { CartNotFound } from "../domain/cart-errors.ts";
import type { Cart, EditedCart, LineChange } from "../domain/cart.ts";
import type { CartStore } from "../use-cases/cart-store.ts";
import {
  isUuid,
  toCart,
  toVariant,
  VARIANT_COLUMNS,
  type CartRow,
  type LineRow,
  type VariantRow,
} from "./cart-rows.ts";

const INSERT_CART: Statement = {
  name: "cart_insert",
  text: "INSERT INTO carts (id, currency) VALUES ($1, $2)",
};
const SELECT_CART: Statement = {
  name: "cart_select",
  text: "SELECT id, version, currency, order_id FROM carts WHERE id = $1",
};
const LOCK_CART: Statement = {
  name: "cart_lock",
  text: "SELECT id, version, currency, order_id FROM carts WHERE id = $1 FOR UPDATE",
};
const SELECT_LINES: Statement = {
  name: "cart_lines_select",
  text: `SELECT l.id AS line_id, l.quantity, ${VARIANT_COLUMNS}
    FROM cart_lines l JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id
    WHERE l.cart_id = $1 ORDER BY l.position`,
};
const SELECT_VARIANT: Statement = {
  name: "cart_variant_select",
  text: `SELECT ${VARIANT_COLUMNS} FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = $1`,
};
const PUT_LINE: Statement = {
  name: "cart_line_put",
  text: `WITH line AS (
      INSERT INTO cart_lines (id, cart_id, variant_id, quantity) VALUES ($3, $1, $4, $5)
      ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity)
    UPDATE carts SET version = $2, updated_at = now() WHERE id = $1`,
};
const REMOVE_LINE: Statement = {
  name: "cart_line_remove",
  text: `WITH line AS (DELETE FROM cart_lines WHERE cart_id = $1 AND id = $3)
    UPDATE carts SET version = $2, updated_at = now() WHERE id = $1`,
};

/** Carts in PostgreSQL (migration 0010). */
export function createPostgresCartStore(database: Database): CartStore {
  return {
    async create({ id, currency }) {
      await database.query(INSERT_CART, [id, currency]);
    },
    async read(cartId) {
      return isUuid(cartId) ? readCart(database, SELECT_CART, cartId) : null;
    },
    async findVariant(variantId) {
      // PostgreSQL takes no NUL in text.
      if (variantId.includes("\0")) return null;
      const [row] = await database.query<VariantRow>(SELECT_VARIANT, [variantId]);
      return row === undefined ? null : toVariant(row);
    },
    edit: (cartId, decide) => editCart(database, cartId, decide),
  };
}

async function editCart<E>(
  database: Database,
  cartId: string,
  decide: (cart: Cart) => Result<EditedCart, E>,
): Promise<Result<Cart, E | CartNotFound>> {
  if (!isUuid(cartId)) return err({ kind: "cart-not-found" });
  return database.transaction<Cart, E | CartNotFound>(async (runner) => {
    const cart = await readCart(runner, LOCK_CART, cartId);
    if (cart === null) return err({ kind: "cart-not-found" });
    const edited = decide(cart);
    if (!edited.ok) return edited;
    await writeChange(runner, edited.value.cart, edited.value.change);
    return ok(edited.value.cart);
  });
}

/** Two statements, not one: after waiting for the lock, the lines must be read anew. */
async function readCart(runner: QueryRunner, statement: Statement, cartId: string): Promise<Cart | null> {
  const [row] = await runner.query<CartRow>(statement, [cartId]);
  return row === undefined ? null : toCart(row, await runner.query<LineRow>(SELECT_LINES, [cartId]));
}

async function writeChange(runner: QueryRunner, cart: Cart, change: LineChange): Promise<void> {
  if (change.type === "remove") {
    await runner.query(REMOVE_LINE, [cart.id, cart.version, change.lineId]);
    return;
  }
  const { id, quantity, variant } = change.line;
  await runner.query(PUT_LINE, [cart.id, cart.version, id, variant.variantId, quantity]);
}
