import { timingSafeEqual } from "node:crypto";
import { createServer } from "../node-http.ts";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { TargetFailure } from "@ecommerce-cart/deployer";
import { err } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** What a call asks: its JSON body, and the query of its address. */
export interface ControlRequest {
  readonly body: unknown;
  readonly query: URLSearchParams;
}

/** Answers of the control API by "METHOD /path". */
export type ControlRoutes = Readonly<
  Record<string, (request: ControlRequest) => Result<unknown, unknown> | Promise<Result<unknown, unknown>>>
>;

const STATUS: Readonly<Record<TargetFailure["kind"], number>> = {
  "target-unreachable": 503,
  "stale-fencing-token": 409,
  "unknown-release": 404,
  "did-not-become-healthy": 422,
  "task-failed": 422,
};
const BODY_LIMIT_BYTES = 4_000_000;

/** Serves the control API on a free port of 127.0.0.1, to who knows the token. The answer's body is the `Result`. */
export async function serveControl(
  routes: ControlRoutes,
  token: string,
  log: (line: string) => void,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    void answer(request, { routes, token }).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => {
        log(`${request.method} ${request.url} failed: ${error instanceof Error ? error.stack : String(error)}`);
        send(response, 500, err({ kind: "target-unreachable", detail: `the supervisor failed: ${String(error)}` }));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
}

async function answer(
  request: IncomingMessage,
  api: { readonly routes: ControlRoutes; readonly token: string },
): Promise<{ readonly status: number; readonly body: unknown }> {
  if (!isToken(request.headers.authorization, api.token)) return { status: 401, body: refusal("the token is wrong") };
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const handle = api.routes[`${request.method} ${url.pathname}`];
  if (handle === undefined) return { status: 404, body: refusal(`there is no ${request.method} ${url.pathname}`) };
  const result = await handle({ body: await readBody(request), query: url.searchParams });
  return { status: result.ok ? 200 : statusOf(result.error), body: result };
}

function refusal(detail: string): Result<never, TargetFailure> {
  return err({ kind: "target-unreachable", detail });
}

function statusOf(error: unknown): number {
  const { kind } = error as { readonly kind?: string };
  return STATUS[kind as TargetFailure["kind"]] ?? 500;
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new Error("the body is larger than 4 MB");
    chunks.push(chunk);
  }
  return size === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(body));
}
