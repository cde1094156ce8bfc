import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Result } from "@ecommerce-cart/result";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { writeJsonAtomically } from "./atomic-file.ts";
import type { EnvironmentConfig } from "./environment-config.ts";
import { environmentLayout } from "./environment-layout.ts";
import { stopEnvironment } from "./stop-environment.ts";
import { callSupervisor, readSupervisorFile } from "./supervisor-client.ts";
import type { EnvironmentStatus } from "./supervisor/environment-status.ts";
import { eventually } from "./testing/test-environments.ts";

const ROUTER = fileURLToPath(new URL("./router/main.ts", import.meta.url));
const SUPERVISOR = fileURLToPath(new URL("./supervisor/main.ts", import.meta.url));
let directory: string;
let child: ChildProcess;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ecommerce-cart-full-"));
});

afterEach(async () => {
  await stopEnvironment(directory, { drainTimeoutMs: 0 });
  child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

/** A process whose every log line fails, as on a full disk (full(4)). */
function startWithFullLog(...args: readonly string[]): void {
  const full = openSync("/dev/full", "w");
  child = spawn(process.execPath, ["--conditions=source", ...args], { stdio: ["ignore", full, full] });
}

test.runIf(existsSync("/dev/full"))("a router that cannot log serves, and stops when told to", async () => {
  const stateFile = join(directory, "router.json");
  startWithFullLog(ROUTER, "--port", "0", "--state-file", stateFile, "--routes-file", join(directory, "routes.json"));
  await eventually(async () => existsSync(stateFile), "the router listens");
  const { port } = JSON.parse(readFileSync(stateFile, "utf8")) as { readonly port: number };
  for (let request = 0; request < 3; request += 1) expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503);
  child.kill("SIGTERM");
  await eventually(async () => child.exitCode === 0, "the router ended as it should");
});

test.runIf(existsSync("/dev/full"))("a supervisor that cannot log brings its environment up", async () => {
  const config: EnvironmentConfig = {
    name: "test",
    directory,
    rootDirectory: directory,
    host: "127.0.0.1",
    port: 0,
    webCount: 1,
    workerCount: 1,
    shopEnvironment: {},
    databaseUrl: inject("postgresUrl"),
  };
  const layout = environmentLayout(directory);
  writeJsonAtomically(layout.configFile, config);
  startWithFullLog(SUPERVISOR, directory, ROUTER);
  const status = await eventually(async () => {
    const file = readSupervisorFile(layout.supervisorFile);
    if (file === undefined || file === "damaged") return undefined;
    const asked = (await callSupervisor(file, { method: "GET", path: "/status" })) as Result<
      EnvironmentStatus,
      unknown
    >;
    return asked.ok && asked.value.isReady ? asked.value : undefined;
  }, "the environment is ready");
  expect(status.supervisor.pid).toBe(child.pid);
});
