import { Type } from "typebox";
import type { ShopPlugin } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import type { ShopUseCases } from "../../shop-use-cases.ts";
import { toCheckoutProblem } from "./checkout-problems.ts";

// Lengths and forms are checked by the checkout itself, which names them all at once; these limits only bound the work.
const Text = Type.String({ maxLength: 1000 });

const CheckoutBody = Type.Object({
  cartId: Type.String({ minLength: 1, maxLength: 200 }),
  email: Text,
  shippingAddress: Type.Object({
    name: Text,
    line1: Text,
    line2: Type.Optional(Text),
    city: Text,
    region: Type.Optional(Text),
    postalCode: Text,
    country: Text,
  }),
  paymentToken: Type.String({ minLength: 1, maxLength: 200 }),
});

/** Visible ASCII, so that the key survives every proxy and fits the database's index. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** The checkout's JSON API: `POST /api/v1/checkouts` with an `Idempotency-Key`. */
export function checkoutHttp(useCases: Pick<ShopUseCases, "placeOrder">): ShopPlugin {
  return (app) => {
    app.post("/api/v1/checkouts", { schema: { body: CheckoutBody } }, async (request, reply) => {
      const key = request.headers["idempotency-key"];
      if (typeof key !== "string" || !IDEMPOTENCY_KEY.test(key))
        return sendProblem(reply, {
          kind: "idempotency-key-missing",
          errors: [{ pointer: "#/idempotency-key", detail: "must be 1 to 255 visible characters", in: "header" }],
        });
      const { cartId, email, shippingAddress, paymentToken } = request.body;
      const address = { line2: "", region: "", ...shippingAddress };
      const details = { cartId, email, shippingAddress: address, paymentToken };
      const placed = await useCases.placeOrder({ idempotencyKey: key, details });
      if (!placed.ok) return sendProblem(reply, toCheckoutProblem(placed.error));
      const { order, nextAction, isReplay } = placed.value;
      reply.header("location", `/api/v1/orders/${order.id}`).header("cache-control", "no-store");
      if (isReplay) reply.header("idempotency-replayed", "true");
      return nextAction === null ? reply.code(201).send(order) : reply.code(202).send({ order, nextAction });
    });
  };
}
