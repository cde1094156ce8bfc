import type { Money } from "../../money/domain/money.ts";
import type { OrderStatus } from "../domain/order-status.ts";
import type { Address, OrderView } from "../domain/order-view.ts";
import type { OrderRecord } from "../use-cases/order-store.ts";

/** An order with its lines; `bigint` columns come as text. */
export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly request_hash: string;
  readonly status: OrderStatus;
  readonly answered_status: OrderStatus | null;
  readonly payment_failure: string | null;
  readonly challenge_id: string | null;
  readonly email: string;
  readonly shipping_address: Address;
  readonly currency: string;
  readonly subtotal_minor: string;
  readonly shipping_minor: string;
  readonly tax_minor: string;
  readonly total_minor: string;
  readonly created_at: Date;
  readonly lines: readonly {
    readonly id: string;
    readonly variant_id: string;
    readonly sku: string;
    readonly product_title: string;
    readonly variant_title: string;
    readonly quantity: number;
    readonly unit_price_minor: number;
    readonly total_minor: number;
    readonly tax_minor: number;
  }[];
}

/** Selects OrderRow; a condition on `o` follows. */
export const SELECT_ORDER = `SELECT o.id, o.number, o.request_hash, o.status, o.answered_status, o.payment_failure,
    o.challenge_id, o.email, o.shipping_address, o.currency, o.subtotal_minor, o.shipping_minor, o.tax_minor,
    o.total_minor, o.created_at, l.lines
  FROM orders o CROSS JOIN LATERAL (
    SELECT jsonb_agg(to_jsonb(ol) ORDER BY ol.position) AS lines FROM order_lines ol WHERE ol.order_id = o.id
  ) l`;

/** A row to an order. */
export function toOrderRecord(row: OrderRow): OrderRecord {
  return {
    view: toOrderView(row),
    requestHash: row.request_hash,
    answeredStatus: row.answered_status,
    challengeId: row.challenge_id,
  };
}

function toOrderView(row: OrderRow): OrderView {
  const inCurrency = (amount: number | string): Money => ({ amount: Number(amount), currency: row.currency });
  return {
    id: row.id,
    number: `EC-${row.number}`,
    status: row.status,
    email: row.email,
    shippingAddress: row.shipping_address,
    lines: row.lines.map((line) => ({
      id: line.id,
      variantId: line.variant_id,
      sku: line.sku,
      productTitle: line.product_title,
      variantTitle: line.variant_title,
      quantity: line.quantity,
      unitPrice: inCurrency(line.unit_price_minor),
      total: inCurrency(line.total_minor),
      tax: inCurrency(line.tax_minor),
    })),
    totals: {
      subtotal: inCurrency(row.subtotal_minor),
      shipping: inCurrency(row.shipping_minor),
      tax: inCurrency(row.tax_minor),
      total: inCurrency(row.total_minor),
    },
    paymentFailure: row.payment_failure,
    createdAt: row.created_at.toISOString(),
  };
}
