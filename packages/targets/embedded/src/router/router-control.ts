import { request } from "../node-http.ts";
import type { IncomingMessage } from "node:http";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isRecord } from "./routes.ts";
import type { Routes } from "./routes.ts";
import type { DrainOutcome, RouterState } from "./router-state.ts";

/** Expected failures of the control API. */
export type RouterFailure =
  /** Nothing answers there (or not in time), or the state file is missing or damaged. */
  | { readonly kind: "router-unreachable"; readonly detail: string }
  /** The token is not this router's: the state file is older than the router. */
  | { readonly kind: "unauthorized" }
  /** A later revision was applied before; `seen` is that one. */
  | { readonly kind: "stale-revision"; readonly seen: number }
  /** The routes break a rule; every problem is listed. */
  | { readonly kind: "invalid-routes"; readonly problems: readonly string[] }
  /** The router answered what this client does not expect. */
  | { readonly kind: "unexpected-response"; readonly status: number; readonly detail: string };

/** Where a router's control API is; both are in its state file. */
export interface RouterControlOptions {
  readonly controlPort: number;
  readonly token: string;
  /** How long a call may take, drains and shutdowns not counted. Default 5 000 ms. */
  readonly timeoutMs?: number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Talks to a running router. Each call is one request on its own connection.
 *
 *     const found = await openRouterControl(stateFile);
 *     if (found.ok) await found.value.putRoutes({ revision: 7, releases: [{ id, weightPercent: 100, addresses }] });
 */
export class RouterControl {
  readonly #options: RouterControlOptions;
  readonly #timeoutMs: number;

  constructor(options: RouterControlOptions) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 5_000;
  }

  /** What is routed, how healthy it is, and what was counted since the router started. */
  getState(): Promise<Result<RouterState, RouterFailure>> {
    return this.#call({ method: "GET", path: "/state" }) as Promise<Result<RouterState, RouterFailure>>;
  }

  /**
   * Routes new requests anew. When it resolves, the routes are on disk and the swap is done: no later request goes by
   * the old ones, and requests under way stay where they are. After a failure the routes may be in force without being
   * on disk: repeat the call; the same revision is applied again.
   */
  async putRoutes(routes: Routes): Promise<Result<void, RouterFailure>> {
    return withoutValue(await this.#call({ method: "PUT", path: "/routes", body: routes }));
  }

  /** Lets new requests wait (bounded in count and time) until `resume`, or until `maxMs` have passed (default 60 000). */
  async hold(maxMs?: number): Promise<Result<void, RouterFailure>> {
    return withoutValue(await this.#call({ method: "POST", path: "/hold", body: { maxMs } }));
  }

  /** Ends a hold; waiting requests go on in the order in which they came. */
  async resume(): Promise<Result<void, RouterFailure>> {
    return withoutValue(await this.#call({ method: "POST", path: "/resume" }));
  }

  /** Waits until nothing is under way on the release. Cuts nothing, and stops no new requests: route it away first. */
  drain(releaseId: string, timeoutMs: number): Promise<Result<DrainOutcome, RouterFailure>> {
    const call = { method: "POST", path: "/drain", body: { releaseId, timeoutMs }, extraMs: timeoutMs };
    return this.#call(call) as Promise<Result<DrainOutcome, RouterFailure>>;
  }

  /** Stops accepting, waits for what is under way, cuts what remains after `timeoutMs`; then the process exits 0. */
  shutdown(timeoutMs: number): Promise<Result<DrainOutcome, RouterFailure>> {
    const call = { method: "POST", path: "/shutdown", body: { timeoutMs }, extraMs: timeoutMs };
    return this.#call(call) as Promise<Result<DrainOutcome, RouterFailure>>;
  }

  async #call(call: Call): Promise<Result<unknown, RouterFailure>> {
    try {
      return toResult(await this.#send(call));
    } catch (error) {
      return err({ kind: "router-unreachable", detail: describe(error) });
    }
  }

  #send({ method, path, body, extraMs = 0 }: Call): Promise<Answer> {
    const { controlPort, token } = this.#options;
    return new Promise((resolve, reject) => {
      const sent = request({
        host: "127.0.0.1",
        port: controlPort,
        method,
        path,
        agent: false,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        signal: AbortSignal.timeout(this.#timeoutMs + extraMs),
      });
      sent.on("error", reject);
      sent.on("response", (response) => readAnswer(response).then(resolve, reject));
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** On top of the client's own timeout. */
  readonly extraMs?: number;
}

/** Reads a router's state file and returns a client for it; does not contact the router. */
export async function openRouterControl(stateFile: string): Promise<Result<RouterControl, RouterFailure>> {
  try {
    const state: unknown = JSON.parse(await readFile(stateFile, "utf8"));
    if (isRecord(state) && typeof state["controlPort"] === "number" && typeof state["token"] === "string")
      return ok(new RouterControl({ controlPort: state["controlPort"], token: state["token"] }));
    return err({ kind: "router-unreachable", detail: `${stateFile} has no controlPort and token` });
  } catch (error) {
    return err({ kind: "router-unreachable", detail: describe(error) });
  }
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const body = await text(response);
  return { status: response.statusCode ?? 0, body: body === "" ? undefined : JSON.parse(body) };
}

function toResult({ status, body }: Answer): Result<unknown, RouterFailure> {
  const fields = isRecord(body) ? body : {};
  if (status >= 200 && status < 300) return ok(body);
  if (status === 401) return err({ kind: "unauthorized" });
  if (status === 409) return err({ kind: "stale-revision", seen: Number(fields["seen"]) });
  if (status === 422 && Array.isArray(fields["problems"]))
    return err({ kind: "invalid-routes", problems: fields["problems"].map(String) });
  return err({ kind: "unexpected-response", status, detail: JSON.stringify(body) });
}

function withoutValue(result: Result<unknown, RouterFailure>): Result<void, RouterFailure> {
  return result.ok ? ok(undefined) : result;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
