import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "./testing/http-client.ts";
import { startSmallApp } from "./testing/small-app.ts";
import type { SmallApp } from "./testing/small-app.ts";
import { kill, makeFolder, spawnSmallApp, startRouter, toRoutes, until } from "./testing/start-router.ts";
import type { AppChild, RunningRouter } from "./testing/start-router.ts";

let running: RunningRouter;
let stops: (() => Promise<void>)[];

beforeEach(async () => {
  stops = [];
  running = await startRouter({ unhealthyTimeoutMs: 300, connectTimeoutMs: 200 });
});
afterEach(async () => {
  await running.stop();
  for (const stop of stops) await stop();
});

async function anApp(port?: number): Promise<SmallApp> {
  const app = await startSmallApp({ releaseId: "a", ...(port === undefined ? {} : { port }) });
  stops.push(() => app.stop());
  return app;
}

async function anAppProcess(recordFile?: string): Promise<AppChild> {
  const app = await spawnSmallApp("a", recordFile);
  stops.push(() => kill(app.child));
  return app;
}

async function routeTo(...addresses: string[]): Promise<void> {
  running.router.applyRoutes(toRoutes(1, { a: 100 }, { a: addresses }));
  await until("all are healthy", () => theRelease().addresses.every(({ health }) => health === "healthy"));
}
const theRelease = () => {
  const [release] = running.router.describe().releases;
  if (release === undefined) throw new Error("no release");
  return release;
};
const post = (path: string, body: string, headers = {}) =>
  ask(`${running.origin}${path}`, { method: "POST", body, headers });

test("a POST whose process is killed under it is answered 502 and was carried out exactly once", async () => {
  const folder = await makeFolder();
  stops.push(folder.remove);
  const recordFile = join(folder.path, "records");
  const apps = [await anAppProcess(recordFile), await anAppProcess(recordFile)];
  await routeTo(...apps.map((app) => app.address));
  const answer = post("/records", "order-1", { "x-hang": "1" });
  await until("the order is recorded", async () => (await readFile(recordFile, "utf8").catch(() => "")) !== "");
  const busy = theRelease().addresses.find(({ inFlightCount }) => inFlightCount === 1)?.address;
  await kill(apps.find((app) => app.address === busy)?.child ?? fail());
  expect(await answer).toMatchObject({ status: 502, headers: { "content-type": "application/problem+json" } });
  expect(await readFile(recordFile, "utf8")).toBe("order-1\n");
  expect(theRelease()).toMatchObject({ requestCount: 1, failedCount: 1, inFlightCount: 0 });
});

test("a GET whose process is killed under it is answered by the other, and is no failure", async () => {
  const apps = [await anAppProcess(), await anAppProcess()];
  await routeTo(...apps.map((app) => app.address));
  const answer = ask(`${running.origin}/slow?ms=300`);
  await until("it is under way", () => theRelease().inFlightCount === 1);
  const busy = theRelease().addresses.find(({ inFlightCount }) => inFlightCount === 1)?.address;
  await kill(apps.find((app) => app.address === busy)?.child ?? fail());
  expect(await answer).toMatchObject({ status: 200, body: "slow" });
  expect(theRelease()).toMatchObject({ requestCount: 1, failedCount: 0 });
});

test("a GET that every process resets is answered 502", async () => {
  await routeTo((await anApp()).address, (await anApp()).address);
  expect(await ask(`${running.origin}/reset`)).toMatchObject({ status: 502 });
  expect(theRelease()).toMatchObject({ requestCount: 1, failedCount: 1 });
  expect((await ask(`${running.origin}/whoami`)).status).toBe(200);
});

test("a POST that a process resets is sent once", async () => {
  const apps = [await anApp(), await anApp()];
  await routeTo(...apps.map((app) => app.address));
  expect(await post("/reset", "x")).toMatchObject({ status: 502 });
  expect(apps.map((app) => app.seenCounts.get("/reset") ?? 0).sort()).toEqual([0, 1]);
});

test("a refused connection takes a process out at once and the request, POST or not, goes to the other", async () => {
  const slowChecks = await startRouter({ healthIntervalMs: 60_000 });
  stops.push(slowChecks.stop);
  const [gone, there] = [await anApp(), await anApp()];
  slowChecks.router.applyRoutes(toRoutes(1, { a: 100 }, { a: [gone.address, there.address] }));
  const addresses = () => slowChecks.router.describe().releases[0]?.addresses ?? [];
  await until("both are healthy", () => addresses().every(({ health }) => health === "healthy"));
  await gone.stop();
  for (let count = 0; count < 4; count += 1) {
    const answer = await ask(`${slowChecks.origin}/echo`, { method: "POST", body: `order-${count}` });
    expect(answer).toMatchObject({ status: 200, body: `order-${count}` });
  }
  expect(addresses().map(({ health }) => health)).toEqual(["unhealthy", "healthy"]);
  expect(slowChecks.router.describe().releases[0]).toMatchObject({ requestCount: 4, failedCount: 0 });
});

test("with no process left requests wait a bounded time and are answered 503", async () => {
  const app = await anApp();
  await routeTo(app.address);
  await app.stop();
  const startMs = performance.now();
  const answer = await ask(`${running.origin}/whoami`);
  expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
  expect(JSON.parse(answer.body)).toMatchObject({ code: "no-healthy-process" });
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(290);
  expect(theRelease()).toMatchObject({ requestCount: 1, failedCount: 1 });
});

test("a process that comes back in time gets the requests that waited for it", async () => {
  const app = await anApp();
  await routeTo(app.address);
  await app.stop();
  const waiting = post("/echo", "patient");
  await until("it waits", () => running.router.describe().heldCount === 1);
  await anApp(app.port);
  expect(await waiting).toMatchObject({ status: 200, body: "patient" });
});

test("a process that fails its readiness checks gets no more requests until it passes one", async () => {
  const [sick, well] = [await anApp(), await anApp()];
  await routeTo(sick.address, well.address);
  sick.isReady = false;
  await until("it is out", () => theRelease().addresses[0]?.health === "unhealthy");
  for (let count = 0; count < 6; count += 1) await ask(`${running.origin}/whoami`);
  expect(sick.seenCounts.get("/whoami")).toBeUndefined();
  sick.isReady = true;
  await until("it is in again", () => theRelease().addresses[0]?.health === "healthy");
  for (let count = 0; count < 6; count += 1) await ask(`${running.origin}/whoami`);
  expect(sick.seenCounts.get("/whoami")).toBeGreaterThan(0);
});

test("requests go to the process with the fewest under way", async () => {
  const apps = [await anApp(), await anApp()];
  await routeTo(...apps.map((app) => app.address));
  const hanging = request(`${running.origin}/hang`).on("error", () => {});
  hanging.end();
  await until("one hangs", () => apps.some((app) => app.hanging.length === 1));
  for (let count = 0; count < 6; count += 1) await ask(`${running.origin}/whoami`);
  const [idle] = apps.filter((app) => app.hanging.length === 0);
  expect(idle?.seenCounts.get("/whoami")).toBe(6);
  hanging.destroy();
});

test("a response later than the objective counts as slow, a quick one does not", async () => {
  const app = await anApp();
  const strict = await startRouter({ slowAfterMs: 1_000 });
  stops.push(strict.stop);
  strict.router.applyRoutes(toRoutes(1, { a: 100 }, { a: [app.address] }));
  await ask(`${strict.origin}/slow?ms=0`);
  expect(strict.router.describe().releases[0]?.slowCount).toBe(0);
  await ask(`${strict.origin}/slow?ms=1100`);
  expect(strict.router.describe().releases[0]?.slowCount).toBe(1);
});

function fail(): never {
  throw new Error("no process has it under way");
}
