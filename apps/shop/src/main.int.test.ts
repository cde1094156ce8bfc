import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { countRows, putOnShelf, readStock } from "./testing/catalog-rows.ts";
import { MINIMAL_ADDRESS } from "./testing/test-details.ts";
import { compileMain, type CompiledMain } from "./testing/compiled-main.ts";
import { createTestShop, fillCart, tokenFor, type TestShop } from "./testing/test-shop.ts";

let main: CompiledMain;
let shop: TestShop;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  main = await compileMain();
  shop = await createTestShop();
  await putOnShelf(shop.database, [{ id: "mug", stock: 100 }]);
});

afterEach(async () => {
  for (const child of running) {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  running.clear();
});

afterAll(async () => {
  main.remove();
  await shop.drop();
});

interface ShopProcess {
  readonly child: ChildProcess;
  readonly lines: string[];
  /** Resolves with the exit code, null where a signal ended it. */
  readonly end: Promise<number | null>;
}

function start(role: string, environment: Readonly<Record<string, string>> = {}): ShopProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [main.path, role], {
    env: { PATH, NODE_COMPILE_CACHE, DATABASE_URL: shop.url, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => lines.push(line));
  const end = once(child, "exit").then(([code]) => code as number | null);
  return { child, lines, end };
}

async function listeningPort({ lines }: ShopProcess): Promise<number> {
  return vi.waitFor(
    () => {
      const line = lines.find((text) => text.includes('"msg":"listening"'));
      if (line === undefined) throw new Error(`not listening: ${lines.join("\n")}`);
      return (JSON.parse(line) as { readonly port: number }).port;
    },
    { timeout: 30_000, interval: 50 },
  );
}

test("web serves until SIGTERM; a request in flight then finishes, new connections are refused, exit 0", async () => {
  const web = start("web");
  const port = await listeningPort(web);
  const health = await fetch(`http://127.0.0.1:${port}/health`);
  expect(await health.json()).toMatchObject({ status: "healthy", release: "dev" });

  // A request whose body is still coming when the signal arrives.
  const socket = connect(port, "127.0.0.1");
  const received: string[] = [];
  socket.on("data", (chunk) => received.push(chunk.toString()));
  const body = JSON.stringify({ number: "x", expMonth: 1, expYear: 2030, cvc: "123", name: "Ada" });
  const head = `POST /api/v1/payment-tokens HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  socket.write(head + body.slice(0, 5));
  await fetch(`http://127.0.0.1:${port}/health/live`);
  web.child.kill("SIGTERM");
  await vi.waitFor(() => expect(web.lines.join("")).toContain('"msg":"draining"'), { timeout: 10_000 });
  await vi.waitFor(() => expect(canConnect(port)).resolves.toBe(false), { timeout: 10_000 });
  socket.write(body.slice(5));
  expect(await web.end).toBe(0);
  expect(received.join("")).toMatch(/^HTTP\/1.1 400 /);
  expect(received.join("").toLowerCase()).toContain("connection: close");
});

function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

test("a request that never ends is cut after the time for draining, and that is exit 1", async () => {
  const web = start("web", { SHUTDOWN_TIMEOUT_MS: "200" });
  const socket = connect(await listeningPort(web), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write("POST /api/v1/carts HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{");
  await once(socket, "connect");
  await fetch(`http://127.0.0.1:${await listeningPort(web)}/health/live`);
  web.child.kill("SIGTERM");
  expect(await web.end).toBe(1);
});

test("a process whose log nobody reads any more serves on, and stops when told to", async () => {
  const web = start("web");
  const port = await listeningPort(web);
  web.child.stdout?.destroy();
  web.child.stderr?.destroy();
  for (let request = 0; request < 3; request += 1)
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/categories`)).status).toBe(200);
  web.child.kill("SIGTERM");
  expect(await web.end).toBe(0);
});

test("a busy port is said so, with what to do, and is exit 1", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const web = start("web", { PORT: String(port) });
  expect(await web.end).toBe(1);
  expect(web.lines.join("\n")).toContain(`port ${port} on 127.0.0.1 is taken`);
  server.close();
});

test.each([
  ["web", { DATABASE_URL: "", PORT: "x" }, ["DATABASE_URL:", "PORT:"]],
  ["nonsense", {}, ["Usage:"]],
])("role %s with %j is exit 2 and says what is wrong", async (role, environment, texts) => {
  const shopProcess = start(role, environment);
  expect(await shopProcess.end).toBe(2);
  for (const text of texts) expect(shopProcess.lines.join("\n")).toContain(text);
});

test("migrate and seed may be run again: the second time changes nothing", async () => {
  for (const role of ["migrate", "seed", "seed"]) expect(await start(role).end).toBe(0);
  expect(await countRows(shop.database, "products")).toBe(201);
});

test("a worker tells how it fares and what it has done, on a port of its own", async () => {
  const worker = start("worker");
  const address = `http://127.0.0.1:${await listeningPort(worker)}`;
  const health = await fetch(`${address}/health/ready`);
  expect([health.status, await health.json()]).toEqual([200, { status: "ready" }]);
  expect(await (await fetch(`${address}/health`)).json()).toMatchObject({
    status: "healthy",
    checks: { database: { status: "up" }, sweep: { status: "up" } },
  });
  const metrics = await vi.waitFor(async () => {
    const text = await (await fetch(`${address}/metrics`)).text();
    expect(text).toContain('worker_jobs_total{job="sweep",outcome="done"} 1');
    return text;
  }, 20_000);
  expect(metrics).toContain('worker_job_duration_seconds_count{job="sweep",outcome="done"} 1');
  expect(metrics).toContain("orders_waiting 0");
  expect(metrics).toContain("process_resident_memory_bytes");
  worker.child.kill("SIGTERM");
  expect(await worker.end).toBe(0);
});

test("a worker whose port is busy says so, and which variable to change", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const worker = start("worker", { WORKER_PORT: String(port) });
  expect(await worker.end).toBe(1);
  expect(worker.lines.join("\n")).toContain("choose another with WORKER_PORT");
  server.close();
});

test("kill -9 of the shop in the middle of checkouts: a worker brings every order to its end", async () => {
  await putOnShelf(shop.database, [{ id: "killed", stock: 100 }]);
  const web = start("web");
  const port = await listeningPort(web);
  const carts = await Promise.all(Array.from({ length: 30 }, () => fillCart(shop.shop, { killed: 1 })));
  const tokens = await Promise.all(carts.map(() => tokenFor(shop.shop)));
  const sent = carts.map((cartId, index) =>
    fetch(`http://127.0.0.1:${port}/api/v1/checkouts`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `kill-${index}` },
      body: JSON.stringify({
        cartId,
        email: "ada@example.com",
        shippingAddress: MINIMAL_ADDRESS,
        paymentToken: tokens[index],
      }),
    }).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  // As soon as one order waits for its payment, the process dies.
  await vi.waitFor(async () => expect(await countRows(shop.database, "orders")).toBeGreaterThan(0), {
    timeout: 20_000,
    interval: 1,
  });
  web.child.kill("SIGKILL");
  const statuses = await Promise.all(sent);
  expect(await web.end).toBe(null);

  await shop.database.query({
    name: "test_age_orders",
    text: "UPDATE orders SET created_at = created_at - interval '1 minute' WHERE idempotency_key LIKE 'kill-%'",
  });
  const worker = start("worker");
  await listeningPort(worker);
  await vi.waitFor(
    async () => expect(await countRows(shop.database, "orders WHERE status IN ('pending_payment')")).toBe(0),
    { timeout: 30_000, interval: 50 },
  );
  const paid = await countRows(shop.database, "orders WHERE status = 'paid' AND idempotency_key LIKE 'kill-%'");
  const charged = "sandbox_charges c JOIN orders o ON o.id = c.order_id WHERE o.idempotency_key LIKE 'kill-%'";
  expect(await countRows(shop.database, `${charged} AND c.status = 'approved'`)).toBe(paid);
  expect((await readStock(shop.database))["killed"]).toBe(100 - paid);
  expect(paid).toBeGreaterThanOrEqual(statuses.filter((status) => status === 201).length);
  worker.child.kill("SIGTERM");
  expect(await worker.end).toBe(0);
});
