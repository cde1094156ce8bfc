import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileStateStore } from "@ecommerce-cart/state-store";
import { readStartTime } from "@ecommerce-cart/process-identity";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { makeWorkspace } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

const WAIT = { timeout: 60_000, interval: 50 };
let workspace: Workspace;
let holder: ChildProcess;

beforeEach(async () => {
  workspace = await makeWorkspace(inject("postgresUrl"));
  holder = spawn("sleep", ["600"], { stdio: "ignore" });
  await once(holder, "spawn");
});

afterEach(async () => {
  holder.kill("SIGKILL");
  await workspace.run("down");
  workspace.remove();
});

/** The lock of the checkout, as another process that runs `./pipeline up` would have written it. */
function lockCheckout(): void {
  const { pid = 0 } = holder;
  mkdirSync(join(workspace.rootDirectory, ".pipeline"), { recursive: true });
  const lock = { pid, startedAt: readStartTime(pid), runId: "other", command: "./pipeline up", since: "noon" };
  writeFileSync(join(workspace.rootDirectory, ".pipeline/lock"), JSON.stringify(lock));
}

test("a run waits for another, says for whom, and begins when that was killed", async () => {
  lockCheckout();
  const waiting = workspace.printed("waiting for");
  const running = workspace.run("run", "compile", "--wait", "60");
  await waiting;
  holder.kill("SIGKILL");
  const run = await running;
  expect(run.exitCode).toBe(0);
  expect(run.output).toContain(`waiting for "./pipeline up" (process ${holder.pid}, since noon), at most 60 s`);
  expect(run.output).toMatch(/compile +passed/);
});

test.each([
  [["run", "compile"], "0", `"./pipeline up"`],
  [["up", "--detach"], "1", `gave up after 1 s: "./pipeline up"`],
])("%j with --wait %s is refused with code 6, and names the other", async (argv, seconds, text) => {
  lockCheckout();
  const run = await workspace.run(...argv, "--wait", seconds);
  expect(run.exitCode).toBe(6);
  expect(run.output).toContain(`${text} (process ${holder.pid}, since noon) uses this checkout`);
  expect(run.output.includes("waiting for")).toBe(seconds !== "0");
});

/** Runs a command while the environment is locked, until the command says that it waits; then to its end. */
async function runBehindLock(saysThatItWaits: () => Promise<unknown>, ...argv: readonly string[]) {
  const store = new FileStateStore(join(workspace.rootDirectory, ".data"));
  const waiting = await store.withLock("development", "a test", async () => {
    const says = saysThatItWaits();
    const run = workspace.run(...argv);
    await says;
    return { run };
  });
  if (!waiting.ok) throw new Error("the environment was locked already");
  return waiting.value.run;
}

test("a deployment and a rollback wait for another of their environment, also within a run", async () => {
  const first = await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  const second = await workspace.bundle("1.1.0");
  const line = () => workspace.printed('waiting for "a test" (');
  expect((await runBehindLock(line, "deploy", "development")).output).toContain(`deployed: ${second.id}`);
  expect((await runBehindLock(line, "rollback", "development")).output).toContain(`rolled back: ${first.id}`);
  const log = join(workspace.rootDirectory, ".pipeline/runs/latest/logs/deploy.log");
  const logged = () => vi.waitFor(() => expect(readFileSync(log, "utf8")).toContain("waiting for"), WAIT);
  rmSync(join(workspace.rootDirectory, ".pipeline/runs"), { recursive: true });
  expect((await runBehindLock(logged, "up", "--detach")).exitCode).toBe(0);
  expect((await workspace.run("status", "development")).output).toContain(`${second.id}  100 % of traffic`);
});

test("a deployment that is not to wait is refused with code 6", async () => {
  await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  await workspace.bundle("1.1.0");
  const store = new FileStateStore(join(workspace.rootDirectory, ".data"));
  const refused = await store.withLock("development", "a test", () =>
    workspace.run("deploy", "development", "--wait", "0"),
  );
  expect(refused).toMatchObject({ value: { exitCode: 6 } });
});

test("a wait that is no number is refused by its name", async () => {
  const run = await workspace.run("run", "--wait", "soon");
  expect(run.exitCode).toBe(2);
  expect(run.output).toContain('--wait is "soon"');
  rmSync(join(workspace.rootDirectory, ".pipeline"), { recursive: true, force: true });
});
