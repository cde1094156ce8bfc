import type { FastifyReply } from "fastify";
import { PROBLEMS } from "./problem-table.ts";
import { toProblem, type Problem, type ProblemInput } from "./problem.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Address of the shop as its shoppers see it, without a trailing slash. */
    publicUrl: string;
    /** Draws a problem as a page for a browser that asked for one; null: always JSON. */
    renderErrorPage: ErrorPageRenderer | null;
  }
}

/** Draws a problem as an HTML document. */
export type ErrorPageRenderer = (problem: Problem) => string;

const RETRY_AFTER_SECONDS: Partial<Record<ProblemInput["kind"], number>> = {
  "service-unavailable": 2,
  "checkout-in-progress": 2,
};

/**
 * Answers with a problem: as `application/problem+json`, or as a page where a browser asked for HTML outside the API.
 * Give `retryAfterSeconds` where the kind's own is not right.
 */
export function sendProblem(reply: FastifyReply, input: ProblemInput, retryAfterSeconds?: number): FastifyReply {
  const { server, request } = reply;
  const problem = toProblem(input, { publicUrl: server.publicUrl, requestId: request.id });
  const seconds = retryAfterSeconds ?? RETRY_AFTER_SECONDS[input.kind];
  if (seconds !== undefined) reply.header("retry-after", String(seconds));
  reply.code(PROBLEMS[input.kind].status).header("cache-control", "no-store");
  const render = server.renderErrorPage;
  if (render !== null && wantsPage(request.url, request.headers.accept))
    return reply.type("text/html; charset=utf-8").send(render(problem));
  // Bytes, since Fastify adds a charset to the type of text, and JSON has none (RFC 8259, section 11).
  return reply.type("application/problem+json").send(Buffer.from(JSON.stringify(problem)));
}

function wantsPage(url: string, accept: string | undefined): boolean {
  return !url.startsWith("/api/") && (accept ?? "").includes("text/html");
}
