import { readFile, stat, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createControlApi } from "./control-api.ts";
import { DEFAULT_POLICY } from "./router-policy.ts";
import { RouterControl, openRouterControl } from "./router-control.ts";
import type { DrainOutcome } from "./router-state.ts";
import { listenOn } from "./router.ts";
import { RoutesStore } from "./routes-store.ts";
import { ask } from "./testing/http-client.ts";
import { startSmallApp } from "./testing/small-app.ts";
import type { SmallApp } from "./testing/small-app.ts";
import { makeFolder, startRouter, toRoutes, until } from "./testing/start-router.ts";
import type { RunningRouter } from "./testing/start-router.ts";

const TOKEN = "a-secret-of-this-test";
let running: RunningRouter;
let app: SmallApp;
let folder: Awaited<ReturnType<typeof makeFolder>>;
let api: Server;
let controlPort: number;
let control: RouterControl;
let stopped: number;

beforeEach(async () => {
  folder = await makeFolder();
  app = await startSmallApp({ releaseId: "a" });
  running = await startRouter();
  stopped = 0;
  api = createControlApi({
    router: running.router,
    store: new RoutesStore(join(folder.path, "routes.json")),
    token: TOKEN,
    policy: DEFAULT_POLICY,
    log: () => {},
    describe: () => ({ pid: 1, startedAt: "now", uncaughtErrorCount: 0, ...running.router.describe() }),
    shutdown: (timeoutMs): Promise<DrainOutcome> => running.router.shutdown(timeoutMs),
    onStopped: () => (stopped += 1),
  });
  const listening = await listenOn(api, "127.0.0.1", 0);
  controlPort = listening.ok ? listening.value : 0;
  control = new RouterControl({ controlPort, token: TOKEN });
});
afterEach(async () => {
  await running.stop();
  api.close();
  await app.stop();
  await folder.remove();
});

const routes = (revision: number) => toRoutes(revision, { a: 100 }, { a: [app.address] });
const call = (method: string, path: string, body?: string) =>
  ask(`http://127.0.0.1:${controlPort}${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(body === undefined ? {} : { body }),
  });

test("routes that were put are on disk, for the owner only, and in force", async () => {
  expect(await control.putRoutes(routes(1))).toEqual({ ok: true, value: undefined });
  const file = join(folder.path, "routes.json");
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual(routes(1));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await ask(`${running.origin}/whoami`)).body).toBe("a");
});

test("a lower revision is refused and changes nothing; the same one is applied again", async () => {
  await control.putRoutes(routes(5));
  expect(await control.putRoutes(routes(4))).toEqual({ ok: false, error: { kind: "stale-revision", seen: 5 } });
  expect(await control.putRoutes(routes(5))).toEqual({ ok: true, value: undefined });
  expect(running.router.routes.revision).toBe(5);
});

test("of calls made together the highest revision stays", async () => {
  const results = await Promise.all([9, 7, 8].map((revision) => control.putRoutes(routes(revision))));
  expect(running.router.routes.revision).toBe(9);
  expect(JSON.parse(await readFile(join(folder.path, "routes.json"), "utf8"))).toEqual(routes(9));
  expect(results.some((result) => result.ok)).toBe(true);
});

test("routes that break a rule are refused with every problem", async () => {
  const result = await control.putRoutes({
    revision: 1,
    releases: [{ id: "a", weightPercent: 50, addresses: [app.address] }],
  });
  expect(result).toEqual({
    ok: false,
    error: { kind: "invalid-routes", problems: ["releases: weights sum to 50, expected 100"] },
  });
});

test.each([undefined, "Bearer wrong", `bearer ${TOKEN}`, TOKEN])(
  "the authorization %j is refused",
  async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await ask(`http://127.0.0.1:${controlPort}/state`, { headers });
    expect(answer).toMatchObject({ status: 401, body: '{"kind":"unauthorized"}' });
  },
);

test("a client with a wrong token learns so", async () => {
  const stranger = new RouterControl({ controlPort, token: "wrong" });
  expect(await stranger.getState()).toEqual({ ok: false, error: { kind: "unauthorized" } });
});

test("the state tells routes, health and counts", async () => {
  await control.putRoutes(routes(3));
  await ask(`${running.origin}/whoami`);
  const state = await control.getState();
  expect(state).toMatchObject({
    ok: true,
    value: {
      admission: "flowing",
      heldCount: 0,
      routes: routes(3),
      releases: [{ id: "a", weightPercent: 100, requestCount: 1, addresses: [{ health: "healthy" }] }],
    },
  });
});

test("hold and resume", async () => {
  await control.putRoutes(routes(1));
  await control.hold();
  const waiting = ask(`${running.origin}/whoami`);
  await until("it waits", () => running.router.describe().heldCount === 1);
  expect(await control.getState()).toMatchObject({ value: { admission: "held", heldCount: 1 } });
  await control.resume();
  expect((await waiting).body).toBe("a");
});

test("a drain answers how it ended", async () => {
  await control.putRoutes(routes(1));
  expect(await control.drain("a", 1_000)).toEqual({ ok: true, value: { kind: "drained" } });
  const slow = ask(`${running.origin}/slow?ms=200`);
  await until("it is under way", () => app.seenCounts.get("/slow") === 1);
  expect(await control.drain("a", 10)).toEqual({ ok: true, value: { kind: "timed-out", remaining: 1 } });
  await slow;
});

test("a shutdown is answered before the end", async () => {
  expect(await control.shutdown(1_000)).toEqual({ ok: true, value: { kind: "drained" } });
  await until("the process may end", () => stopped === 1);
});

test("wrong calls are answered with what is wrong", async () => {
  expect(await call("POST", "/drain", "{}")).toMatchObject({ status: 400, body: expect.stringContaining("timeoutMs") });
  expect(await call("POST", "/shutdown", '{"timeoutMs":-1}')).toMatchObject({ status: 400 });
  expect(await call("PUT", "/routes", "{")).toMatchObject({ status: 400, body: '{"kind":"malformed-json"}' });
  expect(await call("PUT", "/routes", `"${"x".repeat(1_048_576)}"`)).toMatchObject({ status: 400 });
  expect(await call("GET", "/nowhere")).toMatchObject({ status: 404 });
  expect(stopped).toBe(0);
});

test("routes that cannot be written are in force all the same, but not acknowledged", async () => {
  await control.putRoutes(routes(1));
  await folder.remove();
  await writeFile(folder.path, "a file where the folder was");
  const result = await control.putRoutes(routes(2));
  expect(result).toMatchObject({ ok: false, error: { kind: "unexpected-response", status: 500 } });
  expect(running.router.routes.revision).toBe(2);
});

test("a router that is not there is unreachable", async () => {
  const stateFile = join(folder.path, "router.json");
  expect(await openRouterControl(stateFile)).toMatchObject({ ok: false, error: { kind: "router-unreachable" } });
  await writeFile(stateFile, "{}");
  expect(await openRouterControl(stateFile)).toMatchObject({ ok: false, error: { kind: "router-unreachable" } });
  await writeFile(stateFile, JSON.stringify({ controlPort: 1, token: "x" }));
  const opened = await openRouterControl(stateFile);
  if (!opened.ok) throw new Error("expected a client");
  expect(await opened.value.resume()).toMatchObject({ ok: false, error: { kind: "router-unreachable" } });
});
