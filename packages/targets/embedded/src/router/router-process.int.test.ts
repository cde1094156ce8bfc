import { once } from "node:events";
import { existsSync } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EXIT_PORT_BUSY } from "./router-process.ts";
import { ask } from "./testing/http-client.ts";
import { startSmallApp } from "./testing/small-app.ts";
import type { SmallApp } from "./testing/small-app.ts";
import { kill, makeFolder, spawnRouter, spawnRouterMain, toRoutes, until } from "./testing/start-router.ts";
import type { RouterChild } from "./testing/start-router.ts";

let app: SmallApp;
let folder: Awaited<ReturnType<typeof makeFolder>>;
let children: RouterChild[];

beforeEach(async () => {
  children = [];
  folder = await makeFolder();
  app = await startSmallApp({ releaseId: "a" });
});
afterEach(async () => {
  await Promise.all(children.map(({ child }) => kill(child)));
  await app.stop();
  await folder.remove();
});

async function aRouter(...args: string[]): Promise<RouterChild> {
  const router = await spawnRouter(folder.path, args);
  children.push(router);
  return router;
}
const routes = (revision: number) => toRoutes(revision, { a: 100 }, { a: [app.address] });

test("the state file is for the owner only and says where the router is", async () => {
  const router = await aRouter();
  expect((await stat(join(folder.path, "router.json"))).mode & 0o777).toBe(0o600);
  expect(router.state).toEqual({
    pid: router.child.pid,
    startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    port: expect.any(Number),
    controlPort: expect.any(Number),
    token: expect.stringMatching(/^[\w-]{43}$/),
  });
});

test("a router that was killed serves the last routes at once when it is started again", async () => {
  const first = await aRouter();
  await first.control.putRoutes(routes(4));
  await kill(first.child);
  const second = await aRouter();
  expect((await ask(`${second.origin}/whoami`)).body).toBe("a");
  expect(await second.control.putRoutes(routes(3))).toEqual({ ok: false, error: { kind: "stale-revision", seen: 4 } });
});

test("damaged saved routes are reported, and new ones are taken", async () => {
  await writeFile(join(folder.path, "routes.json"), '{"revision":');
  const router = await aRouter();
  expect((await ask(`${router.origin}/whoami`)).status).toBe(503);
  expect(router.logLines.join("\n")).toContain("saved routes are damaged");
  await router.control.putRoutes(routes(1));
  expect((await ask(`${router.origin}/whoami`)).body).toBe("a");
});

test("a busy port ends it with its own exit code and a clear message", async () => {
  const { child, logLines } = spawnRouterMain(folder.path, ["--port", String(app.port)]);
  expect(await once(child, "exit")).toEqual([EXIT_PORT_BUSY, null]);
  expect(logLines.join("\n")).toContain(`port ${app.port} is busy`);
  expect(existsSync(join(folder.path, "router.json"))).toBe(false);
});

test("wrong arguments end it with 2, each named", async () => {
  const { child, logLines } = spawnRouterMain(folder.path, ["--policy", '{"slow":1}', "--port", "x"]);
  expect(await once(child, "exit")).toEqual([2, null]);
  expect(logLines).toEqual(["--port: expected 0 to 65535", "policy.slow: there is no such limit"]);
});

test("a state file that cannot be written ends it with 1", async () => {
  const { child, logLines } = spawnRouterMain(folder.path, ["--state-file", "/dev/null/router.json"]);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(logLines.join("\n")).toContain("could not start");
});

test("SIGTERM lets what is under way end, then ends with 0 and removes the state file", async () => {
  const router = await aRouter();
  await router.control.putRoutes(routes(1));
  const slow = ask(`${router.origin}/slow?ms=150`);
  await until("it is under way", () => app.seenCounts.get("/slow") === 1);
  const ended = once(router.child, "exit");
  router.child.kill("SIGTERM");
  expect((await slow).body).toBe("slow");
  expect(await ended).toEqual([0, null]);
  expect(existsSync(join(folder.path, "router.json"))).toBe(false);
});

test("a shutdown through the control API ends the process with 0", async () => {
  const router = await aRouter();
  await router.control.putRoutes(routes(1));
  await ask(`${router.origin}/whoami`);
  const ended = once(router.child, "exit");
  expect(await router.control.shutdown(1_000)).toEqual({ ok: true, value: { kind: "drained" } });
  expect(await ended).toEqual([0, null]);
});
