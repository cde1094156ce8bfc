import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";

/** Sends a page. Text and attributes are escaped by the renderer; nothing in this folder bypasses it. */
export function sendPage<P>(reply: FastifyReply, status: number, page: VNode<P>): FastifyReply {
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .send(`<!doctype html>${renderToString(page)}`);
}
