import type { ShopApp } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import { textOf, toSubmittedForm } from "../forms/submitted-form.ts";
import { BankPage } from "../pages/bank-page.tsx";
import { sendPage } from "../render-page.ts";
import { BANK_PATH } from "../site.ts";
import type { StorefrontOptions } from "../storefront-options.ts";

/** The sandbox bank's question and its answer, which leads back to the order. */
export function registerBankRoutes(app: ShopApp, options: StorefrontOptions): void {
  const { shop, assets } = options;
  app.get<{ Params: { challengeId: string } }>(`${BANK_PATH}/:challengeId`, async (request, reply) => {
    const challenge = await shop.getChallenge(request.params.challengeId);
    if (!challenge.ok) return sendProblem(reply, { kind: challenge.error.kind });
    const { orderId, status } = challenge.value;
    if (status !== "open") return reply.redirect(orderPath(orderId), 303);
    reply.header("cache-control", "private, no-store");
    return sendPage(reply, 200, <BankPage frame={{ assets }} challenge={challenge.value} />);
  });
  app.post<{ Params: { challengeId: string } }>(`${BANK_PATH}/:challengeId`, async (request, reply) => {
    const { challengeId } = request.params;
    const decision = textOf(toSubmittedForm(request.body), "decision");
    if (decision !== "approve" && decision !== "decline")
      return reply.redirect(`${BANK_PATH}/${encodeURIComponent(challengeId)}`, 303);
    const resolved = await shop.resolveChallenge({ challengeId, decision });
    if (resolved.ok) return reply.redirect(orderPath(resolved.value.id), 303);
    // Answered before: the order says how.
    if (resolved.error.kind === "challenge-closed") return reply.redirect(orderPath(resolved.error.orderId), 303);
    return sendProblem(reply, { kind: resolved.error.kind });
  });
}

function orderPath(orderId: string): string {
  return `/orders/${encodeURIComponent(orderId)}`;
}
