import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileStateStore } from "./file-state-store.ts";
import type { FileStateStoreOptions } from "./file-state-store.ts";
import type { LockPatience } from "./environment-lock.ts";
import { LeaseFolder } from "./lease-folder.ts";
import { machineProcesses } from "./process-owner.ts";
import type { ProcessOwner } from "./process-owner.ts";
import type { Locked } from "./state-store.ts";

let directory: string;
let lockFolder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lock-"));
  lockFolder = join(directory, "environments", "dev", "lock");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

function aStore(options: FileStateStoreOptions = {}): FileStateStore {
  return new FileStateStore(directory, options);
}

async function takeToken(store = aStore()): Promise<number> {
  const held = await store.withLock("dev", "test", async (lease) => lease.token);
  if (!held.ok) throw new Error(JSON.stringify(held.error));
  return held.value;
}

/** Leaves a lease in the folder as another process would have written it. */
async function leaveLease(holder: Partial<ProcessOwner>, expiresInMs: number): Promise<void> {
  await takeToken();
  const [name] = await readdir(lockFolder);
  const lease = {
    token: 1,
    holder: { ...(await machineProcesses.self("deploy dev")), ...holder },
    since: "2026-01-01T00:00:00.000Z",
    expiresAt: new Date(Date.now() + expiresInMs).toISOString(),
  };
  await writeFile(join(lockFolder, name ?? ""), JSON.stringify(lease));
}

async function startTaker(): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "testing", "lock-taker.ts");
  const child = fork(script, [directory], { execArgv: ["--conditions=source"] });
  children.push(child);
  await nextMessage(child);
  return child;
}

async function nextMessage(child: ChildProcess): Promise<string> {
  const [message] = await once(child, "message");
  return String(message);
}

test("a free lock is taken, and free again afterwards, however the work ends", async () => {
  expect(await takeToken()).toBe(1);
  await expect(aStore().withLock("dev", "test", () => Promise.reject(new Error("bug")))).rejects.toThrow("bug");
  expect(await takeToken()).toBe(3);
  expect(await aStore().lockHolder("dev")).toEqual({ ok: true, value: undefined });
});

test("a living holder is named, with what it does and since when", async () => {
  const refusal = await aStore().withLock("dev", "deploy dev", async (lease) => ({
    lease,
    second: await aStore().withLock("dev", "rollback dev", async () => undefined),
  }));
  if (!refusal.ok || refusal.value.second.ok) throw new Error("expected a refusal");
  expect(refusal.value.second.error).toMatchObject({
    kind: "locked",
    holder: { pid: process.pid, host: hostname(), command: "deploy dev" },
    since: expect.stringMatching(/^\d{4}-/),
  });
});

test("environments have locks of their own", async () => {
  const both = await aStore().withLock("dev", "test", () => aStore().withLock("staging", "test", async () => "both"));
  expect(both).toEqual({ ok: true, value: { ok: true, value: "both" } });
});

test("a holder whose pid is gone is taken over at once", async () => {
  await leaveLease({ pid: 2 ** 22 + 1 }, 60_000);
  expect(await takeToken()).toBe(2);
});

test("a holder whose pid is another process now is taken over at once", async () => {
  await leaveLease({ startIdentity: "an earlier process" }, 60_000);
  expect(await takeToken()).toBe(2);
});

test("a holder on another machine is waited for until its lease ends", async () => {
  await leaveLease({ host: "another", startIdentity: "unknowable" }, 60_000);
  expect(await aStore().lockHolder("dev")).toMatchObject({ value: { holder: { host: "another" } } });
  await leaveLeaseAgain(-1);
  expect(await takeToken()).toBe(2);
});

/** The lease of `leaveLease`, with another end. */
async function leaveLeaseAgain(expiresInMs: number): Promise<void> {
  const path = join(lockFolder, "1.json");
  const lease = JSON.parse(await readFile(path, "utf8")) as object;
  await writeFile(path, JSON.stringify({ ...lease, expiresAt: new Date(Date.now() + expiresInMs).toISOString() }));
}

test("a living holder that does not renew is taken over when its lease has ended, not before", async () => {
  await leaveLease({}, 60_000);
  expect(await aStore().lockHolder("dev")).toMatchObject({ value: { kind: "locked" } });
  await leaveLeaseAgain(-1);
  expect(await takeToken()).toBe(2);
});

test("a taker that waits is told for whom, once, and gets the lock when its holder is killed", async () => {
  const taker = await startTaker();
  taker.send("dev");
  expect(await nextMessage(taker)).toBe("won 1");
  const waitedFor: number[] = [];
  const onWaiting = ({ holder }: Locked): void => {
    waitedFor.push(holder.pid);
    taker.kill("SIGKILL");
  };
  expect(await takeToken(aStore({ patience: { waitMs: 60_000, onWaiting } }))).toBe(2);
  expect(waitedFor).toEqual([taker.pid]);
});

test("waiting has an end, by time or by interruption, and then the holder is named", async () => {
  await leaveLease({}, 60_000);
  const refused = (patience: LockPatience) => aStore({ patience }).withLock("dev", "second", async () => "taken");
  const locked = { ok: false, error: { kind: "locked", holder: { pid: process.pid } } };
  expect(await refused({ waitMs: 50 })).toMatchObject(locked);
  const interruption = new AbortController();
  const onWaiting = (): void => interruption.abort();
  expect(await refused({ waitMs: 60_000, onWaiting, signal: interruption.signal })).toMatchObject(locked);
});

test("a lease that was taken away, as on a disk too full to write its release, is free and its token spent", async () => {
  await leaveLease({}, 60_000);
  const folder = new LeaseFolder(join(directory, "environments", "dev"));
  const held = await folder.newest();
  if (!held.ok || held.value === undefined) throw new Error("there is no lease");
  await folder.remove(held.value);
  expect(await aStore().lockHolder("dev")).toEqual({ ok: true, value: undefined });
  expect(await takeToken()).toBe(2);
});

test("a holder that works longer than its lease renews it", async () => {
  const store = aStore({ leaseMs: 900 });
  const held = await store.withLock("dev", "long", async (lease) => {
    const first = await expiry();
    await waitUntil(async () => (await expiry()) > first + 900);
    expect(lease.signal.aborted).toBe(false);
    return store.withLock("dev", "second", async () => "taken");
  });
  expect(held).toMatchObject({ ok: true, value: { ok: false, error: { kind: "locked" } } });
});

async function expiry(): Promise<number> {
  const [name] = (await readdir(lockFolder)).filter((file) => !file.startsWith("."));
  const lease = JSON.parse(await readFile(join(lockFolder, name ?? ""), "utf8")) as { expiresAt: string };
  return Date.parse(lease.expiresAt);
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("the condition did not come true within 10 s");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("a holder whose lock is deleted, or taken over, is told that it lost its lease", async () => {
  const tellLoss = async (takeAway: () => Promise<unknown>): Promise<unknown> => {
    const held = await aStore({ leaseMs: 60 }).withLock("dev", "long", async (lease) => {
      await takeAway();
      await waitUntil(async () => lease.signal.aborted);
      return lease.signal.reason as unknown;
    });
    return held.ok && held.value;
  };
  expect(await tellLoss(() => rm(lockFolder, { recursive: true }))).toEqual({ kind: "lease-lost", token: 1 });
  const stealing = aStore({ processes: { ...machineProcesses, isAlive: async () => false } });
  expect(await tellLoss(() => takeToken(stealing))).toEqual({ kind: "lease-lost", token: 2 });
});

test("tokens go on rising when the lock is deleted", async () => {
  expect([await takeToken(), await takeToken()]).toEqual([1, 2]);
  await rm(lockFolder, { recursive: true });
  expect(await takeToken()).toBe(3);
});

test("tokens go on rising when the counter is lost but the lock is there", async () => {
  expect([await takeToken(), await takeToken()]).toEqual([1, 2]);
  await rm(join(directory, "environments", "dev", "fencing-token"));
  expect(await takeToken()).toBe(3);
});

test.each(["", "{", "[]", '{"token":1}', '{"token":1,"holder":{},"since":"x","expiresAt":"y"}'])(
  "a lease damaged to %j is named with what to do",
  async (content) => {
    await takeToken();
    await writeFile(join(lockFolder, "1.json"), content);
    const held = await aStore().withLock("dev", "test", async () => undefined);
    expect(held).toMatchObject({ ok: false, error: { kind: "damaged-file", path: join(lockFolder, "1.json") } });
    expect(held.ok || (held.error.kind === "damaged-file" && held.error.advice)).toContain("delete the file");
  },
);

test.each(["", "x", "-1", "1.5"])("a counter damaged to %j is named", async (content) => {
  await takeToken();
  await writeFile(join(directory, "environments", "dev", "fencing-token"), content);
  const held = await aStore().withLock("dev", "test", async () => undefined);
  expect(held).toMatchObject({
    ok: false,
    error: { kind: "damaged-file", path: expect.stringContaining("fencing-token") },
  });
});

test("leases of earlier holders are cleared away", async () => {
  for (let count = 0; count < 3; count += 1) await takeToken();
  expect(await readdir(lockFolder)).toEqual(["3.json"]);
});

test("of two processes that race for a lock, exactly one wins, 50 times over, with tokens that only rise", async () => {
  const racers = [await startTaker(), await startTaker()];
  const tokens: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const answers = racers.map(nextMessage);
    for (const racer of racers) racer.send("dev");
    const outcomes = await Promise.all(answers);
    expect(outcomes.map((outcome) => outcome.split(" ")[0]).toSorted()).toEqual(["locked", "won"]);
    const winner = outcomes.findIndex((outcome) => outcome.startsWith("won"));
    tokens.push(Number(outcomes[winner]?.split(" ")[1]));
    const released = nextMessage(racers[winner] as ChildProcess);
    racers[winner]?.send("release");
    expect(await released).toBe("released");
  }
  expect(tokens).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
});

test("of two processes that race for the lock of a dead holder, exactly one wins, 50 times over", async () => {
  const racers = [await startTaker(), await startTaker()];
  for (let round = 0; round < 50; round += 1) {
    lockFolder = join(directory, "environments", `dev-${round}`, "lock");
    await aStore().withLock(`dev-${round}`, "test", async () => undefined);
    const dead = { ...(await machineProcesses.self("killed")), startIdentity: "gone" };
    const times = { since: new Date().toISOString(), expiresAt: new Date(Date.now() + 60_000).toISOString() };
    await writeFile(join(lockFolder, "1.json"), JSON.stringify({ token: 1, holder: dead, ...times }));
    const answers = racers.map(nextMessage);
    for (const racer of racers) racer.send(`dev-${round}`);
    const outcomes = await Promise.all(answers);
    expect(outcomes.toSorted()).toEqual(["locked", "won 2"]);
    const winner = racers[outcomes.indexOf("won 2")] as ChildProcess;
    const released = nextMessage(winner);
    winner.send("release");
    await released;
  }
});

test("a holder killed with SIGKILL is taken over at once", async () => {
  const holder = await startTaker();
  const answer = nextMessage(holder);
  holder.send("dev");
  expect(await answer).toBe("won 1");
  expect(await aStore().lockHolder("dev")).toMatchObject({ value: { holder: { pid: holder.pid, command: "race" } } });
  const exited = once(holder, "exit");
  holder.kill("SIGKILL");
  await exited;
  expect(await takeToken()).toBe(2);
});
