import { STATUS_CODES } from "../node-http.ts";
import type { ServerResponse } from "node:http";

/** Why the router answers a request itself. */
export type RefusalKind =
  | "nothing-deployed"
  | "held-too-long"
  | "no-healthy-process"
  | "too-many-waiting"
  | "bad-gateway"
  | "gateway-timeout"
  | "request-timeout"
  | "malformed-request"
  | "headers-too-large"
  | "unsupported-transfer-coding";

const PROBLEMS: Record<RefusalKind, { readonly status: number; readonly detail: string }> = {
  "nothing-deployed": { status: 503, detail: "No release is deployed here yet." },
  "held-too-long": { status: 503, detail: "The shop is being changed. Please try again in a moment." },
  "no-healthy-process": { status: 503, detail: "The shop is not ready. Please try again in a moment." },
  "too-many-waiting": { status: 503, detail: "Too many requests are waiting. Please try again in a moment." },
  "bad-gateway": {
    status: 502,
    detail: "The shop did not answer this request. It may or may not have been carried out.",
  },
  "gateway-timeout": {
    status: 504,
    detail: "The shop did not answer in time. The request may or may not have been carried out.",
  },
  "request-timeout": { status: 408, detail: "The rest of the request did not arrive in time." },
  "malformed-request": { status: 400, detail: "This is not a well-formed HTTP/1.1 request." },
  "headers-too-large": { status: 431, detail: "The head of the request is too large." },
  "unsupported-transfer-coding": { status: 501, detail: "The only supported transfer coding is chunked." },
};

/** Seconds after which a refused client may try again. */
const RETRY_AFTER_SECONDS = "1";

/** Answers with a problem (RFC 9457). Does nothing when a response has begun or the client has gone. */
export function sendProblem(response: ServerResponse, kind: RefusalKind, requestId: string): void {
  if (response.headersSent || response.destroyed) return;
  const { status, body } = toProblem(kind, requestId);
  const retry = status === 503 ? { "Retry-After": RETRY_AFTER_SECONDS } : {};
  response.writeHead(status, {
    "Content-Type": "application/problem+json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Request-Id": requestId,
    ...retry,
  });
  response.end(body);
}

/** The same as raw bytes that end the connection, for a request that could not even be parsed. */
export function toRawProblem(kind: RefusalKind, requestId: string): string {
  const { status, title, body } = toProblem(kind, requestId);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

function toProblem(kind: RefusalKind, requestId: string): { status: number; title: string; body: string } {
  const { status, detail } = PROBLEMS[kind];
  const title = STATUS_CODES[status] ?? "";
  return { status, title, body: JSON.stringify({ type: "about:blank", title, status, detail, code: kind, requestId }) };
}
