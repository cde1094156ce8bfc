import { err, ok, type Result } from "@ecommerce-cart/result";
import type { OrderNotFound, OrderView } from "../domain/order-view.ts";
import type { OrderStore } from "./order-store.ts";

/** Reads an order for whoever has its unguessable id. */
export async function getOrder(
  ports: { readonly orders: Pick<OrderStore, "find"> },
  orderId: string,
): Promise<Result<OrderView, OrderNotFound>> {
  const order = await ports.orders.find(orderId);
  return order === null ? err({ kind: "order-not-found" }) : ok(order.view);
}
