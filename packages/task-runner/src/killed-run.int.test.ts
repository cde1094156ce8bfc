import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStartTime } from "@ecommerce-cart/process-identity";
import { expect, test } from "vitest";
import { layoutOf } from "./layout.ts";
import { acquireLock, currentHolder } from "./run-lock.ts";
import type { LockHolder } from "./run-lock.ts";
import { describeRefusal, runPipeline } from "./run-pipeline.ts";
import { readIfPresent } from "./small-files.ts";
import { aRun, temporaryCheckout } from "./testing/temporary-checkout.ts";
import type { TemporaryCheckout } from "./testing/temporary-checkout.ts";
import { waitFor } from "./testing/wait-for.ts";

const DONE = { name: "done", command: "mkdir -p out && echo 1 > out/x", inputs: [], outputs: ["out"] };
const NEXT = { name: "next", command: "true", inputs: [], needs: ["done"] };

async function startHangingRun(checkout: TemporaryCheckout) {
  mkdirSync(join(checkout.root, ".data"));
  const script = join(import.meta.dirname, "testing", "run-and-hang.ts");
  const child = spawn(process.execPath, ["--conditions=source", script, checkout.root], { stdio: "inherit" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await waitFor(() => (readIfPresent(join(checkout.root, ".data/pid")) ?? "").endsWith("\n"));
  const jobPid = Number(checkout.read(".data/pid"));
  await waitFor(() => readIfPresent(join(layoutOf(checkout.root).groups, String(jobPid))) !== undefined);
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  return { jobPid, kill, pid: child.pid, [Symbol.dispose]: () => endGroup(jobPid) };
}

/** What a test leaves of the hanging job, where no run after it has ended it. */
function endGroup(pid: number): void {
  if (readStartTime(pid) !== undefined) process.kill(-pid, "SIGKILL");
}

test("a run that was killed is no obstacle: the next keeps what was stored and ends what was left", async () => {
  using checkout = temporaryCheckout();
  using hanging = await startHangingRun(checkout);
  await hanging.kill();
  expect(readStartTime(hanging.jobPid)).toBeDefined();
  const run = await checkout.run([DONE, NEXT]);
  expect([run.statusOf("done"), run.statusOf("next"), run.status]).toEqual(["restored", "passed", "passed"]);
  expect(run.warnings).toEqual(["ended 1 process groups that a killed run had left"]);
  await waitFor(() => readStartTime(hanging.jobPid) === undefined);
  expect(readlinkSync(layoutOf(checkout.root).latest)).toBe(run.runId);
});

test("a copy of a checkout whose run is under way does not end the original's processes", async () => {
  using checkout = temporaryCheckout();
  using copy = temporaryCheckout();
  using hanging = await startHangingRun(checkout);
  cpSync(layoutOf(checkout.root).groups, layoutOf(copy.root).groups, { recursive: true });
  const run = await copy.run([DONE]);
  expect([run.status, run.warnings]).toEqual(["passed", []]);
  expect(readStartTime(hanging.jobPid)).toBeDefined();
  await hanging.kill();
  await checkout.run([DONE]);
  await waitFor(() => readStartTime(hanging.jobPid) === undefined);
});

test("a second run of one checkout is refused and names the first, or waits for it", async () => {
  using checkout = temporaryCheckout();
  using hanging = await startHangingRun(checkout);
  const refused = await runPipeline(aRun(checkout.root, [NEXT, DONE]));
  const error = refused.ok ? undefined : refused.error;
  expect(error).toMatchObject({ kind: "locked", holder: { pid: hanging.pid, command: "a run" } });
  expect(error === undefined ? "" : describeRefusal(error)).toContain(`"a run" (process ${hanging.pid}, since `);
  const waitedFor: unknown[] = [];
  const onWaiting = (holder: LockHolder): void => void waitedFor.push(holder.pid);
  const waiting = checkout.run([DONE, NEXT], { waitForLockMs: 20_000, onWaiting });
  await waitFor(() => waitedFor.length > 0);
  await hanging.kill();
  expect((await waiting).status).toBe("passed");
  expect(waitedFor).toEqual([hanging.pid]);
});

test("waiting has an end, by time or by interruption, and then the holder is named", async () => {
  using checkout = temporaryCheckout();
  using hanging = await startHangingRun(checkout);
  const locked = { ok: false, error: { kind: "locked", holder: { pid: hanging.pid } } };
  expect(await runPipeline(aRun(checkout.root, [DONE], { waitForLockMs: 150 }))).toMatchObject(locked);
  const interruption = new AbortController();
  const onWaiting = (): void => interruption.abort();
  const options = { waitForLockMs: 60_000, onWaiting, signal: interruption.signal };
  expect(await runPipeline(aRun(checkout.root, [DONE], options))).toMatchObject(locked);
  await hanging.kill();
});

test("what a run asks for when it has the checkout comes before its first event, and may end it", async () => {
  using checkout = temporaryCheckout();
  const seen: string[] = [];
  const listeners = [({ type }: { readonly type: string }) => void seen.push(type)];
  await checkout.run([DONE], { listeners, onLocked: async () => void seen.push("locked") });
  expect(seen.slice(0, 2)).toEqual(["locked", "run-started"]);
  const refusing = { onLocked: () => Promise.reject(new Error("the port is taken")) };
  await expect(checkout.run([DONE], refusing)).rejects.toThrow("the port is taken");
  expect(currentHolder(layoutOf(checkout.root).lock)).toBeUndefined();
});

test("two runs in one process exclude each other too", async () => {
  using checkout = temporaryCheckout();
  const [first, second] = await Promise.all([
    runPipeline(aRun(checkout.root, [DONE])),
    runPipeline(aRun(checkout.root, [DONE])),
  ]);
  expect([first.ok, second.ok]).toEqual([true, false]);
});

test("the lock of a process that has died, or whose pid is another's now, is taken over", () => {
  using checkout = temporaryCheckout();
  const { lock: path } = layoutOf(checkout.root);
  const request = { path, runId: "new", command: "new", since: "2026-01-01T00:00:00.000Z" };
  const stale = { pid: process.pid, startedAt: "1", runId: "old", command: "old", since: "" };
  mkdirSync(join(checkout.root, ".pipeline"));
  writeFileSync(path, JSON.stringify(stale));
  const taken = acquireLock(request);
  expect(taken.ok && taken.value.takenOverFrom).toEqual(stale);
  expect(currentHolder(path)?.runId).toBe("new");
  if (taken.ok) taken.value.release();
  expect(currentHolder(path)).toBeUndefined();
});

test.each(["", "{", "null", '{"pid":"x"}'])("a damaged lock %j is taken over", (content) => {
  using checkout = temporaryCheckout();
  const { lock: path } = layoutOf(checkout.root);
  mkdirSync(join(checkout.root, ".pipeline"));
  writeFileSync(path, content);
  expect(acquireLock({ path, runId: "new", command: "", since: "" }).ok).toBe(true);
  expect(readdirSync(join(checkout.root, ".pipeline"))).toEqual(["lock"]);
});

test("a lock that another has taken meanwhile is not released", () => {
  using checkout = temporaryCheckout();
  const { lock: path } = layoutOf(checkout.root);
  const first = acquireLock({ path, runId: "first", command: "", since: "" });
  rmSync(path);
  acquireLock({ path, runId: "second", command: "", since: "" });
  if (first.ok) first.value.release();
  expect(currentHolder(path)?.runId).toBe("second");
});
