import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clean, pruneRuns } from "./clean.ts";
import { layoutOf } from "./layout.ts";
import { acquireLock } from "./run-lock.ts";
import { temporaryCheckout } from "./testing/temporary-checkout.ts";
import type { TemporaryCheckout } from "./testing/temporary-checkout.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 0, 31);

function makeRuns(checkout: TemporaryCheckout, days: readonly number[]): readonly string[] {
  return days.map((day, index) => {
    const runId = `202601${String(day).padStart(2, "0")}-000000-${index}aaaaa`;
    mkdirSync(join(layoutOf(checkout.root).runs, runId), { recursive: true });
    return runId;
  });
}

const aJob = (size: number) => ({
  name: "make",
  inputs: ["n"],
  outputs: ["out"],
  command: `mkdir out && head -c ${size} /dev/zero > out/zeros && cat n >> out/zeros`,
});

test.each([
  [{ keepCount: 2, maxAgeMs: 100 * DAY_MS }, 2],
  [{ keepCount: 9, maxAgeMs: 10 * DAY_MS }, 1],
  [{ keepCount: 9, maxAgeMs: 11 * DAY_MS }, 2],
  [{ keepCount: 9, maxAgeMs: 100 * DAY_MS }, 4],
  [{ keepCount: 0, maxAgeMs: 0 }, 1],
])("with limits %j, %i of four runs stay, the newest in any case", (limits, count) => {
  using checkout = temporaryCheckout();
  const runs = makeRuns(checkout, [10, 15, 20, 25]);
  symlinkSync(runs[3] ?? "", layoutOf(checkout.root).latest);
  const removed = pruneRuns(checkout.root, { ...limits, now: () => NOW_MS });
  expect(removed).toBe(4 - count);
  expect(readdirSync(layoutOf(checkout.root).runs).sort()).toEqual([...runs.slice(4 - count), "latest"]);
});

test("a run under way stays, and cleaning is refused meanwhile", () => {
  using checkout = temporaryCheckout();
  const [busy = ""] = makeRuns(checkout, [10, 25]);
  const lock = acquireLock({ path: layoutOf(checkout.root).lock, runId: busy, command: "", since: "" });
  pruneRuns(checkout.root, { keepCount: 0, now: () => NOW_MS });
  expect(existsSync(join(layoutOf(checkout.root).runs, busy))).toBe(true);
  expect(clean(checkout.root)).toMatchObject({ ok: false, error: { kind: "locked", holder: { runId: busy } } });
  if (lock.ok) lock.value.release();
  expect(clean(checkout.root).ok).toBe(true);
});

test("the least recently used results go first when the cache is full, with what only they need", async () => {
  using checkout = temporaryCheckout();
  const runWith = async (n: string, options = {}) => {
    checkout.write("n", n);
    return (await checkout.run([aJob(1000)], options)).statusOf("make");
  };
  const times = ["1", "2", "3"].map((n, index) => ({ n, now: () => Date.now() - 10_000 + index * 1000 }));
  for (const { n, now } of times) await runWith(n, { now });
  ageEntries(checkout);
  await runWith("1");
  await runWith("4", { cacheLimits: { maxBytes: 2 * 1001 } });
  expect(readdirSync(layoutOf(checkout.root).entries)).toHaveLength(2);
  expect(blobCount(checkout)).toBe(2);
  expect([await runWith("4"), await runWith("1"), await runWith("2")]).toEqual(["restored", "restored", "passed"]);
});

test.each([
  [30 * DAY_MS, 1],
  [30 * DAY_MS + 1, 0],
])("a result not used for %i ms stays or goes: %i left", async (ageMs, count) => {
  using checkout = temporaryCheckout({ n: "1" });
  const storedAtMs = Date.UTC(2026, 0, 1);
  await checkout.run([aJob(10)], { now: () => storedAtMs });
  for (const name of readdirSync(layoutOf(checkout.root).entries))
    utimesSync(join(layoutOf(checkout.root).entries, name), storedAtMs / 1000, storedAtMs / 1000);
  expect(clean(checkout.root, { now: () => storedAtMs + ageMs }).ok).toBe(true);
  expect(readdirSync(layoutOf(checkout.root).entries)).toHaveLength(count);
  expect(blobCount(checkout)).toBe(count);
});

test("cleaning everything leaves nothing that breaks the next run", async () => {
  using checkout = temporaryCheckout({ n: "1" });
  await checkout.run([aJob(10)]);
  const removed = clean(checkout.root, { everything: true });
  expect(removed).toMatchObject({ ok: true, value: { runCount: 1, entryCount: 1 } });
  expect(readdirSync(join(checkout.root, ".pipeline"))).toEqual(["groups"]);
  expect((await checkout.run([aJob(10)])).statusOf("make")).toBe("passed");
});

test("cleaning a checkout in which nothing ever ran does nothing", () => {
  using checkout = temporaryCheckout();
  expect(clean(checkout.root)).toEqual({ ok: true, value: { runCount: 0, entryCount: 0, byteCount: 0 } });
});

test("a cache folder that goes between two runs is made again", async () => {
  using checkout = temporaryCheckout({ n: "1" });
  await checkout.run([aJob(10)]);
  rmSync(layoutOf(checkout.root).cache, { recursive: true });
  expect((await checkout.run([aJob(10)])).statusOf("make")).toBe("passed");
  expect((await checkout.run([aJob(10)])).statusOf("make")).toBe("restored");
});

/** As if the results had been stored an hour apart, oldest first, an hour ago. */
function ageEntries(checkout: TemporaryCheckout): void {
  const { entries } = layoutOf(checkout.root);
  for (const name of readdirSync(entries)) {
    const { storedAtMs } = JSON.parse(checkout.read(`.pipeline/cache/entries/${name}`).split("\n")[1] ?? "") as {
      storedAtMs: number;
    };
    const seconds = storedAtMs / 1000 - 3600;
    utimesSync(join(entries, name), seconds, seconds);
  }
}

function blobCount(checkout: TemporaryCheckout): number {
  const { blobs } = layoutOf(checkout.root);
  return readdirSync(blobs).flatMap((shard) => readdirSync(join(blobs, shard))).length;
}
