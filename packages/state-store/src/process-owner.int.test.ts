import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { machineProcesses, readStartIdentity } from "./process-owner.ts";

test("a running process keeps its identity, and is alive", async () => {
  const self = await machineProcesses.self("test");
  expect(self.pid).toBe(process.pid);
  expect(await readStartIdentity(process.pid)).toBe(self.startIdentity);
  expect(await machineProcesses.isAlive(self)).toBe(true);
});

test("two processes have different identities or pids, and one that has exited is dead", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  const startIdentity = await readStartIdentity(child.pid ?? 0);
  expect(startIdentity).toBeDefined();
  const exited = once(child, "exit");
  child.stdin.end();
  await exited;
  const owner = { ...(await machineProcesses.self("test")), pid: child.pid ?? 0, startIdentity: startIdentity ?? "" };
  expect(await machineProcesses.isAlive(owner)).toBe(false);
});

test("an owner whose start time could not be told is called neither alive nor dead", async () => {
  const self = await machineProcesses.self("test");
  expect(await machineProcesses.isAlive({ ...self, startIdentity: "unknown" })).toBeUndefined();
});

test("an owner on another machine can be called neither alive nor dead", async () => {
  const self = await machineProcesses.self("test");
  expect(await machineProcesses.isAlive({ ...self, host: "another" })).toBeUndefined();
});
