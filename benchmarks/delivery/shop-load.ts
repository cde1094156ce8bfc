import { Agent, request } from "node:http";
import { json, text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

/** What a load on the real shop adds up to. */
export interface ShopLoadResult {
  requestCount: number;
  postCount: number;
  /** "POST /api/v1/carts: 502", "GET /: ECONNRESET" … */
  readonly failures: string[];
  /** Milliseconds of each request without a slow body. */
  readonly quickMs: number[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Call {
  readonly origin: string;
  readonly agent: Agent | false;
}

const LINES_PER_CART = 40;

/**
 * One shopper after another until `isOver`: reads pages and the catalog on kept and new connections, fills a cart with
 * POSTs (some with slow bodies), then reads the cart: what is in it must be exactly what was posted.
 */
export async function runShopper(origin: string, result: ShopLoadResult, isOver: () => boolean): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const kept = { origin, agent };
  const products = (await send(kept, "GET /api/v1/products?limit=5")).body as {
    items: { variants: { id: string }[] }[];
  };
  const variantId = products.items[0]?.variants[0]?.id ?? "";
  while (!isOver())
    await fillCart({ kept, fresh: { origin, agent: false }, variantId }, result).catch((error: Error) =>
      result.failures.push(error.message),
    );
  agent.destroy();
}

interface Shopper {
  readonly kept: Call;
  readonly fresh: Call;
  readonly variantId: string;
}

async function fillCart({ kept, fresh, variantId }: Shopper, result: ShopLoadResult): Promise<void> {
  const counted = async (call: Call, target: string, body?: unknown): Promise<unknown> => {
    const startMs = performance.now();
    result.requestCount += 1;
    if (target.startsWith("POST")) result.postCount += 1;
    const answer = await send(call, target, body);
    result.quickMs.push(performance.now() - startMs);
    if (answer.status >= 400) throw new Error(`${target}: ${answer.status}`);
    return answer.body;
  };
  const cart = (await counted(kept, "POST /api/v1/carts", {})) as { id: string };
  for (let line = 0; line < LINES_PER_CART; line += 1) {
    await counted(kept, "GET /api/v1/categories");
    await counted(line % 4 === 0 ? fresh : kept, line % 10 === 0 ? "GET /" : "GET /api/v1/products?limit=1");
    await counted(line % 8 === 0 ? fresh : kept, `POST /api/v1/carts/${cart.id}/lines`, { variantId, quantity: 1 });
  }
  await postSlowly(kept, `/api/v1/carts/${cart.id}/lines`, { variantId, quantity: 1 });
  result.requestCount += 1;
  result.postCount += 1;
  const { lines } = (await counted(kept, `GET /api/v1/carts/${cart.id}`)) as { lines: { quantity: number }[] };
  const quantity = lines.reduce((sum, one) => sum + one.quantity, 0);
  if (quantity !== LINES_PER_CART + 1) result.failures.push(`cart holds ${quantity}, posted ${LINES_PER_CART + 1}`);
}

/** `target`: "GET /". */
function send({ origin, agent }: Call, target: string, body?: unknown): Promise<Answer> {
  const [method = "", path = ""] = target.split(" ");
  return exchange(
    { origin, agent, method, path },
    async (sent) => void sent.end(body === undefined ? undefined : JSON.stringify(body)),
  );
}

async function postSlowly({ origin, agent }: Call, path: string, body: unknown): Promise<void> {
  const answer = await exchange({ origin, agent, method: "POST", path }, async (sent) => {
    for (const character of JSON.stringify(body)) {
      sent.write(character);
      await delay(5);
    }
    sent.end();
  });
  if (answer.status >= 400) throw new Error(`POST ${path} with a slow body: ${answer.status}`);
}

function exchange(
  { origin, agent, method, path }: Call & { readonly method: string; readonly path: string },
  write: (sent: ReturnType<typeof request>) => Promise<void>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = method === "POST" ? { "content-type": "application/json" } : {};
    const sent = request(`${origin}${path}`, { method, agent, headers, signal: AbortSignal.timeout(30_000) });
    const fail = (error: Error): void => reject(new Error(`${method} ${path}: ${error.message}`));
    sent.on("error", fail);
    sent.on("response", (response) => {
      const isJson = response.headers["content-type"]?.includes("json") ?? false;
      (isJson ? json(response) : text(response)).then(
        (body) => resolve({ status: response.statusCode ?? 0, body }),
        fail,
      );
    });
    write(sent).catch(fail);
  });
}
