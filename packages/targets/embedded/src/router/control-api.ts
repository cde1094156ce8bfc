import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "../node-http.ts";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { describeError } from "./json-log.ts";
import type { Log } from "./json-log.ts";
import type { RouterPolicy } from "./router-policy.ts";
import type { Router } from "./router.ts";
import type { DrainOutcome, RouterState } from "./router-state.ts";
import type { RoutesStore } from "./routes-store.ts";
import { isRecord, parseRoutes } from "./routes.ts";

/** What the control API acts on. */
export interface ControlOptions {
  readonly router: Router;
  readonly store: RoutesStore;
  readonly token: string;
  readonly policy: RouterPolicy;
  readonly log: Log;
  readonly describe: () => RouterState;
  /** Stops the router; resolves when it is drained or the time is up. */
  readonly shutdown: (timeoutMs: number) => Promise<DrainOutcome>;
  /** Called when the answer to a shutdown was sent. */
  readonly onStopped: () => void;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}
type Operation = (body: unknown) => Reply | Promise<Reply>;

const MAX_BODY_BYTES = 1_048_576;
const DONE: Reply = { status: 200, body: {} };

/** Makes the server of the control API: JSON over HTTP/1.1, a bearer token on every request. Does not listen yet. */
export function createControlApi(options: ControlOptions): Server {
  const operations = toOperations(options);
  return createServer((request, response) => {
    void answer(request, operations, options)
      .catch((error: unknown): Reply => {
        options.log("error", "control request failed", describeError(error));
        return { status: 500, body: { kind: "internal-error" } };
      })
      .then((reply) => send(response, reply))
      .then(() => {
        if (request.url === "/shutdown" && response.statusCode === 200) options.onStopped();
      });
  });
}

async function answer(
  request: IncomingMessage,
  operations: Readonly<Record<string, Operation>>,
  { token }: ControlOptions,
): Promise<Reply> {
  if (!isAuthorized(request.headers.authorization ?? "", token)) return { status: 401, body: { kind: "unauthorized" } };
  const operation = operations[`${request.method} ${request.url}`];
  if (operation === undefined) return { status: 404, body: { kind: "unknown-operation" } };
  const body = await readJson(request);
  return body.ok ? operation(body.value) : { status: 400, body: { kind: body.error } };
}

function toOperations(options: ControlOptions): Readonly<Record<string, Operation>> {
  const { router, policy } = options;
  return {
    "GET /state": () => ({ status: 200, body: options.describe() }),
    "PUT /routes": inTurn((body) => putRoutes(body, options)),
    "POST /hold": (body) => {
      router.hold(readMs(body, "maxMs") ?? policy.maxHoldMs);
      return DONE;
    },
    "POST /resume": () => {
      router.resume();
      return DONE;
    },
    "POST /drain": async (body) => {
      const releaseId = isRecord(body) ? body["releaseId"] : undefined;
      const timeoutMs = readMs(body, "timeoutMs");
      if (typeof releaseId !== "string" || timeoutMs === undefined) return wrongArguments("releaseId, timeoutMs");
      return { status: 200, body: await router.drain(releaseId, timeoutMs) };
    },
    "POST /shutdown": async (body) => {
      const timeoutMs = readMs(body, "timeoutMs");
      if (timeoutMs === undefined) return wrongArguments("timeoutMs");
      return { status: 200, body: await options.shutdown(timeoutMs) };
    },
  };
}

async function putRoutes(body: unknown, { router, store, log }: ControlOptions): Promise<Reply> {
  const parsed = parseRoutes(body);
  if (!parsed.ok) return { status: 422, body: { kind: "invalid-routes", problems: parsed.error } };
  const routes = parsed.value;
  const seen = router.routes.revision;
  if (routes.revision < seen) return { status: 409, body: { kind: "stale-revision", seen } };
  // In force first: a rollback waits for no disk, not even a full one. Whoever is not answered repeats the call, so
  // routes that a crash takes back before they are on disk were never acknowledged.
  router.applyRoutes(routes);
  await store.save(routes);
  const weights = routes.releases.map(({ id, weightPercent }) => `${id} ${weightPercent} %`);
  log("info", "routes applied", { revision: routes.revision, weights });
  return DONE;
}

/** Each call begins when the one before has ended: a slow disk must not let an older revision overtake a newer. */
function inTurn(operation: (body: unknown) => Promise<Reply>): Operation {
  let last: Promise<unknown> = Promise.resolve();
  return (body) => {
    const reply = last.then(() => operation(body));
    last = reply.catch(() => undefined);
    return reply;
  };
}

function isAuthorized(header: string, token: string): boolean {
  return timingSafeEqual(digest(header), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function readMs(body: unknown, name: string): number | undefined {
  const value = isRecord(body) ? body[name] : undefined;
  return typeof value === "number" && value >= 0 && value <= 86_400_000 ? value : undefined;
}

function wrongArguments(expected: string): Reply {
  return { status: 400, body: { kind: "wrong-arguments", expected } };
}

type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: "body-too-large" | "malformed-json" };

async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return { ok: false, error: "body-too-large" };
    chunks.push(chunk);
  }
  if (size === 0) return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
  } catch {
    return { ok: false, error: "malformed-json" };
  }
}

function send(response: ServerResponse, { status, body }: Reply): Promise<void> {
  const text = JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  return new Promise((resolve) => {
    response.once("close", resolve);
    response.end(text);
  });
}
