import { describe, expect, test } from "vitest";
import { ensureEnvironment } from "./index.ts";
import {
  deploy,
  eventually,
  expectOk,
  get,
  killAndWait,
  pidsOf,
  sendTraffic,
  statusOf,
  useTestEnvironments,
} from "./testing/test-environments.ts";

const environments = useTestEnvironments();

describe("kill -9", () => {
  test("of a web process: another one takes its place, on a new port, and is served", async () => {
    const target = await environments.start();
    const release = environments.aRelease();
    await deploy(target, release);
    const killed = (await statusOf(target)).instances.find(({ role }) => role === "web");

    await killAndWait(killed?.pid);

    const successor = await eventually(
      async () =>
        (await statusOf(target)).instances.find(
          ({ role, slot, pid, isHealthy }) =>
            role === "web" && slot === killed?.slot && pid !== killed.pid && isHealthy,
        ),
      "a healthy successor",
    );
    await eventually(
      async () => ((await get(target)).body as { readonly pid?: number }).pid === successor.pid,
      "a request to the successor",
    );
  });

  test("of all web processes at once: they come back, and the release keeps its share", async () => {
    const target = await environments.start();
    const release = environments.aRelease();
    await deploy(target, release);
    const { instances } = await statusOf(target);

    await Promise.all(instances.map(({ pid }) => killAndWait(pid)));

    expectOk(await target.waitUntilHealthy(release.id, 20_000));
    await eventually(async () => (await get(target)).status === 200, "an answer");
    expect(expectOk(await target.current()).groups).toMatchObject([{ weightPercent: 100, healthyCount: 2 }]);
  });

  test("of the worker: it is started again", async () => {
    const target = await environments.start();
    await deploy(target, environments.aRelease());
    const worker = async () => (await statusOf(target)).instances.find(({ role }) => role === "worker");
    const killed = await eventually(worker, "a worker");

    await killAndWait(killed.pid);

    await eventually(async () => {
      const successor = await worker();
      return successor !== undefined && successor.pid !== killed.pid && successor.isHealthy;
    }, "another worker");
  });

  test("of the router: another one serves the same routes on the same port", async () => {
    const target = await environments.start();
    const release = environments.aRelease();
    await deploy(target, release);
    const before = await statusOf(target);

    await killAndWait(before.router?.pid);

    await eventually(
      () =>
        get(target).then(
          ({ status }) => status === 200,
          () => false,
        ),
      "an answer through a new router",
    );
    const after = await statusOf(target);
    expect(after.url).toBe(before.url);
    expect(after.router?.pid).not.toBe(before.router?.pid);
  });

  test("of the supervisor: traffic goes on, and the next call brings up one that adopts every process", async () => {
    const target = await environments.start();
    const release = environments.aRelease();
    await deploy(target, release);
    const before = await statusOf(target);
    const traffic = sendTraffic(`${before.url}/`);

    await killAndWait(before.supervisor.pid);
    const after = await eventually(async () => {
      const status = await statusOf(target);
      return status.isReady && status.instances.every(({ isHealthy }) => isHealthy) && status;
    }, "a supervisor that knows all");

    expect(after.supervisor.pid).not.toBe(before.supervisor.pid);
    expect(pidsOf(after).slice(1)).toEqual(pidsOf(before).slice(1));
    const next = environments.aRelease("serves", "2.0.0");
    await deploy(target, next, 2);
    expectOk(await target.retire(release.id, 2));
    const { failures } = await traffic.stop();
    expect(failures).toEqual([]);
    expect(await get(target)).toMatchObject({ body: { releaseId: next.id } });
  });

  test("of the supervisor: the highest token and a crash loop are not forgotten", async () => {
    const target = await environments.start();
    const bad = environments.aRelease("crashes");
    expectOk(await target.stage(bad, 1, 9));

    await killAndWait((await statusOf(target)).supervisor.pid);

    expect(await target.retire(bad.id, 8)).toMatchObject({ error: { kind: "stale-fencing-token", seen: 9 } });
    expect(await target.waitUntilHealthy(bad.id, 30_000)).toMatchObject({ error: { kind: "did-not-become-healthy" } });
  });

  test("of PostgreSQL: it is back on the same port, with its data", async () => {
    const own = environments.aConfig({}, "own database");
    const target = expectOk(await ensureEnvironment(own));
    const before = await statusOf(target);
    const pid = before.postgres?.pid ?? 0;

    await killAndWait(pid);

    const after = await eventually(async () => {
      const status = await statusOf(target);
      return status.isReady && status.postgres?.pid !== pid && status;
    }, "another PostgreSQL");
    expect(after.postgres?.port).toBe(before.postgres?.port);
    expect(after.supervisor.pid).toBe(before.supervisor.pid);
  });

  test("of the supervisor and PostgreSQL: both are back, and the instances stayed", async () => {
    const own = environments.aConfig({}, "own database");
    const target = expectOk(await ensureEnvironment(own));
    await deploy(target, environments.aRelease());
    const before = await statusOf(target);

    await killAndWait(before.supervisor.pid);
    await killAndWait(before.postgres?.pid);
    const again = expectOk(await ensureEnvironment(own));

    const after = await statusOf(again);
    expect(after.postgres?.port).toBe(before.postgres?.port);
    expect(after.instances.map(({ pid }) => pid)).toEqual(before.instances.map(({ pid }) => pid));
  });
});
