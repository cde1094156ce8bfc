import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask, sendRaw } from "./testing/http-client.ts";
import { startSmallApp } from "./testing/small-app.ts";
import type { SmallApp } from "./testing/small-app.ts";
import { startRouter, toRoutes, until } from "./testing/start-router.ts";
import type { RunningRouter } from "./testing/start-router.ts";

let a: SmallApp;
let b: SmallApp;
let running: RunningRouter;

beforeEach(async () => {
  [a, b] = await Promise.all([startSmallApp({ releaseId: "a" }), startSmallApp({ releaseId: "b" })]);
  running = await startRouter({ unhealthyTimeoutMs: 200 });
  route(1, { a: 100 });
});
afterEach(async () => {
  await running.stop();
  await Promise.all([a.stop(), b.stop()]);
});

function route(revision: number, weights: Readonly<Record<string, number>>): void {
  running.router.applyRoutes(toRoutes(revision, weights, { a: [a.address], b: [b.address] }));
}
const stateOf = (id: string) => running.router.describe().releases.find((release) => release.id === id);

/** Opens a WebSocket and returns it with its first message, the release's id. */
async function open(): Promise<{ socket: WebSocket; releaseId: string }> {
  const socket = new WebSocket(`ws://127.0.0.1:${running.port}/echo-socket`);
  const [message] = (await once(socket, "message")) as [Buffer];
  return { socket, releaseId: String(message) };
}

async function echo(socket: WebSocket, text: string | Buffer): Promise<Buffer> {
  socket.send(text);
  const [message] = (await once(socket, "message")) as [Buffer];
  return message;
}

test("messages pass in both directions, large ones too", async () => {
  const { socket, releaseId } = await open();
  expect(releaseId).toBe("a");
  expect(String(await echo(socket, "hello"))).toBe("hello");
  const large = Buffer.alloc(2_000_000, "w");
  expect((await echo(socket, large)).equals(large)).toBe(true);
  socket.close();
});

test("a WebSocket across a switch stays on the old release, a new one goes to the new", async () => {
  const old = await open();
  route(2, { b: 100 });
  expect(String(await echo(old.socket, "still here"))).toBe("still here");
  const fresh = await open();
  expect([old.releaseId, fresh.releaseId]).toEqual(["a", "b"]);
  expect(stateOf("a")).toMatchObject({ inFlightCount: 1, openStreamCount: 1 });
  expect(await running.router.drain("a", 20)).toEqual({ kind: "timed-out", remaining: 1 });
  old.socket.close();
  expect(await running.router.drain("a", 5_000)).toEqual({ kind: "drained" });
  fresh.socket.close();
});

test("closing on either side closes the other", async () => {
  const { socket } = await open();
  socket.close(1000, "done");
  const [code] = (await once(socket, "close")) as [number];
  expect(code).toBe(1000);
  await until("nothing is under way", () => stateOf("a")?.inFlightCount === 0);
  const second = await open();
  const closed = once(second.socket, "close");
  await a.stop();
  expect((await closed)[0]).toBe(1006);
  await until("nothing is under way", () => stateOf("a")?.inFlightCount === 0);
});

test("a client that vanishes frees the process", async () => {
  const { socket } = await open();
  socket.terminate();
  await until("nothing is under way", () => stateOf("a")?.inFlightCount === 0);
  expect(stateOf("a")?.openStreamCount).toBe(0);
});

test("an upgrade that the process refuses is answered as the process answers", async () => {
  const raw = "GET /nowhere HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  expect(await sendRaw(running.port, raw)).toMatch(/^HTTP\/1\.1 400 /);
});

test("an upgrade waits during a hold", async () => {
  running.router.hold(60_000);
  const opening = open();
  await until("it waits", () => running.router.describe().heldCount === 1);
  running.router.resume();
  const { socket } = await opening;
  socket.close();
});

test("an upgrade without a process to take it is answered 503", async () => {
  await a.stop();
  const socket = new WebSocket(`ws://127.0.0.1:${running.port}/echo-socket`);
  const [error] = (await once(socket, "error")) as [Error];
  expect(error.message).toContain("503");
  expect((await ask(`${running.origin}/`)).status).toBe(503);
});
