import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, begin, sendRaw } from "./testing/http-client.ts";
import { startSmallApp } from "./testing/small-app.ts";
import type { SmallApp } from "./testing/small-app.ts";
import { startRouter, toRoutes, until } from "./testing/start-router.ts";
import type { RunningRouter } from "./testing/start-router.ts";

let app: SmallApp;
let running: RunningRouter;

beforeAll(async () => {
  app = await startSmallApp({ releaseId: "a" });
  running = await startRouter({ responseTimeoutMs: 300, maxHeaderBytes: 8_192 });
  running.router.applyRoutes(toRoutes(1, { a: 100 }, { a: [app.address] }));
});
afterAll(async () => {
  await running.stop();
  await app.stop();
});

const counters = () => {
  const [release] = running.router.describe().releases;
  if (release === undefined) throw new Error("no release");
  return release;
};

test("status, headers and body pass", async () => {
  const answer = await ask(`${running.origin}/whoami?x=1`);
  expect(answer).toMatchObject({ status: 200, body: "a", headers: { "x-release": "a" } });
});

test("the process learns the client's address, the host and a request id, and no spoofed ones", async () => {
  const headers = { host: "shop.example:3000", "x-forwarded-for": "10.9.9.9", "x-forwarded-proto": "https" };
  const { body } = await ask(`${running.origin}/headers`, { headers });
  const seen = JSON.parse(body) as string[];
  expect(seen).toEqual([
    ...["host", "shop.example:3000"],
    ...["X-Forwarded-For", "127.0.0.1", "X-Forwarded-Proto", "http", "X-Forwarded-Host", "shop.example:3000"],
    ...["X-Request-Id", expect.stringMatching(/^[0-9a-f-]{36}$/)],
    ...["Connection", "keep-alive"],
  ]);
});

test("a HEAD is answered with the length and without a body", async () => {
  const answer = await ask(`${running.origin}/whoami`, { method: "HEAD" });
  expect(answer).toMatchObject({ status: 200, body: "", headers: { "content-length": "1" } });
});

test.each([204, 304])("a %i passes on a connection that stays usable", async (code) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await ask(`${running.origin}/status?code=${code}`, { agent })).toMatchObject({ status: code, body: "" });
  expect(await ask(`${running.origin}/whoami`, { agent })).toMatchObject({ status: 200, body: "a" });
  agent.destroy();
});

test("a body of known length and a chunked one arrive whole", async () => {
  const body = Buffer.alloc(3_000_000, "b");
  expect(await ask(`${running.origin}/read-all`, { method: "POST", body })).toMatchObject({
    body: JSON.stringify({ size: body.length, trailers: {} }),
  });
  const chunked = { method: "POST", body, headers: { "transfer-encoding": "chunked" } };
  expect((await ask(`${running.origin}/echo`, chunked)).body).toHaveLength(body.length);
});

test("a POST without a body arrives as one", async () => {
  const raw = "POST /read-all HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
  expect(await sendRaw(running.port, raw)).toContain('{"size":0,"trailers":{}}');
});

test("trailers pass in both directions", async () => {
  const raw =
    "POST /read-all HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" +
    "3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n";
  expect(await sendRaw(running.port, raw)).toContain('{"size":3,"trailers":{"x-sum":"7"}}');
  const answer = await ask(`${running.origin}/trailers`);
  expect(answer).toMatchObject({ body: "body", trailers: { "x-sum": "42" } });
});

test("an HTTP/1.0 client gets a response without chunks or trailers", async () => {
  const answer = await sendRaw(running.port, "GET /trailers HTTP/1.0\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer.toLowerCase()).not.toContain("trailer");
  expect(answer.endsWith("\r\n\r\nbody")).toBe(true);
});

test("the process decides whether the body may come", async () => {
  const sent = request(`${running.origin}/read-all`, {
    method: "POST",
    headers: { expect: "100-continue", "content-length": 4 },
  });
  sent.flushHeaders();
  await once(sent, "continue");
  sent.end("body");
  const [response] = (await once(sent, "response")) as [{ statusCode: number; resume: () => void }];
  response.resume();
  expect(response.statusCode).toBe(200);
});

test("a body that the process refuses beforehand is never asked for", async () => {
  const sent = request(`${running.origin}/refuse-body`, {
    method: "POST",
    headers: { expect: "100-continue", "content-length": 4 },
  });
  let isAskedFor = false;
  sent.on("continue", () => (isAskedFor = true));
  sent.on("error", () => {});
  sent.flushHeaders();
  const [response] = (await once(sent, "response")) as [{ statusCode: number; resume: () => void }];
  expect(response.statusCode).toBe(413);
  expect(isAskedFor).toBe(false);
  sent.destroy();
});

test.each([100_000, 2_000_000])(
  "an answer that comes before a body of %i bytes, and a close, reach the client",
  async (size) => {
    const before = counters().failedCount;
    const tooLarge = () => ask(`${running.origin}/too-large`, { method: "POST", body: Buffer.alloc(size) });
    for (let count = 0; count < 10; count += 1)
      expect(await tooLarge()).toMatchObject({ status: 413, body: "too large" });
    expect(counters().failedCount).toBe(before);
  },
);

test("a body slower than the response timeout passes while bytes flow", async () => {
  const sent = request(`${running.origin}/read-all`, { method: "POST" });
  for (let count = 0; count < 6; count += 1) {
    sent.write("0123456789");
    await delay(100);
  }
  sent.end();
  const [response] = (await once(sent, "response")) as [{ statusCode: number; resume: () => void }];
  response.resume();
  expect(response.statusCode).toBe(200);
});

test("a body that stops coming is answered 408, and is no failure of the release", async () => {
  const before = counters().failedCount;
  const raw = "POST /read-all HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\nConnection: close\r\n\r\nabc";
  expect(await sendRaw(running.port, raw)).toMatch(/^HTTP\/1\.1 408 /);
  expect(counters().failedCount).toBe(before);
});

test("a process that does not answer in time is answered 504 and counted as failed and slow", async () => {
  const before = counters();
  expect(await ask(`${running.origin}/hang`)).toMatchObject({ status: 504 });
  expect(counters().failedCount).toBe(before.failedCount + 1);
  expect(counters().slowCount).toBe(before.slowCount + 1);
});

test("an event stream's head and events are passed on at once", async () => {
  const response = await begin(`${running.origin}/events`);
  expect(response.headers["content-type"]).toBe("text/event-stream");
  expect(counters().openStreamCount).toBe(1);
  app.hanging.at(-1)?.write("data: 1\n\n");
  const [event] = (await once(response, "data")) as [Buffer];
  expect(String(event)).toBe("data: 1\n\n");
  response.destroy();
  await until("the stream is closed", () => counters().openStreamCount === 0);
});

test("a client that goes away ends the process's response, too, and is no failure", async () => {
  const before = counters().failedCount;
  const response = await begin(`${running.origin}/events`);
  const upstream = app.hanging.at(-1);
  response.destroy();
  await until("the process saw the client go", () => upstream?.destroyed === true);
  await until("nothing is under way", () => counters().inFlightCount === 0);
  expect(counters().failedCount).toBe(before);
});

test("a slow reader slows the process down instead of filling the router", async () => {
  const response = await begin(`${running.origin}/stream?count=4000&bytes=65536`);
  response.pause();
  await delay(300);
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(100_000_000);
  let size = 0;
  for await (const chunk of response) size += (chunk as Buffer).length;
  expect(size).toBe(4_000 * 65_536);
});

test("a response that breaks off breaks off for the client, and counts as failed", async () => {
  const before = counters().failedCount;
  await expect(ask(`${running.origin}/half`)).rejects.toThrow();
  expect(counters().failedCount).toBe(before + 1);
});

test("a 500 of the process passes and counts as failed, a 404 does not", async () => {
  const before = counters();
  expect((await ask(`${running.origin}/status?code=500`)).status).toBe(500);
  expect((await ask(`${running.origin}/nowhere`)).status).toBe(404);
  expect(counters().failedCount).toBe(before.failedCount + 1);
  expect(counters().requestCount).toBe(before.requestCount + 2);
});

test("two lengths, a length beside chunks, and unknown codings are refused before any process sees them", async () => {
  const before = counters().requestCount;
  const post = (headers: string) =>
    sendRaw(running.port, `POST /echo HTTP/1.1\r\nHost: shop\r\n${headers}\r\n\r\n0\r\n\r\n`);
  expect(await post("Content-Length: 5\r\nTransfer-Encoding: chunked")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await post("Content-Length: 5\r\nContent-Length: 6")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await post("Transfer-Encoding: gzip, chunked")).toMatch(/^HTTP\/1\.1 501 /);
  expect(await post("Transfer-Encoding : chunked")).toMatch(/^HTTP\/1\.1 400 /);
  expect(counters().requestCount).toBe(before);
});

test("a head up to the limit passes, a larger one is answered 431", async () => {
  const get = (size: number) =>
    sendRaw(
      running.port,
      `GET /whoami HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nX-Big: ${"x".repeat(size)}\r\n\r\n`,
    );
  expect(await get(8_192 - 100)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await get(8_192)).toMatch(/^HTTP\/1\.1 431 /);
});

test("a request without a Host is answered 400", async () => {
  expect(await sendRaw(running.port, "GET / HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
});

test("pipelined requests are answered in their order", async () => {
  const get = (path: string, rest = "") => `GET ${path} HTTP/1.1\r\nHost: shop\r\n${rest}\r\n`;
  const answers = await sendRaw(running.port, get("/slow?ms=30") + get("/whoami", "Connection: close\r\n"));
  expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  expect(answers).toMatch(/\r\n\r\nslowHTTP[^]*\r\n\r\na$/);
});

test("an offer of HTTP/2 is ignored", async () => {
  const raw = "GET /whoami HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n";
  const answer = await sendRaw(
    running.port,
    `${raw}HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n`.replace("Upgrade, ", "Upgrade, close, "),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test("connections to a process are used again", async () => {
  await ask(`${running.origin}/whoami`);
  await until("only the kept connection is open", () => app.openConnectionCount <= 2);
  const before = app.openConnectionCount;
  for (let count = 0; count < 20; count += 1) await ask(`${running.origin}/whoami`);
  expect(app.openConnectionCount).toBeLessThanOrEqual(before + 1);
});

test("an idle connection to a process is closed after its time, a busy one is not", async () => {
  const strict = await startRouter({ upstreamIdleTimeoutMs: 50, healthIntervalMs: 60_000 });
  const only = await startSmallApp({ releaseId: "a" });
  strict.router.applyRoutes(toRoutes(1, { a: 100 }, { a: [only.address] }));
  expect((await ask(`${strict.origin}/slow?ms=200`)).status).toBe(200);
  await until("the idle connection is closed", () => only.openConnectionCount === 0, 2_000);
  await strict.stop();
  await only.stop();
});

test("a head that does not come is answered 408", async () => {
  const strict = await startRouter({ clientHeadersTimeoutMs: 100 });
  expect(await sendRaw(strict.port, "GET / HTTP/1.1\r\nHost: sho")).toMatch(/^HTTP\/1\.1 408 /);
  await strict.stop();
});

test("a broken request in the middle of another's response cuts the connection and adds nothing to that response", async () => {
  const raw = "GET /slow?ms=100 HTTP/1.1\r\nHost: shop\r\n\r\nNONSENSE\r\n\r\n";
  const answer = await sendRaw(running.port, raw).catch(() => "");
  expect(answer).not.toContain("400");
});

test("a client that resets its connection in mid-head harms nobody", async () => {
  const socket = connect(running.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("GET /who");
  socket.resetAndDestroy();
  expect((await ask(`${running.origin}/whoami`)).status).toBe(200);
});
