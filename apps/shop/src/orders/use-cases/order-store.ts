import type { Money } from "../../money/domain/money.ts";
import type { ChargeOutcome } from "../../payments/domain/charge-outcome.ts";
import type { OrderStatus } from "../domain/order-status.ts";
import type { OrderView } from "../domain/order-view.ts";

/** An order with what only the shop needs to know of it. */
export interface OrderRecord {
  readonly view: OrderView;
  /** SHA-256 of the request that placed it. */
  readonly requestHash: string;
  /** The status that the first request was answered; null while it has no answer. */
  readonly answeredStatus: OrderStatus | null;
  /** The bank's question, where it asked one. */
  readonly challengeId: string | null;
}

/** An order that waits for its payment. */
export interface UnfinishedOrder {
  readonly orderId: string;
  readonly amount: Money;
  readonly createdAt: Date;
}

/** The port to stored orders. */
export interface OrderStore {
  find(orderId: string): Promise<OrderRecord | null>;
  findByIdempotencyKey(key: string): Promise<OrderRecord | null>;
  /**
   * Moves an order on after its charge, if its status allows; gives its stock back and opens its cart where the charge
   * failed. Any number of callers may report the same outcome: the first one counts. Gives the order as it is then.
   */
  recordPayment(orderId: string, outcome: ChargeOutcome): Promise<OrderRecord>;
  /** Orders without a final status created before `before`, oldest first; `after` continues a list. */
  listUnfinished(query: {
    readonly before: Date;
    readonly after: UnfinishedOrder | null;
    readonly limit: number;
  }): Promise<readonly UnfinishedOrder[]>;
}
