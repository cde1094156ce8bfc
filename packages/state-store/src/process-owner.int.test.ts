import { spawn } from "node:child_process";
import { once } from "node:events";
import { readBootId, readStartTime } from "@ecommerce-cart/process-identity";
import { expect, test } from "vitest";
import { machineProcesses } from "./process-owner.ts";

test("a running process keeps its identity, and is alive", async () => {
  const self = await machineProcesses.self("test");
  expect(self.pid).toBe(process.pid);
  expect((await machineProcesses.self("again")).startIdentity).toBe(self.startIdentity);
  expect(await machineProcesses.isAlive(self)).toBe(true);
});

test("another process that has the pid by now is not the owner", async () => {
  const self = await machineProcesses.self("test");
  expect(await machineProcesses.isAlive({ ...self, startIdentity: "another boot:1" })).toBe(false);
});

test("an owner is alive until it has exited", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  const pid = child.pid ?? 0;
  const startIdentity = `${readBootId()}:${readStartTime(pid)}`;
  const owner = { ...(await machineProcesses.self("test")), pid, startIdentity };
  expect(await machineProcesses.isAlive(owner)).toBe(true);
  const exited = once(child, "exit");
  child.stdin.end();
  await exited;
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
