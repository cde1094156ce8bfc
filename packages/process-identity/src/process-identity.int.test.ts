import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import {
  isAlive,
  isSameProcess,
  ownIdentity,
  readBootId,
  readCommandLine,
  readStartTime,
  signalProcess,
  waitUntilGone,
} from "./index.ts";

async function aSleeper() {
  const child = spawn(process.execPath, ["-e", "console.log('up'); setInterval(() => {}, 1000)", "marker word"]);
  await once(child.stdout, "data");
  const pid = child.pid ?? 0;
  return { child, identity: { pid, startedAt: readStartTime(pid) ?? "" } };
}

test("a process is itself, and not another one that has its pid", async () => {
  const { child, identity } = await aSleeper();

  expect(isSameProcess(identity)).toBe(true);
  expect(isSameProcess({ ...identity, startedAt: "another time" })).toBe(false);
  expect(readStartTime(identity.pid)).toBe(identity.startedAt);

  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isSameProcess(identity)).toBe(false);
});

test("only the very process is signalled", async () => {
  const { identity } = await aSleeper();

  expect(signalProcess({ ...identity, startedAt: "another time" }, "SIGKILL")).toBe(false);
  expect(await waitUntilGone(identity, 0)).toBe(false);
  expect(signalProcess(identity, "SIGKILL")).toBe(true);
  expect(await waitUntilGone(identity, 10_000)).toBe(true);
  expect(signalProcess(identity, "SIGKILL")).toBe(false);
});

test("a command line is read word by word", async () => {
  const { identity } = await aSleeper();

  expect(readCommandLine(identity.pid).some((word) => word.includes("marker word"))).toBe(true);
  signalProcess(identity, "SIGKILL");
  await waitUntilGone(identity, 10_000);
  expect(readCommandLine(identity.pid).join("")).toBe("");
});

test.each([0, -1, 1.5, 2 ** 30])("there is no process %d", (pid) => {
  expect(readStartTime(pid)).toBeUndefined();
});

test("this process is alive, and known by its start as well as its number", () => {
  const own = ownIdentity();
  expect(own.pid).toBe(process.pid);
  expect(isAlive(own)).toBe(true);
  expect(isAlive({ ...own, startedAt: "1" })).toBe(false);
});

test("one whose start could not be told lives as long as its pid does, and is never signalled", async () => {
  const { identity } = await aSleeper();
  const unknown = { ...identity, startedAt: "" };

  expect(isAlive(unknown)).toBe(true);
  expect(isSameProcess(unknown)).toBe(false);
  expect(signalProcess(unknown, "SIGKILL")).toBe(false);
  signalProcess(identity, "SIGKILL");
  await waitUntilGone(identity, 10_000);
  expect(isAlive(unknown)).toBe(false);
});

test("a boot is itself for as long as it lasts", () => {
  expect(readBootId()).toBe(readBootId());
  expect(readBootId("darwin")).toBe("");
});

test.runIf(spawnSync("ps", ["-V"]).status === 0)("elsewhere, ps tells the start", () => {
  expect(readStartTime(process.pid, "darwin")).toBe(readStartTime(process.pid, "darwin"));
  expect(readStartTime(process.pid, "darwin")).toMatch(/\d\d:\d\d:\d\d \d{4}$/);
  expect(readStartTime(2 ** 30, "darwin")).toBeUndefined();
});
