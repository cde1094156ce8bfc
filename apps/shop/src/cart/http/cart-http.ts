import type { Result } from "@ecommerce-cart/result";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import type { ShopPlugin } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import type { ShopUseCases } from "../../shop-use-cases.ts";
import type { AddLineError, ChangeLineError } from "../domain/cart-errors.ts";
import type { CartView } from "../domain/cart-view.ts";
import { toCartProblem } from "./cart-problems.ts";
import { readIfMatch, toEtag } from "./if-match.ts";

const Id = Type.String({ minLength: 1, maxLength: 200 });
// The range is checked by the cart itself; this one only keeps out what is no count at all.
const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000 });
const CartParams = Type.Object({ id: Id });
const LineParams = Type.Object({ id: Id, lineId: Id });
const AddLineBody = Type.Object({ variantId: Id, quantity: Quantity });
const ChangeLineBody = Type.Object({ quantity: Quantity });

type CartUseCases = Pick<ShopUseCases, "createCart" | "getCart" | "addLine" | "changeLine" | "removeLine">;

/** The carts' JSON API under `/api/v1/carts`. Every answer with a cart carries its version as ETag. */
export function cartHttp(useCases: CartUseCases): ShopPlugin {
  return (app) => {
    app.post("/api/v1/carts", async (_request, reply) => {
      const cart = await useCases.createCart();
      return sendCart(reply.code(201).header("location", `/api/v1/carts/${cart.id}`), cart);
    });
    app.get("/api/v1/carts/:id", { schema: { params: CartParams } }, async (request, reply) =>
      answer(reply, await useCases.getCart(request.params.id)),
    );
    app.post(
      "/api/v1/carts/:id/lines",
      { schema: { params: CartParams, body: AddLineBody } },
      async (request, reply) => {
        const expectedVersion = readIfMatch(request.headers["if-match"]);
        const { variantId, quantity } = request.body;
        const command = { cartId: request.params.id, variantId, quantity, expectedVersion };
        return answer(reply, await useCases.addLine(command));
      },
    );
    app.patch(
      "/api/v1/carts/:id/lines/:lineId",
      { schema: { params: LineParams, body: ChangeLineBody } },
      async (request, reply) => {
        const expectedVersion = readIfMatch(request.headers["if-match"]);
        const { id: cartId, lineId } = request.params;
        const command = { cartId, lineId, quantity: request.body.quantity, expectedVersion };
        return answer(reply, await useCases.changeLine(command));
      },
    );
    app.delete("/api/v1/carts/:id/lines/:lineId", { schema: { params: LineParams } }, async (request, reply) => {
      const expectedVersion = readIfMatch(request.headers["if-match"]);
      const { id: cartId, lineId } = request.params;
      return answer(reply, await useCases.removeLine({ cartId, lineId, expectedVersion }));
    });
  };
}

function answer(reply: FastifyReply, result: Result<CartView, AddLineError | ChangeLineError>): FastifyReply {
  return result.ok ? sendCart(reply, result.value) : sendProblem(reply, toCartProblem(result.error));
}

function sendCart(reply: FastifyReply, cart: CartView): FastifyReply {
  return reply.header("etag", toEtag(cart.version)).header("cache-control", "no-store").send(cart);
}
