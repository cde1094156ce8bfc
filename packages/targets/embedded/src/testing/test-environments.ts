import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readStartTime, waitUntilGone } from "@ecommerce-cart/process-identity";
import type { Release } from "@ecommerce-cart/release";
import type { Result } from "@ecommerce-cart/result";
import { afterAll, afterEach, expect, inject } from "vitest";
import { ensureEnvironment, stopEnvironment } from "../index.ts";
import type { EmbeddedTarget, EnvironmentConfig, EnvironmentStatus } from "../index.ts";
import { writeFakeRelease } from "./fake-release.ts";
import type { FakeBehaviour } from "./fake-release.ts";

/** Environments of one test file, each in a folder of its own; the last one is stopped after each test. */
export class TestEnvironments {
  readonly rootDirectory = mkdtempSync(join(tmpdir(), "ecommerce-cart-embedded-"));
  #config: EnvironmentConfig | undefined;
  #count = 0;

  /** Of the last environment. */
  get config(): EnvironmentConfig {
    if (this.#config === undefined) throw new Error("ask for a config first: aConfig()");
    return this.#config;
  }

  /** A config of a new environment, on the PostgreSQL of this test run or on one of its own. */
  aConfig(
    overrides: Partial<EnvironmentConfig> = {},
    database: "shared database" | "own database" = "shared database",
  ): EnvironmentConfig {
    this.#count += 1;
    this.#config = {
      name: "test",
      directory: join(this.rootDirectory, "environments", String(this.#count)),
      rootDirectory: this.rootDirectory,
      host: "127.0.0.1",
      port: 0,
      webCount: 2,
      workerCount: 1,
      shopEnvironment: { SECRET: "s3cret" },
      ...(database === "shared database" && { databaseUrl: inject("postgresUrl") }),
      stopTimeoutMs: 2_000,
      ...overrides,
    };
    return this.#config;
  }

  /** Starts a new environment. */
  async start(overrides: Partial<EnvironmentConfig> = {}): Promise<EmbeddedTarget> {
    return expectOk(await ensureEnvironment(this.aConfig(overrides)));
  }

  /** Writes the bundle of a fake release. */
  aRelease(behaviour: FakeBehaviour = "serves", version = "1.0.0"): Release {
    return writeFakeRelease(this.rootDirectory, { version, behaviour });
  }
}

/** Environments for the tests of one file; what they leave running is stopped, and their folders are removed. */
export function useTestEnvironments(): TestEnvironments {
  const environments = new TestEnvironments();
  afterEach(async () => {
    const stopped = await stopEnvironment(environments.config.directory, { drainTimeoutMs: 500 });
    expect(stopped).toMatchObject({ ok: true });
  });
  afterAll(() => rmSync(environments.rootDirectory, { recursive: true, force: true }));
  return environments;
}

/** The value of what must have worked. */
export function expectOk<T>(result: Result<T, unknown>): T {
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) throw new Error("unreachable");
  return result.value;
}

/** Stages a release and gives it all of the traffic. */
export async function deploy(target: EmbeddedTarget, release: Release, token = 1): Promise<void> {
  expectOk(await target.stage(release, 2, token));
  expectOk(await target.waitUntilHealthy(release.id, 20_000));
  expectOk(await target.setWeights(new Map([[release.id, 100]]), token));
}

/** What the supervisor says of the environment. */
export async function statusOf(target: EmbeddedTarget): Promise<EnvironmentStatus> {
  return expectOk(await target.status());
}

/** What `look` finds in the end; fails the test after 20 s. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(20)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`not within 20 s: ${what}`);
}

/** One request through the router; the body is parsed where it was answered 200. */
export async function get(
  target: EmbeddedTarget,
  path = "/",
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { url } = await statusOf(target);
  const response = await fetch(`${url}${path}`);
  const text = await response.text();
  return { status: response.status, body: response.ok ? (JSON.parse(text) as unknown) : text };
}

/** Sends one request after the other until it is stopped; counts what was not answered 200. */
export function sendTraffic(url: string): {
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
export async function killAndWait(pid: number | undefined): Promise<void> {
  const identity = { pid: pid ?? 0, startedAt: readStartTime(pid ?? 0) ?? "" };
  process.kill(identity.pid, "SIGKILL");
  await waitUntilGone(identity, 10_000);
}

/** Whether a process with that pid runs. */
export function isAlive(pid: number): boolean {
  return readStartTime(pid) !== undefined;
}

/** Every process of the environment. */
export function pidsOf(status: EnvironmentStatus): readonly number[] {
  const services = [status.supervisor.pid, status.router?.pid, status.postgres?.pid].filter((pid) => pid !== undefined);
  return [...services, ...status.instances.map(({ pid }) => pid)];
}
