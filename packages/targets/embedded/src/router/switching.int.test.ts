import { once } from "node:events";
import { Agent, request } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, begin } from "./testing/http-client.ts";
import { startSmallApp } from "./testing/small-app.ts";
import type { SmallApp } from "./testing/small-app.ts";
import { startRouter, toRoutes, until } from "./testing/start-router.ts";
import type { RunningRouter } from "./testing/start-router.ts";

let a: SmallApp;
let b: SmallApp;
let running: RunningRouter;

beforeEach(async () => {
  [a, b] = await Promise.all([startSmallApp({ releaseId: "a" }), startSmallApp({ releaseId: "b" })]);
  running = await startRouter({ holdTimeoutMs: 400, unhealthyTimeoutMs: 400, maxWaitingCount: 5 });
});
afterEach(async () => {
  await running.stop();
  await Promise.all([a.stop(), b.stop()]);
});

function route(revision: number, weights: Readonly<Record<string, number>>): void {
  running.router.applyRoutes(toRoutes(revision, weights, { a: [a.address], b: [b.address] }));
}
const stateOf = (id: string) => {
  const release = running.router.describe().releases.find((each) => each.id === id);
  if (release === undefined) throw new Error(`no release ${id}`);
  return release;
};
const whoami = async () => (await ask(`${running.origin}/whoami`)).body;

test("of 1,000 requests each release gets its weight", async () => {
  route(1, { a: 70, b: 30 });
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask(`${running.origin}/whoami`, { agent })));
  agent.destroy();
  const count = answers.filter((answer) => answer.body === "b").length;
  // Four standard deviations of a binomial with n = 1,000 and p = 0.3.
  expect(Math.abs(count - 300)).toBeLessThan(58);
  expect(stateOf("b").requestCount).toBe(count);
  expect(stateOf("a").requestCount).toBe(1_000 - count);
});

test("a switch takes effect with the next request", async () => {
  route(1, { a: 100, b: 0 });
  expect(await whoami()).toBe("a");
  await until("b is known to be healthy", () => stateOf("b").addresses[0]?.health === "healthy");
  route(2, { a: 0, b: 100 });
  expect(await whoami()).toBe("b");
  expect(stateOf("a").requestCount).toBe(1);
});

test("a rollback can be timed by the last request to each release", async () => {
  route(1, { a: 100 });
  await whoami();
  const beforeMs = Date.now();
  route(2, { b: 100 });
  await whoami();
  expect(Date.parse(stateOf("a").lastRequestAt ?? "")).toBeLessThanOrEqual(beforeMs);
  expect(Date.parse(stateOf("b").lastRequestAt ?? "")).toBeGreaterThanOrEqual(beforeMs);
});

test("requests wait for a new release's first passed check", async () => {
  b.isReady = false;
  route(1, { b: 100 });
  const waiting = whoami();
  await until("it waits", () => running.router.describe().heldCount === 1);
  b.isReady = true;
  expect(await waiting).toBe("b");
});

test("held requests wait and are let go in full by resume", async () => {
  route(1, { a: 100 });
  await whoami();
  running.router.hold(60_000);
  const waiting = [whoami(), whoami(), whoami()];
  await until("they wait", () => running.router.describe().heldCount === 3);
  expect(stateOf("a").requestCount).toBe(1);
  route(2, { b: 100 });
  expect(running.router.describe().heldCount).toBe(3);
  running.router.resume();
  expect(await Promise.all(waiting)).toEqual(["b", "b", "b"]);
});

test("a hold that lasts too long is answered 503 with Retry-After, and belongs to no release", async () => {
  route(1, { a: 100 });
  running.router.hold(60_000);
  const answer = await ask(`${running.origin}/whoami`);
  expect(answer).toMatchObject({
    status: 503,
    headers: { "retry-after": "1", "content-type": "application/problem+json" },
  });
  expect(JSON.parse(answer.body)).toMatchObject({ status: 503, code: "held-too-long" });
  expect(stateOf("a").failedCount).toBe(0);
  expect(running.router.describe().refusedCount).toBe(1);
});

test("one more than may wait is answered 503 at once, the others are served", async () => {
  route(1, { a: 100 });
  running.router.hold(60_000);
  const waiting = Array.from({ length: 5 }, whoami);
  await until("five wait", () => running.router.describe().heldCount === 5);
  const answer = await ask(`${running.origin}/whoami`);
  expect(JSON.parse(answer.body)).toMatchObject({ status: 503, code: "too-many-waiting" });
  running.router.resume();
  expect(await Promise.all(waiting)).toEqual(["a", "a", "a", "a", "a"]);
});

test("a hold that nobody ends, ends by itself", async () => {
  route(1, { a: 100 });
  running.router.hold(50);
  expect(await whoami()).toBe("a");
});

test("a held client that gives up waits no more", async () => {
  route(1, { a: 100 });
  running.router.hold(60_000);
  const sent = request(`${running.origin}/whoami`).on("error", () => {});
  sent.end();
  await until("it waits", () => running.router.describe().heldCount === 1);
  sent.destroy();
  await until("it waits no more", () => running.router.describe().heldCount === 0);
  running.router.resume();
  expect(a.seenCounts.get("/whoami")).toBeUndefined();
});

test("with nothing deployed the answer is 503 at once", async () => {
  expect(JSON.parse((await ask(`${running.origin}/`)).body)).toMatchObject({ code: "nothing-deployed" });
});

test("a download across a switch ends on the old release; new requests go to the new one", async () => {
  route(1, { a: 100 });
  const download = await begin(`${running.origin}/stream?count=20&bytes=1000&gapMs=10`);
  route(2, { b: 100 });
  expect(await whoami()).toBe("b");
  let size = 0;
  for await (const chunk of download) size += (chunk as Buffer).length;
  expect(download.headers["x-release"]).toBe("a");
  expect(size).toBe(20_000);
});

test("a slow upload across a switch ends on the old release", async () => {
  route(1, { a: 100 });
  const sent = request(`${running.origin}/echo`, { method: "POST" });
  const begun = once(sent, "response");
  sent.write("before ");
  await until("the upload has reached a", () => a.seenCounts.get("/echo") === 1);
  route(2, { b: 100 });
  sent.end("after");
  const [response] = (await begun) as [AsyncIterable<Buffer> & { headers: object }];
  let body = "";
  for await (const chunk of response) body += String(chunk);
  expect(body).toBe("before after");
  expect(response.headers).toMatchObject({ "x-release": "a" });
});

test("switching under load with kept connections loses nothing", async () => {
  route(1, { a: 100, b: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  let isOver = false;
  const statuses = new Map<number, number>();
  const load = Array.from({ length: 8 }, async () => {
    while (!isOver) {
      const { status } = await ask(`${running.origin}/whoami`, { agent });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  });
  for (let revision = 2; revision < 22; revision += 1) {
    const target = revision % 2 === 0 ? "b" : "a";
    const before = stateOf(target).requestCount;
    route(revision, target === "a" ? { a: 100, b: 0 } : { a: 0, b: 100 });
    await until("the new release has served", () => stateOf(target).requestCount >= before + 20);
  }
  isOver = true;
  await Promise.all(load);
  agent.destroy();
  expect([...statuses.keys()]).toEqual([200]);
});

test("idle connections to a release that is routed away are closed by the router", async () => {
  route(1, { a: 100 });
  await whoami();
  await until("the kept connection is all that is open", () => a.openConnectionCount === 1);
  route(2, { b: 100 });
  await until("no connection to a is open", () => a.openConnectionCount === 0, 1_000);
});

test("a connection that was busy at the switch is closed after its request", async () => {
  route(1, { a: 100 });
  const download = await begin(`${running.origin}/stream?count=5&gapMs=10`);
  route(2, { b: 100 });
  download.resume();
  await once(download, "end");
  await until("no connection to a is open", () => a.openConnectionCount === 0, 1_000);
});

test("a drain waits for what is under way", async () => {
  route(1, { a: 100 });
  const slow = ask(`${running.origin}/slow?ms=100`);
  await until("it is under way", () => stateOf("a").inFlightCount === 1);
  route(2, { b: 100 });
  expect(await running.router.drain("a", 5_000)).toEqual({ kind: "drained" });
  expect(stateOf("a").inFlightCount).toBe(0);
  expect((await slow).status).toBe(200);
});

test("a drain that runs out of time says what remains and cuts nothing", async () => {
  route(1, { a: 100 });
  const stream = await begin(`${running.origin}/events`);
  route(2, { b: 100 });
  expect(await running.router.drain("a", 30)).toEqual({ kind: "timed-out", remaining: 1 });
  a.hanging[0]?.end("data: still here\n\n");
  const [event] = (await once(stream, "data")) as [Buffer];
  expect(String(event)).toContain("still here");
  stream.resume();
  expect(await running.router.drain("a", 5_000)).toEqual({ kind: "drained" });
});

test("a release that was never routed is drained, and stays unknown", async () => {
  expect(await running.router.drain("stranger", 5_000)).toEqual({ kind: "drained" });
  expect(running.router.describe().releases).toEqual([]);
});

test("a shutdown answers what is under way and accepts nothing more", async () => {
  route(1, { a: 100 });
  const agent = new Agent({ keepAlive: true });
  await ask(`${running.origin}/whoami`, { agent });
  const slow = ask(`${running.origin}/slow?ms=100`, { agent });
  await until("it is under way", () => stateOf("a").inFlightCount === 1);
  const outcome = running.router.shutdown(5_000);
  await expect(ask(`${running.origin}/whoami`)).rejects.toThrow("ECONNREFUSED");
  expect(await slow).toMatchObject({ status: 200, headers: { connection: "close" } });
  expect(await outcome).toEqual({ kind: "drained" });
});

test("a shutdown cuts what remains when its time is up", async () => {
  route(1, { a: 100 });
  const stream = await begin(`${running.origin}/events`);
  const cut = once(stream, "error");
  expect(await running.router.shutdown(30)).toEqual({ kind: "timed-out", remaining: 1 });
  await cut;
});
