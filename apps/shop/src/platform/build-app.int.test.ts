import { createServer, connect, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { composeShop, apiPlugins } from "../composition.ts";
import { putOnShelf } from "../testing/catalog-rows.ts";
import { send } from "../testing/send.ts";
import { createTestShop, type TestShop } from "../testing/test-shop.ts";
import { buildApp, BODY_LIMIT, type AppOptions } from "./build-app.ts";
import { openDatabase } from "./database.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { createInProcessRateLimiter } from "./rate-limiter.ts";
import { connectRedis } from "./redis-rate-limiter.ts";

let shop: TestShop;

beforeAll(async () => {
  shop = await createTestShop();
  await putOnShelf(shop.database, [{ id: "mug" }]);
});

afterAll(() => shop.drop());

async function anApp(change: Partial<AppOptions> = {}) {
  return buildApp({
    publicUrl: "http://shop.test",
    version: "1.2.3",
    release: "blue",
    logger: createLogger({ level: "silent", release: "blue", role: "web" }),
    metrics: createMetrics("blue"),
    healthChecks: [],
    plugins: [],
    ...change,
  });
}

test("requests are measured by method, route, status code and release; unknown addresses share one route", async () => {
  await send(shop.app, "GET /api/v1/products/mug");
  await send(shop.app, "GET /api/v1/products/none");
  for (const address of ["/x1", "/x2?token=1", "/wp-admin.php"]) await send(shop.app, `GET ${address}`);
  const { text, headers } = await send(shop.app, "GET /metrics");
  expect(headers["content-type"]).toContain("text/plain");
  const labels = 'route="/api/v1/products/:id"';
  expect(text).toContain(`http_requests_total{method="GET",${labels},status_code="200",release="test"} 1`);
  expect(text).toContain(`http_requests_total{method="GET",${labels},status_code="404",release="test"} 1`);
  expect(text).toContain('http_requests_total{method="GET",route="unmatched",status_code="404",release="test"} 3');
  expect(text).toMatch(
    /http_request_duration_seconds_bucket\{le="0.2",method="GET",route="unmatched",status_code="404",release="test"\} 3/,
  );
  expect(text).not.toMatch(/x1|wp-admin/);
  expect(text).toContain("process_resident_memory_bytes");
});

test("queries are measured by name", async () => {
  const metrics = createMetrics("blue");
  const database = openDatabase({ url: shop.url, poolSize: 1, onQuery: (query) => metrics.observeQuery(query) });
  await database.query({ name: "some_query", text: "SELECT 1" });
  await database.close();
  expect(await metrics.render()).toContain('db_query_duration_seconds_count{query="some_query"} 1');
});

test("each answered request is one log line with its route, never its address", async () => {
  const answer = await send(shop.app, "GET /api/v1/products/mug?secret=1", { headers: { "user-agent": "tester" } });
  expect(answer.status).toBe(200);
  const line = shop.logLines.findLast(({ msg }) => msg === "request");
  expect(line).toMatchObject({
    level: "info",
    method: "GET",
    route: "/api/v1/products/:id",
    statusCode: 200,
    duration: expect.any(Number) as number,
    userAgent: "tester",
    ip: "127.0.0.1",
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
  expect(JSON.stringify(shop.logLines)).not.toContain("secret");
});

test("a request id that is a UUID is kept, any other replaced", async () => {
  const id = "3b241101-e2bb-4255-8caf-4136c566a962";
  const kept = await send(shop.app, "GET /nowhere", { headers: { "x-request-id": id } });
  expect(kept.body["instance"]).toBe(`urn:uuid:${id}`);
  const replaced = await send(shop.app, "GET /nowhere", { headers: { "x-request-id": "evil" } });
  expect(replaced.body["instance"]).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
});

test.each([
  { request: "POST /api/v1/payment-tokens", body: "{", status: 400, kind: "malformed-body" },
  { request: "POST /api/v1/payment-tokens", body: "", status: 400, kind: "malformed-body" },
  {
    request: "POST /api/v1/payment-tokens",
    body: `"${"x".repeat(BODY_LIMIT)}"`,
    status: 413,
    kind: "payload-too-large",
  },
  { request: "GET /nowhere", status: 404, kind: "route-not-found" },
  { request: "PUT /api/v1/carts", status: 404, kind: "route-not-found" },
])("case %#: $request is answered $status $kind", async ({ request, body, status, kind }) => {
  const answer = await send(shop.app, request, body === undefined ? {} : { body });
  expect(answer).toMatchObject({ status, body: { type: `http://shop.test/problems/${kind}`, status } });
  expect(answer.headers["content-type"]).toBe("application/problem+json");
});

test("a body of another type is refused with 415", async () => {
  const answer = await send(shop.app, "POST /api/v1/payment-tokens", {
    body: "a=b",
    headers: { "content-type": "text/csv" },
  });
  expect(answer.status).toBe(415);
});

test("what a problem's type leads to is served, for each kind and as a list", async () => {
  expect((await send(shop.app, "GET /problems/out-of-stock")).text).toContain("Out of stock");
  expect((await send(shop.app, "GET /problems")).text).toContain("idempotency-key-reused");
  expect((await send(shop.app, "GET /problems/nothing")).status).toBe(404);
  expect((await send(shop.app, "GET /problems/constructor")).status).toBe(404);
});

test("a bug is answered 500 without its message, and logged with it", async () => {
  const lines: string[] = [];
  const logger = createLogger(
    { level: "error", release: "blue", role: "web" },
    { write: (line) => void lines.push(line) },
  );
  const boom = new Error("secret detail", { cause: new Error("the cause") });
  const app = await anApp({ logger, plugins: [(scope) => void scope.get("/boom", () => Promise.reject(boom))] });
  const answer = await send(app, "GET /boom");
  expect(answer).toMatchObject({ status: 500, body: { title: "Internal error" } });
  expect(answer.text).not.toContain("secret");
  expect(lines.join("")).toContain("secret detail");
  expect(lines.join("")).toContain("the cause");
});

test("a browser outside the API gets the page that was given for it", async () => {
  const app = await anApp({ renderErrorPage: ({ title }) => `<h1>${title}</h1>` });
  const html = { headers: { accept: "text/html,*/*" } };
  expect((await send(app, "GET /nowhere", html)).text).toBe("<h1>Not found</h1>");
  expect((await send(app, "GET /api/v1/nowhere", html)).headers["content-type"]).toBe("application/problem+json");
});

test("every answer carries the headers that keep a browser safe", async () => {
  for (const address of ["/problems", "/nowhere", "/api/v1/categories"]) {
    const { headers } = await send(shop.app, `GET ${address}`);
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
    expect(headers["strict-transport-security"]).toBeUndefined();
  }
  const app = await anApp({ publicUrl: "https://shop.test" });
  expect((await send(app, "GET /nowhere")).headers["strict-transport-security"]).toContain("max-age=");
});

const WORKS = { name: "works", isCritical: true, check: async () => undefined };

function failing(isCritical: boolean) {
  return { name: "broken", isCritical, check: () => Promise.reject(new Error("secret host unreachable")) };
}

test.each([
  { status: "healthy", code: 200, healthChecks: [WORKS] },
  { status: "degraded", code: 200, healthChecks: [WORKS, failing(false)] },
  { status: "unhealthy", code: 503, healthChecks: [WORKS, failing(true)] },
])("a shop that is $status answers $code", async ({ status, code, healthChecks }) => {
  const app = await anApp({ healthChecks });
  const health = await send(app, "GET /health");
  expect(health).toMatchObject({ status: code, body: { status, version: "1.2.3", release: "blue" } });
  expect(new Date(String(health.body["timestamp"])).getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(health.body["checks"]).toMatchObject({ works: { status: "up" } });
  expect(health.text).not.toContain("secret");
  expect((await send(app, "GET /health/ready")).status).toBe(code);
  expect((await send(app, "GET /health/live")).status).toBe(200);
});

test("a check that never answers counts as down after its time", async () => {
  const hangs = { name: "hangs", isCritical: false, check: () => new Promise<void>(() => undefined) };
  const health = await send(await anApp({ healthChecks: [hangs] }), "GET /health");
  expect(health.body).toMatchObject({ status: "degraded", checks: { hangs: { status: "down" } } });
});

test("while draining, the process lives and is not ready, and connections are closed after their answer", async () => {
  const app = await anApp({ isDraining: () => true });
  expect((await send(app, "GET /health/ready")).status).toBe(503);
  const live = await send(app, "GET /health/live");
  expect(live).toMatchObject({ status: 200, headers: { connection: "close" } });
});

/** A TCP port before the database that can be shut and opened. */
async function startGate(
  target: URL,
): Promise<{ readonly port: number; shut(): void; open(): Promise<void>; end(): void }> {
  const sockets = new Set<Socket>();
  const listen = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((inside) => {
        const outside = connect(Number(target.port), target.hostname);
        for (const socket of [inside, outside]) {
          sockets.add(socket);
          socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
        }
        inside.pipe(outside).pipe(inside);
      }).listen(port, "127.0.0.1", () => resolve(server));
    });
  let server = await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const shut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, shut, end: shut, open: async () => void (server = await listen(port)) };
}

test("with PostgreSQL gone the shop answers 503 with Retry-After, and works again once it is back", async () => {
  const gate = await startGate(new URL(shop.url));
  const target = new URL(shop.url);
  target.port = String(gate.port);
  const database = openDatabase({ url: target.href, poolSize: 2, onIdleError: () => undefined });
  const config = { publicUrl: "http://shop.test", paymentTokensPerMinute: 10, isPaymentProcessingEnabled: false };
  const parts = { config, database, rateLimiter: createInProcessRateLimiter(Date.now), now: () => new Date() };
  const app = await anApp({ plugins: apiPlugins(composeShop(parts), parts) });
  expect((await send(app, "POST /api/v1/carts")).status).toBe(201);
  gate.shut();
  for (let time = 0; time < 3; time += 1) {
    const away = await send(app, "POST /api/v1/carts");
    expect(away).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
    expect(away.body["type"]).toBe("http://shop.test/problems/service-unavailable");
  }
  await gate.open();
  await vi.waitFor(async () => expect((await send(app, "POST /api/v1/carts")).status).toBe(201), { timeout: 10_000 });
  await database.close();
  gate.end();
});

test("with Redis gone limits are counted in process, its check fails, and it is said once", async () => {
  const errors: Error[] = [];
  const fallback = createInProcessRateLimiter(() => 0);
  const redis = connectRedis({ url: "redis://127.0.0.1:1", fallback, onError: (error) => void errors.push(error) });
  const rule = { limit: 1, windowMs: 1000 };
  expect(await redis.rateLimiter.take("a", rule)).toEqual({ isAllowed: true, retryAfterMs: 0 });
  expect(await redis.rateLimiter.take("a", rule)).toEqual({ isAllowed: false, retryAfterMs: 1000 });
  await expect(redis.ping()).rejects.toThrow();
  await vi.waitFor(() => expect(errors).toHaveLength(1));
  redis.close();
});
