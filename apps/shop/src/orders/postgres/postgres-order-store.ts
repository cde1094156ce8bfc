import { ok, type Result } from "@ecommerce-cart/result";
import { statusAfter, type ChargeOutcome } from "../../payments/domain/charge-outcome.ts";
import type { Database, QueryRunner, Statement } from "../../platform/database.ts";
import { hasReturnedStock, statusesBefore } from "../domain/order-status.ts";
import type { OrderRecord, OrderStore } from "../use-cases/order-store.ts";
import { SELECT_ORDER, toOrderRecord, type OrderRow } from "./order-rows.ts";

const SELECT_BY_ID: Statement = { name: "order_select", text: `${SELECT_ORDER} WHERE o.id = $1` };
const SELECT_BY_KEY: Statement = { name: "order_select_by_key", text: `${SELECT_ORDER} WHERE o.idempotency_key = $1` };
const MOVE_ON: Statement = {
  name: "order_move_on",
  text: `UPDATE orders SET status = $2, answered_status = coalesce(answered_status, $2), payment_failure = $3,
      challenge_id = coalesce($4, challenge_id), updated_at = now()
    WHERE id = $1 AND status = ANY ($5) RETURNING cart_id`,
};
const OPEN_CART: Statement = {
  name: "cart_open_again",
  text: "UPDATE carts SET order_id = NULL, version = version + 1, updated_at = now() WHERE id = $1 AND order_id = $2",
};
const LOCK_STOCK: Statement = {
  name: "order_stock_lock",
  text: `SELECT v.id FROM variants v JOIN order_lines l ON l.variant_id = v.id WHERE l.order_id = $1
    ORDER BY v.id FOR NO KEY UPDATE OF v`,
};
const RETURN_STOCK: Statement = {
  name: "order_stock_return",
  text: `UPDATE variants v SET stock = v.stock + l.quantity FROM order_lines l
    WHERE l.order_id = $1 AND l.variant_id = v.id`,
};
const SELECT_UNFINISHED: Statement = {
  name: "orders_unfinished_select",
  text: `SELECT id, total_minor, currency, created_at FROM orders
    WHERE status IN ('pending_payment', 'requires_action') AND created_at < $1
      AND ($2::timestamptz IS NULL OR (created_at, id) > ($2, $3))
    ORDER BY created_at, id LIMIT $4`,
};

interface UnfinishedRow {
  readonly id: string;
  readonly total_minor: string;
  readonly currency: string;
  readonly created_at: Date;
}

/** Orders in PostgreSQL (migration 0011). */
export function createPostgresOrderStore(database: Database): OrderStore {
  return {
    async find(orderId) {
      return orderId.includes("\0") ? null : readOrder(database, SELECT_BY_ID, orderId);
    },
    findByIdempotencyKey: (key) => readOrder(database, SELECT_BY_KEY, key),
    async recordPayment(orderId, outcome) {
      const work = async (runner: QueryRunner): Promise<Result<OrderRecord | null, never>> =>
        ok(await record(runner, orderId, outcome));
      const recorded = await database.transaction(work);
      if (!recorded.ok || recorded.value === null) throw new Error(`order ${orderId} is gone`);
      return recorded.value;
    },
    async listUnfinished({ before, after, limit }) {
      const values = [before, after?.createdAt ?? null, after?.orderId ?? null, limit];
      const rows = await database.query<UnfinishedRow>(SELECT_UNFINISHED, values);
      return rows.map(({ id, total_minor, currency, created_at }) => ({
        orderId: id,
        amount: { amount: Number(total_minor), currency },
        createdAt: created_at,
      }));
    },
  };
}

async function readOrder(runner: QueryRunner, statement: Statement, value: string): Promise<OrderRecord | null> {
  const [row] = await runner.query<OrderRow>(statement, [value]);
  return row === undefined ? null : toOrderRecord(row);
}

/** Locks in the order cart, variants by id, as a checkout does, so that neither waits for the other for ever. */
async function record(runner: QueryRunner, orderId: string, outcome: ChargeOutcome): Promise<OrderRecord | null> {
  const status = statusAfter(outcome);
  const [moved] = await runner.query<{ cart_id: string }>(MOVE_ON, [
    orderId,
    status,
    outcome.kind === "declined" ? outcome.reason : null,
    outcome.kind === "action-required" ? outcome.challengeId : null,
    statusesBefore(status),
  ]);
  if (moved !== undefined && hasReturnedStock(status)) {
    await runner.query(OPEN_CART, [moved.cart_id, orderId]);
    await runner.query(LOCK_STOCK, [orderId]);
    await runner.query(RETURN_STOCK, [orderId]);
  }
  return readOrder(runner, SELECT_BY_ID, orderId);
}
