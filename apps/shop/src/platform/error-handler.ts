import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "../problems/send-problem.ts";
import type { HttpErrorKind } from "../problems/problem-table.ts";
import type { ShopApp } from "./shop-app.ts";
import { Unavailable } from "./unavailable.ts";
import { describeInvalidInput } from "./invalid-input.ts";
import { routeOf } from "./request-records.ts";

const FRAMEWORK_ERRORS: Readonly<Record<string, HttpErrorKind>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "payload-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media-type",
  FST_ERR_CTP_EMPTY_JSON_BODY: "malformed-body",
  FST_ERR_CTP_INVALID_JSON_BODY: "malformed-body",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformed-body",
};

/** Turns whatever was thrown into a problem. Bugs are logged with their cause and answered without it. */
export function registerErrorHandler(app: ShopApp): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { kind: "route-not-found" }));
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.validation !== undefined)
    return sendProblem(reply, {
      kind: "invalid-input",
      errors: describeInvalidInput(error.validation, error.validationContext),
    });
  if (error instanceof Unavailable) {
    reply.log.error({ err: error, route: routeOf(request) }, error.message);
    return sendProblem(reply, { kind: "service-unavailable" });
  }
  const kind = kindOfFrameworkError(error);
  if (kind !== undefined) return sendProblem(reply, { kind });
  reply.log.error({ err: error, route: routeOf(request) }, "unexpected error");
  return sendProblem(reply, { kind: "internal-error" });
}

function kindOfFrameworkError(error: FastifyError): HttpErrorKind | undefined {
  const known = FRAMEWORK_ERRORS[error.code];
  if (known !== undefined) return known;
  if (error.statusCode === undefined || error.statusCode < 400 || error.statusCode >= 500) return undefined;
  return error instanceof SyntaxError ? "malformed-body" : "malformed-request";
}
