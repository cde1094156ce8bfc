import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ok } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import { policyWith } from "@ecommerce-cart/rollout";
import { FileStateStore } from "@ecommerce-cart/state-store";
import type { StateStore } from "@ecommerce-cart/state-store";
import type { DeployEvent } from "../deploy-event.ts";
import type { DeploymentContext } from "../deploy-request.ts";
import { systemClock } from "../system-clock.ts";
import { InMemoryTarget } from "./in-memory-target.ts";
import { makeRelease } from "./make-release.ts";

/** A fresh environment: files in a temporary folder, an in-memory target, three releases. */
export interface DeploymentFixture {
  readonly directory: string;
  readonly store: StateStore;
  readonly target: InMemoryTarget;
  readonly events: DeployEvent[];
  readonly releases: { readonly a: Release; readonly b: Release; readonly c: Release };
  /** A request's common part: everything works, everything is quick; a test states what differs. */
  context(changes?: Partial<DeploymentContext>): DeploymentContext;
  dispose(): Promise<void>;
}

/** Starts a fixture. `dispose` removes its folder. */
export async function startFixture(): Promise<DeploymentFixture> {
  const target = new InMemoryTarget();
  const directory = await mkdtemp(join(tmpdir(), "deployer-"));
  const fixture = makeFixture(directory, target);
  for (const release of Object.values(fixture.releases)) {
    await fixture.store.saveRelease(release);
    target.behave(release.id, { health: "when-awaited" });
  }
  return fixture;
}

/** Another fixture whose files and target are as this one's are now. */
export async function copyFixture(fixture: DeploymentFixture): Promise<DeploymentFixture> {
  const directory = await mkdtemp(join(tmpdir(), "deployer-"));
  await cp(fixture.directory, directory, { recursive: true });
  return makeFixture(directory, fixture.target.copy());
}

function makeFixture(directory: string, target: InMemoryTarget): DeploymentFixture {
  const store = new FileStateStore(directory);
  const events: DeployEvent[] = [];
  return {
    directory,
    store,
    target,
    events,
    releases: { a: makeRelease("a"), b: makeRelease("b"), c: makeRelease("c") },
    context: (changes = {}) => ({
      target,
      store,
      environmentName: "development",
      policy: policyWith({ healthDeadlineMs: 50, drainTimeoutMs: 50 }),
      verifyDirect: async () => ok(undefined),
      verifyServing: async () => ok(undefined),
      onEvent: (event) => events.push(event),
      clock: systemClock,
      signal: new AbortController().signal,
      ...changes,
    }),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}
