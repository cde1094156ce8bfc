import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeTargetContract } from "@ecommerce-cart/deployer/testing";
import type { ContractBehaviour, ContractSubject, HeldRequest } from "@ecommerce-cart/deployer/testing";
import type { ReleaseId } from "@ecommerce-cart/release";
import { inject } from "vitest";
import { EmbeddedTarget } from "./index.ts";
import type { FakeBehaviour } from "./testing/fake-release.ts";
import { writeFakeRelease } from "./testing/fake-release.ts";
import { superviseInProcess } from "./testing/supervise-in-process.ts";

const BEHAVIOURS: Readonly<Record<ContractBehaviour, FakeBehaviour>> = {
  healthy: "serves",
  "never-healthy": "never-ready",
  "exits-at-start": "crashes",
  "migration-fails": "migration-fails",
};

describeTargetContract("embedded", startSubject);

/** An environment of its own, its supervisor in this process, so that coverage sees it; all else as in real use. */
async function startSubject(): Promise<ContractSubject> {
  const rootDirectory = mkdtempSync(join(tmpdir(), "ecommerce-cart-contract-"));
  const { locate, stop } = await superviseInProcess({
    name: "contract",
    directory: join(rootDirectory, "environment"),
    rootDirectory,
    host: "127.0.0.1",
    port: 0,
    webCount: 1,
    workerCount: 1,
    shopEnvironment: { HOLD_DIRECTORY: rootDirectory },
    databaseUrl: inject("postgresUrl"),
    stopTimeoutMs: 5_000,
  });
  const target = new EmbeddedTarget({ locate });
  const address = async () => {
    const status = await target.status();
    if (!status.ok || status.value.url === undefined) throw new Error("the router does not serve");
    return status.value.url;
  };
  let releaseCount = 0;
  return {
    target,
    makeRelease: (behaviour) => {
      releaseCount += 1;
      const version = `1.${releaseCount}.0`;
      return Promise.resolve(writeFakeRelease(rootDirectory, { version, behaviour: BEHAVIOURS[behaviour] }));
    },
    beginRequest: async () => hold(await address(), rootDirectory),
    askOnce: async () => {
      const response = await fetch(await address());
      return ((await response.json()) as { readonly releaseId: ReleaseId }).releaseId;
    },
    dispose: async () => {
      await stop();
      rmSync(rootDirectory, { recursive: true, force: true });
    },
  };
}

let heldCount = 0;

async function hold(url: string, directory: string): Promise<HeldRequest> {
  heldCount += 1;
  const key = `held-${heldCount}`;
  const response = await fetch(`${url}/hold/${key}`);
  return {
    releaseId: response.headers.get("x-release-id") as ReleaseId,
    end: async () => {
      writeFileSync(join(directory, key), "");
      return response.text().then(
        () => "completed",
        () => "cut",
      );
    },
  };
}
