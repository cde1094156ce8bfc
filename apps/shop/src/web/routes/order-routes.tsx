import type { FastifyReply, FastifyRequest } from "fastify";
import type { OrderView } from "../../orders/domain/order-view.ts";
import type { ShopApp } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import { BANK_COOKIE, CART_COOKIE, clearCookie, ORDER_COOKIE, readCookie } from "../cookies.ts";
import { OrderPage } from "../pages/order-page.tsx";
import { sendPage } from "../render-page.ts";
import type { StorefrontOptions } from "../storefront-options.ts";
import { openVisit } from "../visit.ts";

/** The page of one order: whoever has its unguessable address may read it. */
export function registerOrderRoutes(app: ShopApp, options: StorefrontOptions): void {
  app.get<{ Params: { orderId: string } }>("/orders/:orderId", async (request, reply) => {
    const order = await options.shop.getOrder(request.params.orderId);
    if (!order.ok) return sendProblem(reply, { kind: order.error.kind });
    const { frame, cart } = await openVisit(options, request);
    if (cart?.isOrdered === true) settleCookies(request, reply, order.value);
    reply.header("cache-control", "private, no-store");
    const bankPath = isLastOrder(request, order.value) ? readCookie(request, BANK_COOKIE) : undefined;
    return sendPage(reply, 200, <OrderPage frame={frame} order={order.value} bankPath={bankPath} />);
  });
}

function isLastOrder(request: FastifyRequest, order: OrderView): boolean {
  return readCookie(request, ORDER_COOKIE) === order.id;
}

/** Once the visitor's own order is paid, its cart and its bank's question have served. */
function settleCookies(request: FastifyRequest, reply: FastifyReply, order: OrderView): void {
  if (!isLastOrder(request, order) || order.status !== "paid") return;
  for (const name of [CART_COOKIE, ORDER_COOKIE, BANK_COOKIE]) clearCookie(reply, name);
}
