import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CartView } from "../../cart/domain/cart-view.ts";
import type { PlacedOrder } from "../../checkout/domain/checkout-types.ts";
import { TEST_CARDS, type TestCard } from "../../payments/domain/test-cards.ts";
import type { ShopApp } from "../../platform/shop-app.ts";
import { BANK_COOKIE, ORDER_COOKIE, setCookie } from "../cookies.ts";
import type { FormError } from "../components/error-summary.tsx";
import { EMPTY_CHECKOUT, readCheckoutFields, type CheckoutFields } from "../forms/checkout-form.ts";
import { textOf, toSubmittedForm, type SubmittedForm } from "../forms/submitted-form.ts";
import { formatMoney } from "../format-money.ts";
import { CheckoutPage } from "../pages/checkout-page.tsx";
import { sendPage } from "../render-page.ts";
import type { StorefrontOptions } from "../storefront-options.ts";
import { openVisit, type Visit } from "../visit.ts";
import { buyCart, type Refusal } from "./buy-cart.ts";

/** A checkout is shown again: with what was typed, a key, and what is wrong. */
interface CheckoutState {
  readonly status: number;
  readonly fields: CheckoutFields;
  readonly card: TestCard | null;
  readonly idempotencyKey: string;
  readonly errors: readonly FormError[];
}

const IDEMPOTENCY_KEY = /^[\w-]{16,64}$/u;

/** The checkout page, and the one form that buys the cart. */
export function registerCheckoutRoutes(app: ShopApp, options: StorefrontOptions): void {
  app.get("/checkout", async (request, reply) => {
    const visit = await openVisit(options, request);
    return showCheckout(reply, visit, { ...FRESH, idempotencyKey: randomUUID() });
  });
  app.post("/checkout", async (request, reply) => {
    const visit = await openVisit(options, request);
    const form = toSubmittedForm(request.body);
    const fields = readCheckoutFields(form);
    const idempotencyKey = readKey(form);
    const card = TEST_CARDS.find(({ number }) => number === textOf(form, "useCard"));
    if (visit.cart === null) return reply.redirect("/cart", 303);
    if (card !== undefined) return showCheckout(reply, visit, { ...FRESH, fields, card, idempotencyKey });
    const refusal = driftRefusal(visit.cart, form) ?? (await buy({ options, request, reply }, visit.cart, form));
    if (refusal === null) return reply;
    const { status, errors, needsNewKey } = refusal;
    const key = needsNewKey ? randomUUID() : idempotencyKey;
    const fresh = needsNewKey ? await openVisit(options, request) : visit;
    return showCheckout(reply, fresh, { status, fields, card: null, idempotencyKey: key, errors });
  });
}

const FRESH: Omit<CheckoutState, "idempotencyKey"> = { status: 200, fields: EMPTY_CHECKOUT, card: null, errors: [] };

function readKey(form: SubmittedForm): string {
  const key = textOf(form, "idempotencyKey");
  return IDEMPOTENCY_KEY.test(key) ? key : randomUUID();
}

function showCheckout(reply: FastifyReply, visit: Visit, state: CheckoutState): FastifyReply {
  const { frame, cart } = visit;
  if (cart === null || cart.isOrdered || cart.lines.length === 0) return reply.redirect("/cart", 303);
  const { status, ...shown } = state;
  reply.header("cache-control", "private, no-store");
  return sendPage(reply, status, <CheckoutPage frame={frame} cart={cart} {...shown} />);
}

/** Prices or quantities that changed since the page was drawn are shown before anything is charged. */
function driftRefusal(cart: CartView, form: SubmittedForm): Refusal | null {
  const seen = textOf(form, "seenTotal");
  const { total } = cart.totals;
  // An ordered cart goes on: the same form sent twice is answered with its order.
  if (cart.isOrdered || seen === String(total.amount)) return null;
  const before = /^\d{1,12}$/u.test(seen) ? `${formatMoney({ ...total, amount: Number(seen) })} ` : "";
  const message = `The total changed${before === "" ? "" : ` from ${before}`.trimEnd()} to ${formatMoney(total)} since you opened this page. Please look at your order again before you pay.`;
  return { status: 409, errors: [{ field: null, message }], needsNewKey: true };
}

interface Exchange {
  readonly options: StorefrontOptions;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function buy({ options, reply }: Exchange, cart: CartView, form: SubmittedForm): Promise<Refusal | null> {
  const bought = await buyCart(options.shop, { cartId: cart.id, form, idempotencyKey: readKey(form) });
  if (!bought.ok) return bought.error;
  followOrder(reply, options, bought.value);
  return null;
}

/** Leads to the order, or to the bank's question about it. */
function followOrder(reply: FastifyReply, { site }: StorefrontOptions, { order, nextAction }: PlacedOrder): void {
  setCookie(reply, site, [ORDER_COOKIE, order.id]);
  if (nextAction === null) {
    reply.redirect(`/orders/${encodeURIComponent(order.id)}`, 303);
    return;
  }
  // The path alone, so that the shopper stays on the address by which they came.
  const { pathname } = new URL(nextAction.url);
  setCookie(reply, site, [BANK_COOKIE, pathname]);
  reply.redirect(pathname, 303);
}
