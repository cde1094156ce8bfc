import type { FastifyReply, FastifyRequest } from "fastify";
import type { Result } from "@ecommerce-cart/result";
import type { AddLineError, ChangeLineError } from "../../cart/domain/cart-errors.ts";
import type { CartView } from "../../cart/domain/cart-view.ts";
import type { ShopApp } from "../../platform/shop-app.ts";
import { CART_COOKIE, clearCookie, ORDER_COOKIE, readCookie, setCookie } from "../cookies.ts";
import { cartErrorMessage, readQuantity } from "../forms/cart-messages.ts";
import { textOf, toSubmittedForm, type SubmittedForm } from "../forms/submitted-form.ts";
import { CartPage } from "../pages/cart-page.tsx";
import { ProductPage } from "../pages/product-page.tsx";
import { sendPage } from "../render-page.ts";
import type { StorefrontOptions } from "../storefront-options.ts";
import { openVisit } from "../visit.ts";

const DONE: Readonly<Record<string, string>> = {
  added: "Added to your cart.",
  changed: "The quantity is changed.",
  removed: "Removed from your cart.",
};

type LineRequest = FastifyRequest<{ Params: { lineId: string } }>;

/** The cart page and the forms that change the cart. */
export function registerCartRoutes(app: ShopApp, options: StorefrontOptions): void {
  app.get("/cart", async (request, reply) => {
    const { frame, cart } = await openVisit(options, request);
    const pendingOrderId = await findPendingOrder(options, request);
    // Bought: the next thing goes into a new cart.
    if (cart?.isOrdered === true && pendingOrderId === undefined) clearCookie(reply, CART_COOKIE);
    const open = cart?.isOrdered === true ? null : cart;
    const done = DONE[textOf(toSubmittedForm(request.query), "done")];
    return sendPage(reply, 200, <CartPage frame={frame} cart={open} done={done} pendingOrderId={pendingOrderId} />);
  });
  app.post("/cart/lines", (request, reply) => addToCart(options, request, reply));
  app.post("/cart/lines/:lineId", async (request: LineRequest, reply) => {
    const quantity = readQuantity(textOf(toSubmittedForm(request.body), "quantity"));
    const { lineId } = request.params;
    const change = (cartId: string): Promise<Result<CartView, ChangeLineError>> =>
      options.shop.changeLine({ cartId, lineId, quantity, expectedVersion: null });
    return changeCart({ options, request, reply }, change, "changed");
  });
  app.post("/cart/lines/:lineId/remove", async (request: LineRequest, reply) => {
    const { lineId } = request.params;
    const remove = (cartId: string): Promise<Result<CartView, ChangeLineError>> =>
      options.shop.removeLine({ cartId, lineId, expectedVersion: null });
    return changeCart({ options, request, reply }, remove, "removed");
  });
}

async function findPendingOrder({ shop }: StorefrontOptions, request: FastifyRequest): Promise<string | undefined> {
  const orderId = readCookie(request, ORDER_COOKIE);
  if (orderId === undefined) return undefined;
  const order = await shop.getOrder(orderId);
  const isPending = order.ok && ["pending_payment", "requires_action"].includes(order.value.status);
  return isPending ? orderId : undefined;
}

async function changeCart(
  exchange: { readonly options: StorefrontOptions; readonly request: FastifyRequest; readonly reply: FastifyReply },
  change: (cartId: string) => Promise<Result<CartView, ChangeLineError>>,
  done: string,
): Promise<FastifyReply> {
  const { options, request, reply } = exchange;
  const cartId = readCookie(request, CART_COOKIE);
  if (cartId === undefined) return reply.redirect("/cart", 303);
  const changed = await change(cartId);
  // A line that is gone is what a removal wanted: a second click on "Remove" is no error.
  if (changed.ok || (done === "removed" && changed.error.kind === "line-not-found"))
    return reply.redirect(`/cart?done=${done}`, 303);
  const { frame, cart } = await openVisit(options, request);
  const errors = [{ ...cartErrorMessage(changed.error), field: null }];
  return sendPage(reply, 422, <CartPage frame={frame} cart={cart?.isOrdered === true ? null : cart} errors={errors} />);
}

async function addToCart(
  options: StorefrontOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = toSubmittedForm(request.body);
  const added = await addToSomeCart(options, readCookie(request, CART_COOKIE), form);
  if (!added.ok) return showRefusedProduct({ options, request, reply }, form, added.error);
  setCookie(reply, options.site, [CART_COOKIE, added.value.id]);
  return reply.redirect("/cart?done=added", 303);
}

/** Adds to the visitor's cart, or to a new one where there is none, it is gone, or it is bought already. */
async function addToSomeCart(
  { shop }: StorefrontOptions,
  cartId: string | undefined,
  form: SubmittedForm,
): Promise<Result<CartView, AddLineError>> {
  const add = (id: string): Promise<Result<CartView, AddLineError>> =>
    shop.addLine({
      cartId: id,
      variantId: textOf(form, "variantId"),
      quantity: readQuantity(textOf(form, "quantity")),
      expectedVersion: null,
    });
  if (cartId !== undefined) {
    const added = await add(cartId);
    if (added.ok || !["cart-not-found", "cart-already-ordered"].includes(added.error.kind)) return added;
  }
  const { id } = await shop.createCart();
  return add(id);
}

async function showRefusedProduct(
  exchange: { readonly options: StorefrontOptions; readonly request: FastifyRequest; readonly reply: FastifyReply },
  form: SubmittedForm,
  error: AddLineError,
): Promise<FastifyReply> {
  const { options, request, reply } = exchange;
  const [visit, product] = await Promise.all([
    openVisit(options, request),
    options.catalog.getProductBySlug(textOf(form, "product")),
  ]);
  const errors = [cartErrorMessage(error)];
  if (!product.ok) return sendPage(reply, 422, <CartPage {...visit} errors={errors} />);
  const chosen = { variantId: textOf(form, "variantId"), quantity: textOf(form, "quantity") };
  return sendPage(
    reply,
    422,
    <ProductPage frame={visit.frame} product={product.value} errors={errors} chosen={chosen} />,
  );
}
