import type { FastifyReply } from "fastify";
import type { ShopApp } from "../platform/shop-app.ts";
import { PROBLEMS, type ProblemKind } from "./problem-table.ts";
import { sendProblem } from "./send-problem.ts";

/** Serves what a problem's `type` leads to: one page per kind and the list of all. */
export function registerProblemPages(app: ShopApp): void {
  app.get("/problems", (_request, reply) => sendPage(reply, Object.keys(PROBLEMS) as ProblemKind[]));
  app.get<{ Params: { kind: string } }>("/problems/:kind", (request, reply) => {
    const { kind } = request.params;
    return isProblemKind(kind) ? sendPage(reply, [kind]) : sendProblem(reply, { kind: "route-not-found" });
  });
}

function isProblemKind(text: string): text is ProblemKind {
  return Object.hasOwn(PROBLEMS, text);
}

function sendPage(reply: FastifyReply, kinds: readonly ProblemKind[]): FastifyReply {
  const entries = kinds.map((kind) => {
    const { status, title, advice } = PROBLEMS[kind];
    return `<h2 id="${kind}">${title}</h2>\n<p><code>${kind}</code>, HTTP ${status}. ${advice}</p>`;
  });
  const heading = kinds.length === 1 ? "A problem of the API" : "Problems of the API";
  return reply
    .type("text/html; charset=utf-8")
    .send(
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${heading}</title></head>\n` +
        `<body><main><h1>${heading}</h1>\n${entries.join("\n")}\n</main></body></html>\n`,
    );
}
