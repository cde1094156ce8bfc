import { Type } from "typebox";
import type { ShopPlugin } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import type { ShopUseCases } from "../../shop-use-cases.ts";

const OrderParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });

/** The orders' JSON API: `GET /api/v1/orders/{id}`; the id is the secret that lets a guest read. */
export function orderHttp(useCases: Pick<ShopUseCases, "getOrder">): ShopPlugin {
  return (app) => {
    app.get("/api/v1/orders/:id", { schema: { params: OrderParams } }, async (request, reply) => {
      const order = await useCases.getOrder(request.params.id);
      if (!order.ok) return sendProblem(reply, { kind: order.error.kind });
      return reply.header("cache-control", "no-store").send(order.value);
    });
  };
}
