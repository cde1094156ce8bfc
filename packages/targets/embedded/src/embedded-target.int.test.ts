import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Release } from "@ecommerce-cart/release";
import type { Result } from "@ecommerce-cart/result";
import { ownIdentity, readCommandLine, readStartTime, waitUntilGone } from "@ecommerce-cart/process-identity";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { makePostgres } from "../../../services/src/testing/made-postgres.ts";
import type { MadePostgres } from "../../../services/src/testing/made-postgres.ts";
import { environmentLayout } from "./environment-layout.ts";
import { describeEnvironmentFailure, ensureEnvironment, findEnvironment, stopEnvironment } from "./index.ts";
import type { EmbeddedTarget, EnvironmentConfig, EnvironmentStatus } from "./index.ts";
import { writeFakeRelease } from "./testing/fake-release.ts";
import type { FakeBehaviour } from "./testing/fake-release.ts";

let rootDirectory: string;
let config: EnvironmentConfig;
let made: MadePostgres;

beforeAll(async () => {
  rootDirectory = mkdtempSync(join(tmpdir(), "ecommerce-cart-embedded-"));
  chmodSync(rootDirectory, 0o711);
  made = await makePostgres(join(rootDirectory, "postgres"));
});

afterAll(() => rmSync(rootDirectory, { recursive: true, force: true }));

afterEach(async () => {
  const stopped = await stopEnvironment(config.directory, { drainTimeoutMs: 500 });
  expect(stopped).toMatchObject({ ok: true });
});

let environmentCount = 0;

function aConfig(
  overrides: Partial<EnvironmentConfig> = {},
  database: "shared database" | "own database" = "shared database",
): EnvironmentConfig {
  environmentCount += 1;
  const directory = join(rootDirectory, "environments", String(environmentCount));
  if (database === "own database") made.copyTo(environmentLayout(directory).postgresDirectory);
  config = {
    name: "test",
    directory,
    rootDirectory,
    host: "127.0.0.1",
    port: 0,
    webCount: 2,
    workerCount: 1,
    shopEnvironment: { SECRET: "s3cret" },
    ...(database === "shared database" && { databaseUrl: inject("postgresUrl") }),
    stopTimeoutMs: 2_000,
    ...overrides,
  };
  return config;
}

function expectOk<T>(result: Result<T, unknown>): T {
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) throw new Error("unreachable");
  return result.value;
}

async function start(overrides: Partial<EnvironmentConfig> = {}): Promise<EmbeddedTarget> {
  return expectOk(await ensureEnvironment(aConfig(overrides)));
}

function aRelease(behaviour: FakeBehaviour = "serves", version = "1.0.0"): Release {
  return writeFakeRelease(rootDirectory, { version, behaviour });
}

/** Stages a release and gives it all of the traffic. */
async function deploy(target: EmbeddedTarget, release: Release, token = 1): Promise<void> {
  expectOk(await target.stage(release, 2, token));
  expectOk(await target.waitUntilHealthy(release.id, 20_000));
  expectOk(await target.setWeights(new Map([[release.id, 100]]), token));
}

async function statusOf(target: EmbeddedTarget): Promise<EnvironmentStatus> {
  return expectOk(await target.status());
}

async function eventually<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(20)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`not within 20 s: ${what}`);
}

async function get(target: EmbeddedTarget, path = "/"): Promise<{ readonly status: number; readonly body: unknown }> {
  const { url } = await statusOf(target);
  const response = await fetch(`${url}${path}`);
  const text = await response.text();
  return { status: response.status, body: response.ok ? (JSON.parse(text) as unknown) : text };
}

/** Sends one request after the other until it is stopped; counts what was not answered 200. */
function sendTraffic(url: string): {
  stop(): Promise<{ readonly sent: number; readonly failures: readonly string[] }>;
} {
  let isOn = true;
  const failures: string[] = [];
  let sent = 0;
  const sending = (async () => {
    while (isOn) {
      sent += 1;
      const answer = await fetch(url).then(
        async (response) => (await response.text(), response.status),
        (error: Error) => `${error.message} ${String(error.cause)}`,
      );
      if (answer !== 200) failures.push(String(answer));
      await delay(5);
    }
  })();
  return {
    stop: async () => {
      isOn = false;
      await sending;
      return { sent, failures };
    },
  };
}

/** Kills a process and waits until it is gone, as it is for whoever comes next. */
async function killAndWait(pid: number | undefined): Promise<void> {
  const identity = { pid: pid ?? 0, startedAt: readStartTime(pid ?? 0) ?? "" };
  process.kill(identity.pid, "SIGKILL");
  await waitUntilGone(identity, 10_000);
}

function isAlive(pid: number): boolean {
  return readStartTime(pid) !== undefined;
}

function pidsOf(status: EnvironmentStatus): readonly number[] {
  const services = [status.supervisor.pid, status.router?.pid, status.postgres?.pid].filter((pid) => pid !== undefined);
  return [...services, ...status.instances.map(({ pid }) => pid)];
}

describe("deploying", () => {
  test("a release that was staged, became healthy and got the traffic is served", async () => {
    const target = await start();
    const release = aRelease();

    await deploy(target, release);

    expect(await get(target)).toMatchObject({ status: 200, body: { releaseId: release.id, secret: "s3cret" } });
    const { groups } = expectOk(await target.current());
    expect(groups).toMatchObject([{ release, webCount: 2, healthyCount: 2, weightPercent: 100, inFlightCount: 0 }]);
    expect(groups[0]?.addresses).toHaveLength(2);
  });

  test("workers run while the release has a share, and not before", async () => {
    const target = await start();
    const release = aRelease();
    const workers = async () => (await statusOf(target)).instances.filter(({ role }) => role === "worker");

    expectOk(await target.stage(release, 1, 1));
    expectOk(await target.waitUntilHealthy(release.id, 20_000));
    expect(await workers()).toHaveLength(0);

    expectOk(await target.setWeights(new Map([[release.id, 100]]), 1));
    await eventually(async () => (await workers()).length === 1, "a worker");
  });

  test("a switch and the retirement of the old release drop no request", async () => {
    const target = await start();
    const [old, next] = [aRelease("serves", "1.0.0"), aRelease("serves", "2.0.0")];
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
    const target = await start();
    const release = aRelease();
    await deploy(target, release);
    const before = await statusOf(target);

    await deploy(target, release);

    expect(pidsOf(await statusOf(target))).toEqual(pidsOf(before));
    expectOk(await target.retire(release.id, 1));
    expectOk(await target.retire(release.id, 1));
    expect(expectOk(await target.current()).groups).toEqual([]);
  });

  test("fewer web processes are stopped, more are started", async () => {
    const target = await start();
    const release = aRelease();
    await deploy(target, release);
    const webCount = async () => (await statusOf(target)).instances.filter(({ role }) => role === "web").length;

    expectOk(await target.stage(release, 1, 1));
    await eventually(async () => (await webCount()) === 1, "one web process");
    expectOk(await target.stage(release, 3, 1));
    expectOk(await target.waitUntilHealthy(release.id, 20_000));
    expect(await webCount()).toBe(3);
  });

  test("a release that never becomes ready is refused traffic, and the deadline tells", async () => {
    const target = await start();
    const [old, bad] = [aRelease(), aRelease("never-ready", "2.0.0")];
    await deploy(target, old);

    expectOk(await target.stage(bad, 1, 2));
    const waited = await target.waitUntilHealthy(bad.id, 700);
    const weighed = await target.setWeights(new Map([[bad.id, 100]]), 2);

    expect(waited).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy", releaseId: bad.id } });
    expect(weighed).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy" } });
    expect(await get(target)).toMatchObject({ body: { releaseId: old.id } });
  });

  test("a release that crashes at its start is hopeless long before the deadline, and its words are told", async () => {
    const target = await start();
    const release = aRelease("crashes");
    expectOk(await target.stage(release, 2, 1));
    const begunAt = Date.now();

    const waited = await target.waitUntilHealthy(release.id, 60_000);

    expect(Date.now() - begunAt).toBeLessThan(10_000);
    expect(waited).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy" } });
    expect(JSON.stringify(waited)).toContain("the configuration is wrong");
  });

  test("a release without its bundle is refused by name", async () => {
    const target = await start();
    const release: Release = { ...aRelease(), bundlePath: "releases/none" };

    const staged = await target.stage(release, 1, 1);

    expect(staged).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy" } });
    expect(JSON.stringify(staged)).toContain("releases/none is missing");
  });

  test("tasks run to their end, and their words are returned either way", async () => {
    const target = await start();

    const good = await target.runTask(aRelease(), "migrate", 1);
    const bad = await target.runTask(aRelease("migration-fails"), "seed", 1);

    expect(expectOk(good)).toContain("with a database");
    expect(bad).toMatchObject({ ok: false, error: { kind: "task-failed", task: "seed", exitCode: 3 } });
    expect(JSON.stringify(bad)).toContain("no such table");
  });

  test("logs name the process of each line", async () => {
    const target = await start();
    const release = aRelease();
    await deploy(target, release);

    const lines = expectOk(await target.logs(release.id, 10));

    expect(lines).toEqual([
      expect.stringMatching(/^web-1 \| .*listening/),
      expect.stringMatching(/^web-2 \| .*listening/),
    ]);
  });

  test("a release that was never staged is unknown", async () => {
    const target = await start();
    const { id } = aRelease();

    const unknown = { ok: false, error: { kind: "unknown-release", releaseId: id } };
    expect(await target.waitUntilHealthy(id, 1_000)).toEqual(unknown);
    expect(await target.setWeights(new Map([[id, 100]]), 1)).toEqual(unknown);
  });

  test("a token below the highest seen is refused for every change, an equal one is taken", async () => {
    const target = await start();
    const release = aRelease();
    await deploy(target, release, 7);
    const stale = { ok: false, error: { kind: "stale-fencing-token", seen: 7 } };

    expect(await target.stage(release, 1, 6)).toEqual(stale);
    expect(await target.setWeights(new Map([[release.id, 100]]), 6)).toEqual(stale);
    expect(await target.retire(release.id, 6)).toEqual(stale);
    expect(await target.runTask(release, "migrate", 6)).toEqual(stale);
    expect(await target.setWeights(new Map([[release.id, 100]]), 7)).toMatchObject({ ok: true });
  });
});

describe("kill -9", () => {
  test("of a web process: another one takes its place, on a new port, and is served", async () => {
    const target = await start();
    const release = aRelease();
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
    const target = await start();
    const release = aRelease();
    await deploy(target, release);
    const { instances } = await statusOf(target);

    await Promise.all(instances.map(({ pid }) => killAndWait(pid)));

    expectOk(await target.waitUntilHealthy(release.id, 20_000));
    await eventually(async () => (await get(target)).status === 200, "an answer");
    expect(expectOk(await target.current()).groups).toMatchObject([{ weightPercent: 100, healthyCount: 2 }]);
  });

  test("of the worker: it is started again", async () => {
    const target = await start();
    await deploy(target, aRelease());
    const worker = async () => (await statusOf(target)).instances.find(({ role }) => role === "worker");
    const killed = await eventually(worker, "a worker");

    await killAndWait(killed.pid);

    await eventually(async () => {
      const successor = await worker();
      return successor !== undefined && successor.pid !== killed.pid && successor.isHealthy;
    }, "another worker");
  });

  test("of the router: another one serves the same routes on the same port", async () => {
    const target = await start();
    const release = aRelease();
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
    const target = await start();
    const release = aRelease();
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
    const next = aRelease("serves", "2.0.0");
    await deploy(target, next, 2);
    expectOk(await target.retire(release.id, 2));
    const { failures } = await traffic.stop();
    expect(failures).toEqual([]);
    expect(await get(target)).toMatchObject({ body: { releaseId: next.id } });
  });

  test("of the supervisor: the highest token and a crash loop are not forgotten", async () => {
    const target = await start();
    const bad = aRelease("crashes");
    expectOk(await target.stage(bad, 1, 9));

    await killAndWait((await statusOf(target)).supervisor.pid);

    expect(await target.retire(bad.id, 8)).toMatchObject({ error: { kind: "stale-fencing-token", seen: 9 } });
    expect(await target.waitUntilHealthy(bad.id, 30_000)).toMatchObject({ error: { kind: "did-not-become-healthy" } });
  });

  test("of PostgreSQL: it is back on the same port, with its data", async () => {
    const own = aConfig({}, "own database");
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
    const own = aConfig({}, "own database");
    const target = expectOk(await ensureEnvironment(own));
    await deploy(target, aRelease());
    const before = await statusOf(target);

    await killAndWait(before.supervisor.pid);
    await killAndWait(before.postgres?.pid);
    const again = expectOk(await ensureEnvironment(own));

    const after = await statusOf(again);
    expect(after.postgres?.port).toBe(before.postgres?.port);
    expect(after.instances.map(({ pid }) => pid)).toEqual(before.instances.map(({ pid }) => pid));
  });
});

describe("stopping", () => {
  test("leaves no process, and a request under way is answered first", async () => {
    const own = aConfig({}, "own database");
    const target = expectOk(await ensureEnvironment(own));
    await deploy(target, aRelease());
    const status = await statusOf(target);
    const slow = fetch(`${status.url}/?ms=800`);
    await eventually(
      async () => (expectOk(await target.current()).groups[0]?.inFlightCount ?? 0) > 0,
      "a request under way",
    );

    const report = expectOk(await stopEnvironment(config.directory));

    expect((await slow).status).toBe(200);
    expect(pidsOf(status).filter(isAlive)).toEqual([]);
    expect(report.stopped.map(({ pid }) => pid).sort()).toEqual([...pidsOf(status)].sort());
    expect(report.stopped.every(({ how }) => how === "ended")).toBe(true);
    expect(await findEnvironment(config.directory)).toBeUndefined();
    expect(await target.status()).toMatchObject({ error: { kind: "target-unreachable" } });
  });

  test("finds every process after its supervisor was killed", async () => {
    const own = aConfig({}, "own database");
    const target = expectOk(await ensureEnvironment(own));
    await deploy(target, aRelease());
    const status = await statusOf(target);
    await killAndWait(status.supervisor.pid);

    const report = expectOk(await stopEnvironment(config.directory));

    expect(pidsOf(status).filter(isAlive)).toEqual([]);
    expect(report.stopped).toHaveLength(pidsOf(status).length - 1);
  });

  test("finds every process with the state file damaged too", async () => {
    const target = await start();
    await deploy(target, aRelease());
    const status = await statusOf(target);
    await killAndWait(status.supervisor.pid);
    writeFileSync(join(config.directory, "state.json"), "{ damaged");

    expectOk(await stopEnvironment(config.directory));

    expect(pidsOf(status).filter(isAlive)).toEqual([]);
  });

  test("kills what does not end in time, and says so", async () => {
    const target = await start({ stopTimeoutMs: 300 });
    await deploy(target, aRelease("ignores-sigterm"));

    const report = expectOk(await stopEnvironment(config.directory, { drainTimeoutMs: 100 }));

    const webs = report.stopped.filter(({ name }) => name.startsWith("web-"));
    expect(webs.map(({ how }) => how)).toEqual(["killed", "killed"]);
  });

  test("of what does not run, or was never there, is a success", async () => {
    aConfig();
    expect(expectOk(await stopEnvironment(config.directory)).stopped).toEqual([]);
  });

  test("what was deployed runs again after the next start", async () => {
    const target = await start();
    const release = aRelease();
    await deploy(target, release);
    expectOk(await stopEnvironment(config.directory));

    const again = expectOk(await ensureEnvironment(config));

    expectOk(await again.waitUntilHealthy(release.id, 20_000));
    await eventually(async () => (await get(again)).status === 200, "an answer");
    expect(await get(again)).toMatchObject({ body: { releaseId: release.id } });
  });
});

describe("starting", () => {
  test("twice at once gives one supervisor to both", async () => {
    const both = await Promise.all([ensureEnvironment(aConfig()), ensureEnvironment(config)]);

    const [one, other] = await Promise.all(both.map(async (result) => statusOf(expectOk(result))));
    expect(one?.supervisor).toEqual(other?.supervisor);
  });

  test("again while it runs adopts it; processes that start later get the new variables", async () => {
    const target = await start();
    const before = await statusOf(target);

    const again = expectOk(await ensureEnvironment({ ...config, shopEnvironment: { SECRET: "changed" } }));

    expect(pidsOf(await statusOf(again))).toEqual(pidsOf(before));
    await deploy(again, aRelease());
    expect(await get(again)).toMatchObject({ body: { secret: "changed" } });
  });

  test("again on another port is refused, and what runs stays", async () => {
    const target = await start();

    const refused = await ensureEnvironment({ ...config, port: 1 });

    expect(refused).toMatchObject({ ok: false, error: { kind: "environment-differs" } });
    expect((await statusOf(target)).isReady).toBe(true);
  });

  test("on a port that another process has names it and leaves nothing running", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    const port = await eventually(async () => (stranger.address() as { readonly port: number } | null)?.port, "a port");

    const refused = await ensureEnvironment(aConfig({ port }));

    stranger.close();
    expect(refused).toMatchObject({ ok: false, error: { kind: "environment-port-busy", port } });
    expect(refused.ok || describeEnvironmentFailure(refused.error)).toContain(`Port ${port} of 127.0.0.1 is in use`);
    expect(await findEnvironment(config.directory)).toBeUndefined();
  });

  test.each(["state.json", "supervisor.json"])("with a damaged %s names the file and what to do", async (name) => {
    const { directory } = aConfig();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), "{ damaged");

    const refused = await ensureEnvironment(config);

    const message = refused.ok ? "" : describeEnvironmentFailure(refused.error);
    expect(message).toContain(join(directory, name));
    expect(message).toContain("./pipeline down");
    rmSync(join(directory, name));
  });

  test.each(["environment.json", "supervisor.json", "supervisor.lock", "state.json", "router.json", "routes.json"])(
    "with a folder in place of %s names it, and does not ask for more than to move it",
    async (name) => {
      const { directory } = aConfig();
      mkdirSync(join(directory, name), { recursive: true });

      const refused = await ensureEnvironment(config);

      const message = refused.ok ? "" : describeEnvironmentFailure(refused.error);
      expect(message).toContain(`${join(directory, name)} is damaged: a folder stands in its place.`);
      expect(message).toContain("move it away");
      rmSync(join(directory, name), { recursive: true });
    },
  );

  test.each(["logs", "pids", "postgres"])("with a file in place of the folder %s names it", async (name) => {
    const { directory } = aConfig();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), "");

    const refused = await ensureEnvironment(config);

    const message = refused.ok ? "" : describeEnvironmentFailure(refused.error);
    expect(message).toContain(`${join(directory, name)} is damaged: a folder belongs in its place.`);
    rmSync(join(directory, name));
  });

  test("with a folder that is a file says so", async () => {
    const { directory } = aConfig();
    mkdirSync(join(directory, ".."), { recursive: true });
    writeFileSync(directory, "");

    const refused = await ensureEnvironment(config);

    expect(refused).toMatchObject({ ok: false, error: { kind: "environment-folder-unusable" } });
    rmSync(directory);
  });

  test("keeps secrets out of command lines and in files of their owner alone", async () => {
    const target = await start();
    await deploy(target, aRelease());

    const status = await statusOf(target);
    const words = pidsOf(status).flatMap((pid) => readCommandLine(pid));
    expect(words.join(" ")).not.toContain("s3cret");
    for (const name of ["environment.json", "supervisor.json", "state.json", "router.json"])
      expect(statSync(join(config.directory, name)).mode & 0o777).toBe(0o600);
  });
});

describe("the owner", () => {
  test("is remembered while it lives, and forgotten when it is gone or lets go", async () => {
    const target = await start();
    const self = ownIdentity();

    expect(expectOk(await target.getOwner())).toBeNull();
    expectOk(await target.setOwner(self));
    expect(expectOk(await target.getOwner())).toEqual(self);
    expectOk(await target.setOwner({ ...self, startedAt: "another time" }));
    expect(expectOk(await target.getOwner())).toBeNull();
    expectOk(await target.setOwner(null));
    expect(expectOk(await target.getOwner())).toBeNull();
  });
});

test("a database whose folder was deleted begins empty, with nothing deployed to it", async () => {
  const own = aConfig({}, "own database");
  const target = expectOk(await ensureEnvironment(own));
  await deploy(target, aRelease());
  expectOk(await stopEnvironment(own.directory, { drainTimeoutMs: 0 }));
  rmSync(join(own.directory, "postgres/data"), { recursive: true });

  const again = expectOk(await ensureEnvironment(own));

  expect(expectOk(await again.current()).groups).toEqual([]);
});
