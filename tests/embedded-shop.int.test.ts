import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deploy } from "@ecommerce-cart/deployer";
import { describePackagingFailure, makeBundle } from "@ecommerce-cart/packaging";
import { policyWith } from "@ecommerce-cart/rollout";
import { FileStateStore } from "@ecommerce-cart/state-store";
import { ensureEnvironment, stopEnvironment } from "@ecommerce-cart/target-embedded";
import type { EmbeddedTarget, EnvironmentStatus } from "@ecommerce-cart/target-embedded";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withSeeding } from "../apps/pipeline/src/delivery/seeding-target.ts";
import { runSmokeTest, verifyAddresses } from "../apps/pipeline/src/delivery/verify-release.ts";

// The real shop, from its real bundle, with a PostgreSQL of its own, in a real embedded environment.
const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const RECOVERY_MS = 30_000;

let directory: string;
let target: EmbeddedTarget;
let url: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "ecommerce-cart-shop-"));
  const made = await makeBundle({
    rootDirectory: REPOSITORY,
    app: "apps/shop",
    outputDirectory: ".data/releases",
    version: "0.0.0-test",
    commit: "0".repeat(40),
    isDirty: true,
    now: new Date(),
    log: () => undefined,
  });
  if (!made.ok) throw new Error(describePackagingFailure(made.error));
  const config = {
    name: "test",
    directory,
    rootDirectory: REPOSITORY,
    host: "127.0.0.1",
    port: 0,
    webCount: 2,
    workerCount: 1,
  };
  const opened = await ensureEnvironment({ ...config, shopEnvironment: { NODE_ENV: "production", LOG_LEVEL: "info" } });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  target = opened.value;
  url = (await statusOf()).url ?? "";
  const lines: string[] = [];
  const deployed = await deploy({
    target: withSeeding(target),
    store: new FileStateStore(directory),
    environmentName: "test",
    release: made.value.release,
    policy: policyWith({}),
    verifyDirect: verifyAddresses,
    verifyServing: (_release, signal) =>
      runSmokeTest({ rootDirectory: REPOSITORY, url, log: (line) => lines.push(line), signal }),
    onEvent: () => undefined,
    clock: { now: () => Date.now(), sleep: (ms) => delay(ms) },
    signal: new AbortController().signal,
  });
  if (!deployed.ok || deployed.value.outcome !== "deployed")
    throw new Error([JSON.stringify(deployed), ...lines].join("\n"));
}, 120_000);

afterAll(async () => {
  await stopEnvironment(directory);
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

async function statusOf(): Promise<EnvironmentStatus> {
  const status = await target.status();
  if (!status.ok) throw new Error(JSON.stringify(status.error));
  return status.value;
}

async function healthyWebPids(): Promise<readonly number[]> {
  const { instances } = await statusOf();
  return instances.filter((one) => one.role === "web" && one.isHealthy).map((one) => one.pid);
}

/** Waits for a condition rather than for a time; fails at the deadline. */
async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + RECOVERY_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${RECOVERY_MS} ms`);
    await delay(50);
  }
}

interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Response> {
  const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${url}${path}`, { method, headers: { ...type, ...headers }, ...text });
}

interface Named {
  readonly id: string;
}

async function startCart(): Promise<Named> {
  const created = await send("POST", "/api/v1/carts", { body: {} });
  expect(created.status).toBe(201);
  return (await created.json()) as Named;
}

test("a shopper finds a product, fills a cart, pays and reads the order", async () => {
  const list = (await (await send("GET", "/api/v1/products?limit=1")).json()) as {
    items: { variants: Named[] }[];
    total: number;
  };
  expect(list.total).toBeGreaterThanOrEqual(190);
  const cart = await startCart();
  const variantId = list.items[0]?.variants[0]?.id;
  const added = await send("POST", `/api/v1/carts/${cart.id}/lines`, { body: { variantId, quantity: 2 } });
  expect(added.ok).toBe(true);
  const card = {
    number: "4242424242424242",
    expMonth: 12,
    expYear: new Date().getFullYear() + 2,
    cvc: "123",
    name: "Ann Example",
  };
  const { token } = (await (await send("POST", "/api/v1/payment-tokens", { body: card })).json()) as { token: string };
  const shippingAddress = {
    name: "Ann Example",
    line1: "1 Harbour St",
    line2: "",
    city: "Bristol",
    region: "",
    postalCode: "BS1 4RW",
    country: "GB",
  };
  const checkout = { cartId: cart.id, email: "ann@example.org", shippingAddress, paymentToken: token };
  const bought = await send("POST", "/api/v1/checkouts", {
    body: checkout,
    headers: { "idempotency-key": "buy-once" },
  });
  const order = (await bought.json()) as Named & { status: string };
  expect({ status: bought.status, order: order.status }).toEqual({ status: 201, order: "paid" });
  const again = await send("POST", "/api/v1/checkouts", { body: checkout, headers: { "idempotency-key": "buy-once" } });
  expect(((await again.json()) as Named).id).toBe(order.id);
  expect((await send("GET", `/api/v1/orders/${order.id}`)).status).toBe(200);
});

test("a web process that is killed gets no more requests and is replaced; at most those on it fail", async () => {
  await until("two healthy web processes", async () => (await healthyWebPids()).length === 2);
  const [victim = 0] = await healthyWebPids();
  const inFlight = 8;
  let failures = 0;
  const buyers = Array.from({ length: inFlight }, async () => {
    for (let count = 0; count < 40; count += 1) {
      const status = await send("GET", "/api/v1/categories").then(
        (answer) => answer.status,
        () => 0,
      );
      if (status !== 200) failures += 1;
    }
  });
  process.kill(victim, "SIGKILL");
  await Promise.all(buyers);
  expect(failures).toBeLessThanOrEqual(inFlight);
  await until("the killed process is replaced", async () => {
    const pids = await healthyWebPids();
    return pids.length === 2 && !pids.includes(victim);
  });
});

test("PostgreSQL killed: clear 503s until it is back, without a restart of the shop", async () => {
  await until("two healthy web processes", async () => (await healthyWebPids()).length === 2);
  const before = await statusOf();
  process.kill(before.postgres?.pid ?? 0, "SIGKILL");
  const statuses = new Set<number>();
  await until("the shop serves again", async () => {
    const answer = await send("POST", "/api/v1/carts", { body: {} });
    statuses.add(answer.status);
    if (answer.status === 503) expect(answer.headers.get("content-type")).toContain("application/problem+json");
    return answer.status === 201 && (await statusOf()).postgres?.pid !== before.postgres?.pid;
  });
  expect([...statuses].filter((status) => status !== 201 && status !== 503)).toEqual([]);
  const pids = (status: EnvironmentStatus): readonly number[] =>
    status.instances.filter((one) => one.role === "web").map((one) => one.pid);
  expect(pids(await statusOf())).toEqual(pids(before));
});
