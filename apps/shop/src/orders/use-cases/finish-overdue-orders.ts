import { isFinal, type OrderStatus } from "../domain/order-status.ts";
import type { PaymentProvider } from "../../payments/use-cases/payment-provider.ts";
import type { OrderStore, UnfinishedOrder } from "./order-store.ts";

/** What a sweep found. */
export interface SweepReport {
  /** The final statuses that it brought orders to, one entry per order. */
  readonly finished: readonly OrderStatus[];
  /** Orders that wait on for their buyer's answer to the bank. */
  readonly waiting: number;
}

/** What a sweep needs. */
export interface SweepPorts {
  readonly orders: Pick<OrderStore, "listUnfinished" | "recordPayment">;
  readonly payments: Pick<PaymentProvider, "settle">;
  readonly now: () => Date;
}

const BATCH_SIZE = 100;

/**
 * Brings every order that is older than `olderThanMs` and not finished to its end: completed where its charge exists,
 * cancelled, with its stock given back, where none does. Whatever cut a checkout off, its order ends here.
 */
export async function finishOverdueOrders(ports: SweepPorts, olderThanMs: number): Promise<SweepReport> {
  const before = new Date(ports.now().getTime() - olderThanMs);
  const finished: OrderStatus[] = [];
  let waiting = 0;
  let after: UnfinishedOrder | null = null;
  for (;;) {
    const batch: readonly UnfinishedOrder[] = await ports.orders.listUnfinished({ before, after, limit: BATCH_SIZE });
    for (const order of batch) {
      const outcome = await ports.payments.settle(order);
      const { status } = (await ports.orders.recordPayment(order.orderId, outcome)).view;
      if (isFinal(status)) finished.push(status);
      else waiting += 1;
    }
    after = batch.at(-1) ?? null;
    if (batch.length < BATCH_SIZE) return { finished, waiting };
  }
}
