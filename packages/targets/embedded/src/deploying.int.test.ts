import { mkdirSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Release } from "@ecommerce-cart/release";
import { expect, test } from "vitest";
import {
  deploy,
  eventually,
  expectOk,
  get,
  pidsOf,
  sendTraffic,
  statusOf,
  useTestEnvironments,
} from "./testing/test-environments.ts";

const environments = useTestEnvironments();

test("a release that was staged, became healthy and got the traffic is served", async () => {
  const target = await environments.start();
  const release = environments.aRelease();

  await deploy(target, release);

  expect(await get(target)).toMatchObject({ status: 200, body: { releaseId: release.id, secret: "s3cret" } });
  const { groups } = expectOk(await target.current());
  expect(groups).toMatchObject([{ release, webCount: 2, healthyCount: 2, weightPercent: 100, inFlightCount: 0 }]);
  expect(groups[0]?.addresses).toHaveLength(2);
});

test("workers run while the release has a share, and not before", async () => {
  const target = await environments.start();
  const release = environments.aRelease();
  const workers = async () => (await statusOf(target)).instances.filter(({ role }) => role === "worker");

  expectOk(await target.stage(release, 1, 1));
  expectOk(await target.waitUntilHealthy(release.id, 20_000));
  expect(await workers()).toHaveLength(0);

  expectOk(await target.setWeights(new Map([[release.id, 100]]), 1));
  const port = await eventually(async () => (await workers())[0]?.port, "a worker that listens");
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain(release.id);
  expect(await get(target)).toMatchObject({ status: 200, body: { releaseId: release.id } });
});

test("a switch and the retirement of the old release drop no request", async () => {
  const target = await environments.start();
  const [old, next] = [environments.aRelease("serves", "1.0.0"), environments.aRelease("serves", "2.0.0")];
  await deploy(target, old);
  const traffic = sendTraffic(`${(await statusOf(target)).url}/?ms=5`);

  await deploy(target, next, 2);
  expect(expectOk(await target.drain(old.id, 5_000))).toEqual({ kind: "drained" });
  expectOk(await target.retire(old.id, 2));

  const { sent, failures } = await traffic.stop();
  expect(failures).toEqual([]);
  expect(sent).toBeGreaterThan(2);
  expect(await get(target)).toMatchObject({ body: { releaseId: next.id } });
  expect((await statusOf(target)).instances.every(({ releaseId }) => releaseId === next.id)).toBe(true);
});

test("every change may be repeated", async () => {
  const target = await environments.start();
  const release = environments.aRelease();
  await deploy(target, release);
  const before = await statusOf(target);

  await deploy(target, release);

  expect(pidsOf(await statusOf(target))).toEqual(pidsOf(before));
  expectOk(await target.retire(release.id, 1));
  expectOk(await target.retire(release.id, 1));
  expect(expectOk(await target.current()).groups).toEqual([]);
});

test("fewer web processes are stopped, more are started", async () => {
  const target = await environments.start();
  const release = environments.aRelease();
  await deploy(target, release);
  const webCount = async () => (await statusOf(target)).instances.filter(({ role }) => role === "web").length;

  expectOk(await target.stage(release, 1, 1));
  await eventually(async () => (await webCount()) === 1, "one web process");
  expectOk(await target.stage(release, 3, 1));
  expectOk(await target.waitUntilHealthy(release.id, 20_000));
  expect(await webCount()).toBe(3);
});

test("a release that never becomes ready is refused traffic, and the deadline tells", async () => {
  const target = await environments.start();
  const [old, bad] = [environments.aRelease(), environments.aRelease("never-ready", "2.0.0")];
  await deploy(target, old);

  expectOk(await target.stage(bad, 1, 2));
  const waited = await target.waitUntilHealthy(bad.id, 700);
  const weighed = await target.setWeights(new Map([[bad.id, 100]]), 2);

  expect(waited).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy", releaseId: bad.id } });
  expect(weighed).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy" } });
  expect(await get(target)).toMatchObject({ body: { releaseId: old.id } });
});

test("a release that crashes at its start is hopeless long before the deadline, and its words are told", async () => {
  const target = await environments.start();
  const release = environments.aRelease("crashes");
  expectOk(await target.stage(release, 2, 1));
  const begunAt = Date.now();

  const waited = await target.waitUntilHealthy(release.id, 60_000);

  expect(Date.now() - begunAt).toBeLessThan(10_000);
  expect(waited).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy" } });
  expect(JSON.stringify(waited)).toContain("the configuration is wrong");
});

test("a release without its bundle is refused by name", async () => {
  const target = await environments.start();
  const release: Release = { ...environments.aRelease(), bundlePath: "releases/none" };

  const staged = await target.stage(release, 1, 1);

  expect(staged).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy" } });
  expect(JSON.stringify(staged)).toContain("releases/none is missing");
});

test("tasks run to their end, and their words are returned either way", async () => {
  const target = await environments.start();

  const good = await target.runTask(environments.aRelease(), "migrate", 1);
  const bad = await target.runTask(environments.aRelease("migration-fails"), "seed", 1);

  expect(expectOk(good)).toContain("with a database");
  expect(bad).toMatchObject({ ok: false, error: { kind: "task-failed", task: "seed", exitCode: 3 } });
  expect(JSON.stringify(bad)).toContain("no such table");
});

test("logs name the process of each line", async () => {
  const target = await environments.start();
  const release = environments.aRelease();
  await deploy(target, release);

  // The worker starts with the traffic, and writes its line a moment later.
  const lines = await eventually(async () => {
    const written = expectOk(await target.logs(release.id, 10));
    return written.length >= 3 && written;
  }, "a line of each process");

  expect(lines).toEqual([
    expect.stringMatching(/^web-1 \| .*listening/),
    expect.stringMatching(/^web-2 \| .*listening/),
    expect.stringMatching(/^worker-1 \| .*listening/),
  ]);
});

test("a retirement leaves the logs of what runs and of the last five that were retired", async () => {
  const target = await environments.start();
  const logs = join(environments.config.directory, "logs");
  const old = Array.from({ length: 6 }, (_, index) => `0.0.${index}-abc1234-0000000${index}`);
  for (const [index, name] of old.entries()) {
    mkdirSync(join(logs, name));
    utimesSync(join(logs, name), index, index);
  }
  const [serving, retired] = [environments.aRelease(), environments.aRelease("serves", "2.0.0")];
  await deploy(target, serving);
  expectOk(await target.stage(retired, 1, 1));
  expectOk(await target.waitUntilHealthy(retired.id, 20_000));

  expectOk(await target.retire(retired.id, 1));

  const kept = readdirSync(logs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(kept.map(({ name }) => name).sort()).toEqual([...old.slice(2), retired.id, serving.id].sort());
});

test("a release that was never staged is unknown", async () => {
  const target = await environments.start();
  const { id } = environments.aRelease();

  const unknown = { ok: false, error: { kind: "unknown-release", releaseId: id } };
  expect(await target.waitUntilHealthy(id, 1_000)).toEqual(unknown);
  expect(await target.setWeights(new Map([[id, 100]]), 1)).toEqual(unknown);
});

test("a token below the highest seen is refused for every change, an equal one is taken", async () => {
  const target = await environments.start();
  const release = environments.aRelease();
  await deploy(target, release, 7);
  const stale = { ok: false, error: { kind: "stale-fencing-token", seen: 7 } };

  expect(await target.stage(release, 1, 6)).toEqual(stale);
  expect(await target.setWeights(new Map([[release.id, 100]]), 6)).toEqual(stale);
  expect(await target.retire(release.id, 6)).toEqual(stale);
  expect(await target.runTask(release, "migrate", 6)).toEqual(stale);
  expect(await target.setWeights(new Map([[release.id, 100]]), 7)).toMatchObject({ ok: true });
});
