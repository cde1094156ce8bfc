import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ownIdentity, readCommandLine } from "@ecommerce-cart/process-identity";
import { describe, expect, test } from "vitest";
import { describeEnvironmentFailure, ensureEnvironment, findEnvironment, stopEnvironment } from "./index.ts";
import {
  deploy,
  eventually,
  expectOk,
  get,
  pidsOf,
  statusOf,
  useTestEnvironments,
} from "./testing/test-environments.ts";

const environments = useTestEnvironments();

describe("starting", () => {
  test("twice at once gives one supervisor to both", async () => {
    const both = await Promise.all([ensureEnvironment(environments.aConfig()), ensureEnvironment(environments.config)]);

    const [one, other] = await Promise.all(both.map(async (result) => statusOf(expectOk(result))));
    expect(one?.supervisor).toEqual(other?.supervisor);
  });

  test("again while it runs adopts it; processes that start later get the new variables", async () => {
    const target = await environments.start();
    const before = await statusOf(target);

    const again = expectOk(await ensureEnvironment({ ...environments.config, shopEnvironment: { SECRET: "changed" } }));

    expect(pidsOf(await statusOf(again))).toEqual(pidsOf(before));
    await deploy(again, environments.aRelease());
    expect(await get(again)).toMatchObject({ body: { secret: "changed" } });
  });

  test("again on another port is refused, and what runs stays", async () => {
    const target = await environments.start();

    const refused = await ensureEnvironment({ ...environments.config, port: 1 });

    expect(refused).toMatchObject({ ok: false, error: { kind: "environment-differs" } });
    expect((await statusOf(target)).isReady).toBe(true);
  });

  test("on a port that another process has names it and leaves nothing running", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    const port = await eventually(async () => (stranger.address() as { readonly port: number } | null)?.port, "a port");

    const refused = await ensureEnvironment(environments.aConfig({ port }));

    stranger.close();
    expect(refused).toMatchObject({ ok: false, error: { kind: "environment-port-busy", port } });
    expect(refused.ok || describeEnvironmentFailure(refused.error)).toContain(`Port ${port} of 127.0.0.1 is in use`);
    expect(await findEnvironment(environments.config.directory)).toBeUndefined();
  });

  test.each(["state.json", "supervisor.json"])("with a damaged %s names the file and what to do", async (name) => {
    const { directory } = environments.aConfig();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), "{ damaged");

    const refused = await ensureEnvironment(environments.config);

    const message = refused.ok ? "" : describeEnvironmentFailure(refused.error);
    expect(message).toContain(join(directory, name));
    expect(message).toContain("./pipeline down");
    rmSync(join(directory, name));
  });

  test.each(["environment.json", "supervisor.json", "supervisor.lock", "state.json", "router.json", "routes.json"])(
    "with a folder in place of %s names it, and does not ask for more than to move it",
    async (name) => {
      const { directory } = environments.aConfig();
      mkdirSync(join(directory, name), { recursive: true });

      const refused = await ensureEnvironment(environments.config);

      const message = refused.ok ? "" : describeEnvironmentFailure(refused.error);
      expect(message).toContain(`${join(directory, name)} is damaged: a folder stands in its place.`);
      expect(message).toContain("move it away");
      rmSync(join(directory, name), { recursive: true });
    },
  );

  test.each(["logs", "pids", "postgres"])("with a file in place of the folder %s names it", async (name) => {
    const { directory } = environments.aConfig();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), "");

    const refused = await ensureEnvironment(environments.config);

    const message = refused.ok ? "" : describeEnvironmentFailure(refused.error);
    expect(message).toContain(`${join(directory, name)} is damaged: a folder belongs in its place.`);
    rmSync(join(directory, name));
  });

  test("with a folder that is a file says so", async () => {
    const { directory } = environments.aConfig();
    mkdirSync(join(directory, ".."), { recursive: true });
    writeFileSync(directory, "");

    const refused = await ensureEnvironment(environments.config);

    expect(refused).toMatchObject({ ok: false, error: { kind: "environment-folder-unusable" } });
    rmSync(directory);
  });

  test("keeps secrets out of command lines and in files of their owner alone", async () => {
    const target = await environments.start();
    await deploy(target, environments.aRelease());

    const status = await statusOf(target);
    const words = pidsOf(status).flatMap((pid) => readCommandLine(pid));
    expect(words.join(" ")).not.toContain("s3cret");
    for (const name of ["environment.json", "supervisor.json", "state.json", "router.json"])
      expect(statSync(join(environments.config.directory, name)).mode & 0o777).toBe(0o600);
  });
});

describe("the owner", () => {
  test("is remembered while it lives, and forgotten when it is gone or lets go", async () => {
    const target = await environments.start();
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
  const own = environments.aConfig({}, "own database");
  const target = expectOk(await ensureEnvironment(own));
  await deploy(target, environments.aRelease());
  expectOk(await stopEnvironment(own.directory, { drainTimeoutMs: 0 }));
  rmSync(join(own.directory, "postgres/data"), { recursive: true });

  const again = expectOk(await ensureEnvironment(own));

  expect(expectOk(await again.current()).groups).toEqual([]);
});
