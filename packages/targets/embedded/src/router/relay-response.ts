import type { IncomingMessage, ServerResponse } from "node:http";
import { toPairs } from "./feed-body.ts";
import { toClientHeaders } from "./forwarded-headers.ts";

/** Whether the whole response was handed on, or broke off on the way (the client's connection is cut then, too). */
export type RelayOutcome = "complete" | "broken-off";

/**
 * Hands a response on to the client: head, body as fast as the client takes it, trailers. A response that breaks off
 * destroys the client's connection, so that nobody takes half a body for a whole one.
 */
export function relayResponse(from: IncomingMessage, to: ServerResponse): Promise<RelayOutcome> {
  if (to.destroyed) return Promise.resolve("broken-off");
  const canTrail = canCarryTrailers(from, to);
  to.writeHead(from.statusCode ?? 502, from.statusMessage, toClientHeaders(from.rawHeaders, canTrail));
  return new Promise((resolve) => {
    // The body usually follows in this turn and shares a packet with the head; an event stream's head must not wait for its first event.
    const flush = setImmediate(() => to.flushHeaders());
    let isSettled = false;
    const settle = (outcome: RelayOutcome): void => {
      if (isSettled) return;
      isSettled = true;
      clearImmediate(flush);
      if (outcome === "broken-off") to.destroy();
      resolve(outcome);
    };
    from.on("data", (chunk: Buffer) => {
      if (!to.write(chunk)) from.pause();
    });
    to.on("drain", () => from.resume());
    from.on("end", () => {
      if (canTrail) to.addTrailers(toPairs(from.rawTrailers));
      to.end();
      settle("complete");
    });
    from.on("error", () => settle("broken-off"));
    from.on("close", () => settle("broken-off"));
    to.on("close", () => settle("broken-off"));
  });
}

/** Trailers need a chunked message on both sides. */
function canCarryTrailers(from: IncomingMessage, to: ServerResponse): boolean {
  const hasBody = to.req.method !== "HEAD" && from.statusCode !== 204 && from.statusCode !== 304;
  return hasBody && to.req.httpVersion === "1.1" && from.headers["transfer-encoding"] !== undefined;
}
