import type { Logger } from "pino";
import type { SweepReport } from "../orders/use-cases/finish-overdue-orders.ts";
import type { Metrics } from "../platform/metrics.ts";

/** Milliseconds after which an order without a final status counts as cut off; well above what a checkout takes. */
export const OVERDUE_MS = 30_000;

/** Milliseconds between two looks for such orders. */
export const SWEEP_INTERVAL_MS = 5_000;

/** One sweep: finishes overdue orders, and says so in log and metrics where there were any. */
export async function sweep(parts: {
  readonly finishOverdueOrders: (olderThanMs: number) => Promise<SweepReport>;
  readonly metrics: Pick<Metrics, "countSweptOrder" | "setWaitingOrders">;
  readonly logger: Pick<Logger, "warn">;
}): Promise<void> {
  const { finished, waiting } = await parts.finishOverdueOrders(OVERDUE_MS);
  parts.metrics.setWaitingOrders(waiting);
  for (const status of finished) parts.metrics.countSweptOrder(status);
  if (finished.length > 0) parts.logger.warn({ finished }, "finished orders that were cut off");
}
