import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { isSameProcess, readCommandLine, readStartTime, signalProcess, waitUntilGone } from "./index.ts";

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
