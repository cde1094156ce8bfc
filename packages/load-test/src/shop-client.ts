import { setTimeout as delay } from "node:timers/promises";
import { errors, Pool } from "undici";
import { CannotMeasure } from "./cannot-measure.ts";
import type { PreparedRequest, RequestFailure } from "./open-loop.ts";
import type { OfferedGoods, ShopRequest } from "./shop-traffic.ts";

/** How long an answer may take before it counts as failed. */
export const REQUEST_TIMEOUT_MS = 10_000;

const CONNECTIONS = 64;
const POLL_MS = 25;

/** Sends requests to one shop on kept connections. */
export class ShopClient {
  readonly #pool: Pool;

  /** `origin`: "http://127.0.0.1:3000". */
  constructor(origin: string) {
    const timeouts = { headersTimeout: REQUEST_TIMEOUT_MS, bodyTimeout: REQUEST_TIMEOUT_MS };
    this.#pool = new Pool(origin, { connections: CONNECTIONS, ...timeouts });
  }

  /** Ready to be sent when it is due. */
  prepare(request: ShopRequest): PreparedRequest {
    return { route: request.route, send: () => this.#send(request) };
  }

  async #send(request: ShopRequest): Promise<RequestFailure | undefined> {
    const { path, headers, body } = request;
    try {
      const method = body === undefined ? "GET" : "POST";
      const answer = await this.#pool.request({ path, method, headers, body: body ?? null });
      const text = await answer.body.text();
      if (answer.statusCode !== request.expectedStatus) return "unexpectedStatus";
      if (method === "POST") request.learn(JSON.parse(text));
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  }

  /** The text at a path. Throws CannotMeasure for anything but a 200. */
  async read(path: string): Promise<string> {
    const answer = await this.#pool.request({ path, method: "GET" });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new CannotMeasure(`GET ${path} answered ${answer.statusCode}`);
    return text;
  }

  /** Waits until the shop says that it is ready. Throws CannotMeasure after `timeoutMs`, or when `isOver` says so. */
  async waitUntilReady(timeoutMs: number, isOver: () => boolean): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const isReady = await this.read("/health/ready").then(
        () => true,
        () => false,
      );
      if (isReady) return;
      if (isOver() || Date.now() >= deadline) throw new CannotMeasure("the shop did not become ready");
      await delay(POLL_MS);
    }
  }

  /** What the shop sells. Throws CannotMeasure where it sells nothing. */
  async readGoods(): Promise<OfferedGoods> {
    const page = JSON.parse(await this.read("/api/v1/products?limit=48")) as { readonly items: readonly Product[] };
    const variantIds = page.items.flatMap(({ variants }) => variants.map(({ id }) => id));
    const words = [...new Set(page.items.flatMap(({ title }) => title.toLowerCase().match(/[a-z]{4,}/g) ?? []))];
    if (variantIds.length === 0 || words.length === 0) throw new CannotMeasure("the shop has no products");
    return { productIds: page.items.map(({ id }) => id), variantIds, words };
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

interface Product {
  readonly id: string;
  readonly title: string;
  readonly variants: readonly { readonly id: string }[];
}

function failureOf(error: unknown): RequestFailure {
  const isTimeout = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  return isTimeout ? "timeout" : "connection";
}
