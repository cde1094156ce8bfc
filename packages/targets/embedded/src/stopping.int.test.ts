import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureEnvironment, findEnvironment, stopEnvironment } from "./index.ts";
import {
  deploy,
  eventually,
  expectOk,
  get,
  killAndWait,
  isAlive,
  pidsOf,
  statusOf,
  useTestEnvironments,
} from "./testing/test-environments.ts";

const environments = useTestEnvironments();

test("leaves no process, and a request under way is answered first", async () => {
  const own = environments.aConfig({}, "own database");
  const target = expectOk(await ensureEnvironment(own));
  await deploy(target, environments.aRelease());
  const status = await statusOf(target);
  const slow = fetch(`${status.url}/?ms=800`);
  await eventually(
    async () => (expectOk(await target.current()).groups[0]?.inFlightCount ?? 0) > 0,
    "a request under way",
  );

  const report = expectOk(await stopEnvironment(environments.config.directory));

  expect((await slow).status).toBe(200);
  expect(pidsOf(status).filter(isAlive)).toEqual([]);
  expect(report.stopped.map(({ pid }) => pid).sort()).toEqual([...pidsOf(status)].sort());
  expect(report.stopped.every(({ how }) => how === "ended")).toBe(true);
  expect(await findEnvironment(environments.config.directory)).toBeUndefined();
  expect(await target.status()).toMatchObject({ error: { kind: "target-unreachable" } });
});

test("finds every process after its supervisor was killed", async () => {
  const own = environments.aConfig({}, "own database");
  const target = expectOk(await ensureEnvironment(own));
  await deploy(target, environments.aRelease());
  const status = await statusOf(target);
  await killAndWait(status.supervisor.pid);

  const report = expectOk(await stopEnvironment(environments.config.directory));

  expect(pidsOf(status).filter(isAlive)).toEqual([]);
  expect(report.stopped).toHaveLength(pidsOf(status).length - 1);
});

test("finds every process with the state file damaged too", async () => {
  const target = await environments.start();
  await deploy(target, environments.aRelease());
  const status = await statusOf(target);
  await killAndWait(status.supervisor.pid);
  writeFileSync(join(environments.config.directory, "state.json"), "{ damaged");

  expectOk(await stopEnvironment(environments.config.directory));

  expect(pidsOf(status).filter(isAlive)).toEqual([]);
});

test("kills what does not end in time, and says so", async () => {
  const target = await environments.start({ stopTimeoutMs: 300 });
  await deploy(target, environments.aRelease("ignores-sigterm"));

  const report = expectOk(await stopEnvironment(environments.config.directory, { drainTimeoutMs: 100 }));

  const webs = report.stopped.filter(({ name }) => name.startsWith("web-"));
  expect(webs.map(({ how }) => how)).toEqual(["killed", "killed"]);
});

test("of what does not run, or was never there, is a success", async () => {
  environments.aConfig();
  expect(expectOk(await stopEnvironment(environments.config.directory)).stopped).toEqual([]);
});

test("what was deployed runs again after the next start", async () => {
  const target = await environments.start();
  const release = environments.aRelease();
  await deploy(target, release);
  expectOk(await stopEnvironment(environments.config.directory));

  const again = expectOk(await ensureEnvironment(environments.config));

  expectOk(await again.waitUntilHealthy(release.id, 20_000));
  await eventually(async () => (await get(again)).status === 200, "an answer");
  expect(await get(again)).toMatchObject({ body: { releaseId: release.id } });
});
