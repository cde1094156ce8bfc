import { Type } from "typebox";
import type { RateLimiter } from "../../platform/rate-limiter.ts";
import type { ShopPlugin } from "../../platform/shop-app.ts";
import type { ProblemInput } from "../../problems/problem.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import type { ShopUseCases } from "../../shop-use-cases.ts";
import type { CardProblem, CreatePaymentTokenError } from "../domain/payment-types.ts";

const CardBody = Type.Object({
  number: Type.String({ maxLength: 40 }),
  expMonth: Type.Integer(),
  expYear: Type.Integer(),
  cvc: Type.String({ maxLength: 10 }),
  name: Type.String({ maxLength: 200 }),
});

const CARD_DETAILS: Readonly<Record<CardProblem["reason"], string>> = {
  "number-malformed": "must have 12 to 19 digits",
  "number-check-digit-wrong": "is no card number: its check digit does not fit",
  "month-out-of-range": "must be 1 to 12",
  "year-out-of-range": "must have four digits, such as 2030, and lie at most 20 years ahead",
  expired: "the card has expired",
  "cvc-malformed": "must have 3 or 4 digits",
  "name-missing": "must not be empty",
  "name-too-long": "must have at most 100 characters",
};

/** What the payment routes need. */
export interface PaymentHttpOptions {
  readonly useCases: Pick<ShopUseCases, "createPaymentToken">;
  readonly rateLimiter: RateLimiter;
  /** Tokens that one address may ask for in a minute. */
  readonly tokensPerMinute: number;
}

/** The JSON API of the sandbox's tokens: `POST /api/v1/payment-tokens`. */
export function paymentHttp({ useCases, rateLimiter, tokensPerMinute }: PaymentHttpOptions): ShopPlugin {
  return (app) => {
    app.post("/api/v1/payment-tokens", { schema: { body: CardBody } }, async (request, reply) => {
      const rule = { limit: tokensPerMinute, windowMs: 60_000 };
      const taken = await rateLimiter.take(`payment-tokens:${request.ip}`, rule);
      if (!taken.isAllowed)
        return sendProblem(reply, { kind: "too-many-requests" }, Math.ceil(taken.retryAfterMs / 1000));
      const token = await useCases.createPaymentToken(request.body);
      if (!token.ok) return sendProblem(reply, toCardProblem(token.error));
      return reply.code(201).header("cache-control", "no-store").send(token.value);
    });
  };
}

function toCardProblem(error: CreatePaymentTokenError): ProblemInput {
  if (error.kind === "card-not-accepted") return { kind: error.kind };
  const errors = error.problems.map(({ field, reason }) => ({ pointer: `#/${field}`, detail: CARD_DETAILS[reason] }));
  return { kind: error.kind, errors };
}
