import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimateRatio, readPerformanceResults } from "@ecommerce-cart/quality-gates";
import { err, ok } from "@ecommerce-cart/result";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { seededRandom } from "./arrivals.ts";
import { compareReleases } from "./compare-releases.ts";
import { measureRelease } from "./measure-release.ts";
import type { MeasurementRequest } from "./measure-release.ts";
import { runOpenLoop } from "./open-loop.ts";
import type { PreparedRequest } from "./open-loop.ts";
import { readProcessUsage } from "./process-usage.ts";
import { ShopClient } from "./shop-client.ts";
import type { BuiltRelease } from "./shop-process.ts";
import { ShopTraffic } from "./shop-traffic.ts";
import { startShop } from "./shop-under-test.ts";
import type { LoadedShop } from "./shop-under-test.ts";
import { startSlowingProxy } from "./testing/slowing-proxy.ts";

const ROOT = join(import.meta.dirname, "../../..");
const RELEASE: BuiltRelease = {
  id: "0.0.0-test",
  digest: "sha256:00",
  version: "0.0.0",
  entry: join(ROOT, "apps/shop/dist/main.js"),
  directory: ROOT,
};

const SHORT = {
  warmUpMs: 300,
  stepMs: 300,
  searchMs: 600,
  windowMs: 1500,
  loadShare: 0.55,
  comparison: { pairCount: 3, mostRounds: 2, blockMs: 200, warmUpMs: 200, loadShare: 0.25 },
};

function aRequest(change: Partial<MeasurementRequest> = {}): MeasurementRequest {
  return {
    candidate: RELEASE,
    baseline: err("no release before this one"),
    question: { toleranceRatio: 1.1, confidence: 0.95 },
    servers: { databaseUrl: inject("postgresUrl") },
    plan: SHORT,
    log: () => undefined,
    signal: AbortSignal.timeout(100_000),
    ...change,
  };
}

async function listScratchDatabases(): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where datname like 'load_test_%'",
  );
  await client.end();
  return rows.map(({ datname }) => datname);
}

test("a compiled release is measured, beside another, and nothing is left of it", async () => {
  const before = await listScratchDatabases();
  const measured = await measureRelease(aRequest({ baseline: ok({ ...RELEASE, id: "before", digest: "sha256:01" }) }));
  if (!measured.ok) throw new Error(measured.error.detail);
  const read = readPerformanceResults(JSON.stringify(measured.value));
  expect(read).toEqual(measured);
  const { sampleCount, errors, query, processes, regression, release, routes } = measured.value;
  expect(sampleCount).toBeGreaterThan(20);
  expect(errors).toEqual({ unexpectedStatus: 0, timeout: 0, connection: 0, notSent: 0 });
  expect(routes.map(({ route }) => route)).toContain("GET /api/v1/products");
  expect(query.count).toBeGreaterThan(sampleCount / 2);
  expect(query.p95).toBeGreaterThan(0);
  expect(processes.map(({ role }) => role)).toEqual(["web", "worker"]);
  expect(processes.every(({ peakRssBytes }) => peakRssBytes > 20 * 1024 ** 2)).toBe(true);
  expect(release.digest).toBe("sha256:00");
  expect(regression).toMatchObject({ kind: "compared", baseline: { id: "before" } });
  expect(await listScratchDatabases()).toEqual(before);
});

test.each([
  ["migrating fails", "process.exit(1)", /^migrate of 0.0.0-test failed/],
  ["migrations make no tables", "process.exit(0)", /database refuses "update variants/],
])("a release where %s measures nothing, and says why", async (_name, script, expected) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "load-test-"));
  const entry = join(folder.path, "main.mjs");
  writeFileSync(entry, script);
  const before = await listScratchDatabases();
  const measured = await measureRelease(aRequest({ candidate: { ...RELEASE, entry } }));
  expect(measured.ok ? "" : measured.error.detail).toMatch(expected);
  expect(await listScratchDatabases()).toEqual(before);
});

test("an interrupted measurement rejects, and nothing is left of it", async () => {
  const before = await listScratchDatabases();
  const interruption = new AbortController();
  const log = (): void => interruption.abort(new Error("interrupted"));
  await expect(measureRelease(aRequest({ log, signal: interruption.signal }))).rejects.toThrow(/abort|interrupted/);
  expect(await listScratchDatabases()).toEqual(before);
});

async function throughProxy(origin: string, delayMs: number) {
  const proxy = await startSlowingProxy(origin, delayMs);
  const client = new ShopClient(proxy.origin);
  const shop: LoadedShop = {
    client,
    traffic: new ShopTraffic(await client.readGoods(), proxy.origin, seededRandom(1)),
  };
  const close = async (): Promise<void> => {
    await client.close();
    await proxy.close();
  };
  return { shop, close };
}

test("a release beside itself does not fail; behind a delay it does", async () => {
  const shop = await startShop(RELEASE, { databaseUrl: inject("postgresUrl") });
  const [one, same, slower] = await Promise.all([0, 0, 1_000].map((delayMs) => throughProxy(shop.origin, delayMs)));
  if (one === undefined || same === undefined || slower === undefined) throw new Error("no proxies");
  const comparison = {
    rate: 30,
    blockMs: 200,
    pairCount: 8,
    round: 0,
    warmUpMs: 500,
    signal: AbortSignal.timeout(100_000),
  };
  const unchanged = await compareReleases({ baseline: one.shop, candidate: same.shop }, comparison);
  const slowed = await compareReleases({ baseline: one.shop, candidate: slower.shop }, comparison);
  await Promise.all([one, same, slower].map(({ close }) => close()));
  await shop.stop();
  // What the gate asks: it fails where the lower bound exceeds the tolerance.
  expect(estimateRatio(unchanged.pairs, 0.95).lower).toBeLessThan(1.1);
  expect(estimateRatio(slowed.pairs, 0.95).lower).toBeGreaterThan(1.1);
});

/** Answers are held until `release` is called. */
function aHeldShop() {
  const { promise, resolve } = Promise.withResolvers<void>();
  let sentCount = 0;
  const next = (): PreparedRequest => ({
    route: "GET /",
    send: async () => {
      sentCount += 1;
      if (sentCount === 20) resolve();
      await promise;
      return undefined;
    },
  });
  return { next };
}

test("requests go on being sent while none is answered, and their waiting counts from when they were due", async () => {
  const shop = aHeldShop();
  const arrivalsMs = Array.from({ length: 20 }, (_, index) => index * 5);
  const options = {
    arrivalsMs,
    next: shop.next,
    maxInFlight: 50,
    timeoutMs: 1000,
    signal: AbortSignal.timeout(60_000),
  };
  const samples = await runOpenLoop(options);
  expect(samples).toHaveLength(20);
  // The twentieth releases all: the first has waited for as long as the others took to become due.
  const first = samples.find(({ intendedAtMs }) => intendedAtMs === 0);
  expect(first?.latencyMs).toBeGreaterThan(90);
});

test("what may wait is bounded: beyond it requests are not sent, and count as failed and as slow as can be", async () => {
  const arrivalsMs = Array.from({ length: 30 }, (_, index) => index);
  const signal = AbortSignal.timeout(60_000);
  const send = (): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, 200));
  const next = (): PreparedRequest => ({ route: "GET /", send });
  const samples = await runOpenLoop({ arrivalsMs, next, maxInFlight: 5, timeoutMs: 1000, signal });
  const refused = samples.filter(({ failure }) => failure === "notSent");
  expect(samples).toHaveLength(30);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ latencyMs }) => latencyMs >= 1000)).toBe(true);
});

test("memory and CPU time of this process are seen, those of none are not", () => {
  expect(readProcessUsage(process.pid)?.rssBytes).toBeGreaterThan(10 * 1024 ** 2);
  expect(readProcessUsage(process.pid)?.cpuMs).toBeGreaterThan(0);
  expect(readProcessUsage(2 ** 30)).toBeUndefined();
});
