import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readStartTime } from "@ecommerce-cart/process-identity";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { writeJsonAtomically } from "../atomic-file.ts";
import { EmbeddedTarget } from "../embedded-target.ts";
import type { EnvironmentConfig } from "../environment-config.ts";
import { callSupervisor } from "../supervisor-client.ts";
import type { InProcessSupervisor } from "../testing/supervise-in-process.ts";
import { superviseInProcess } from "../testing/supervise-in-process.ts";
import { runSupervisor } from "./run-supervisor.ts";

let rootDirectory: string;
let config: EnvironmentConfig;
let supervisor: InProcessSupervisor | undefined;

beforeEach(() => {
  rootDirectory = mkdtempSync(join(tmpdir(), "ecommerce-cart-supervisor-"));
  config = {
    name: "test",
    directory: join(rootDirectory, "environment"),
    rootDirectory,
    host: "127.0.0.1",
    port: 0,
    webCount: 1,
    workerCount: 1,
    shopEnvironment: {},
    databaseUrl: inject("postgresUrl"),
  };
});

afterEach(async () => {
  await supervisor?.stop();
  supervisor = undefined;
  rmSync(rootDirectory, { recursive: true, force: true });
});

async function located(of: InProcessSupervisor) {
  const file = await of.locate();
  if (file === undefined) throw new Error("the supervisor has no file");
  return file;
}

test("a call without the token is refused, and an unknown one is named", async () => {
  supervisor = await superviseInProcess(config);
  const file = await located(supervisor);

  const forged = await callSupervisor(
    { ...file, token: "x".repeat(file.token.length) },
    { method: "GET", path: "/status" },
  );
  const unknown = await callSupervisor(file, { method: "GET", path: "/nothing" });

  expect(forged).toMatchObject({ ok: false, error: { detail: "the token is wrong" } });
  expect(unknown).toMatchObject({ ok: false, error: { detail: "there is no GET /nothing" } });
});

test("a call that fails inside is an answer, is logged, and the next one works", async () => {
  supervisor = await superviseInProcess(config);
  const file = await located(supervisor);

  const failed = await callSupervisor(file, { method: "POST", path: "/stage", body: {} });

  expect(failed).toMatchObject({ ok: false, error: { kind: "target-unreachable" } });
  expect(supervisor.lines.some((line) => line.startsWith("POST /stage failed"))).toBe(true);
  expect(await callSupervisor(file, { method: "GET", path: "/status" })).toMatchObject({ ok: true });
});

test("a config that is read again keeps where the environment listens; a damaged one changes nothing", async () => {
  supervisor = await superviseInProcess(config);
  const file = await located(supervisor);
  const configFile = join(config.directory, "environment.json");

  writeJsonAtomically(configFile, { ...config, port: 1, workerCount: 3 });
  const read = await callSupervisor(file, { method: "POST", path: "/config" });
  writeFileSync(configFile, "{");
  const damaged = await callSupervisor(file, { method: "POST", path: "/config" });

  expect(read).toMatchObject({ ok: true, value: { port: 0, workerCount: 3 } });
  expect(damaged).toMatchObject({ ok: false, error: { kind: "damaged-state-file", file: configFile } });
});

test("its own database is brought back on its port, and ends with it", async () => {
  const { databaseUrl, ...own } = config;
  expect(databaseUrl).toBeDefined();
  supervisor = await superviseInProcess(own);
  const target = new EmbeddedTarget(supervisor);
  const postgres = async () => {
    const status = await target.status();
    return status.ok && status.value.isReady ? status.value.postgres : undefined;
  };
  const untilPostgres = async (isIt: (pid: number) => boolean) => {
    for (const deadline = Date.now() + 40_000; Date.now() < deadline; await delay(20)) {
      const found = await postgres();
      if (found !== undefined && isIt(found.pid)) return found;
    }
    throw new Error("no PostgreSQL within 40 s");
  };
  const first = await untilPostgres(() => true);

  process.kill(first.pid, "SIGKILL");
  const second = await untilPostgres((pid) => pid !== first.pid);
  const stopped = await supervisor.stop();

  expect(second.port).toBe(first.port);
  expect(stopped.map(({ name }) => name)).toEqual(["router", "postgres"]);
  expect(readStartTime(second.pid)).toBeUndefined();
});

test("an environment whose folder is deleted stops, and leaves nothing written", async () => {
  supervisor = await superviseInProcess(config);
  const target = new EmbeddedTarget(supervisor);
  const status = await target.status();
  const url = status.ok ? status.value.url : undefined;
  const file = await located(supervisor);

  rmSync(config.directory, { recursive: true, force: true });

  const isThere = () =>
    callSupervisor(file, { method: "GET", path: "/status" }).then(
      () => true,
      () => false,
    );
  for (const deadline = Date.now() + 20_000; (await isThere()) && Date.now() < deadline; await delay(50));
  expect(await isThere()).toBe(false);
  await supervisor.stop();
  if (url !== undefined) await expect(fetch(url)).rejects.toThrow();
  expect(existsSync(join(config.directory, "state.json"))).toBe(false);
});

test("a folder without a config, and one that is supervised, are refused", async () => {
  const start = { directory: config.directory, routerEntry: "/none", log: () => undefined };
  writeJsonAtomically(join(config.directory, "state.json"), {});

  expect(await runSupervisor(start)).toMatchObject({ error: { kind: "damaged-state-file" } });
  expect(await runSupervisor(start)).toMatchObject({ error: { kind: "supervised-already", pid: process.pid } });
});
