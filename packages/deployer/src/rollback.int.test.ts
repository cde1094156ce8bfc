import { afterEach, beforeEach, expect, test } from "vitest";
import { err } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import { deploy } from "./deploy.ts";
import type { DeployReport } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import type { RollbackRequest } from "./deploy-request.ts";
import { describeStatus } from "./describe-status.ts";
import { rollback } from "./rollback.ts";
import { startFixture } from "./testing/deployment-fixture.ts";
import type { DeploymentFixture } from "./testing/deployment-fixture.ts";

let fixture: DeploymentFixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.dispose());

async function deployAll(...releases: readonly Release[]): Promise<void> {
  for (const release of releases)
    expect(await deploy({ ...fixture.context(), release })).toMatchObject({ value: { outcome: "deployed" } });
}

async function rolledBack(changes: Partial<RollbackRequest> = {}): Promise<DeployReport> {
  const result = await rollback({ ...fixture.context(), ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function refused(changes: Partial<RollbackRequest> = {}): Promise<DeployFailure> {
  const result = await rollback({ ...fixture.context(), ...changes });
  if (result.ok) throw new Error(JSON.stringify(result.value));
  return result.error;
}

function stepsOf(report: DeployReport): readonly string[] {
  return report.steps.map((step) => step.action.type);
}

test("a warm release gets all traffic with the very first step", async () => {
  const { a, b } = fixture.releases;
  await deployAll(a, b);
  fixture.target.mustServeFromNow();
  const report = await rolledBack();
  expect(stepsOf(report)).toEqual(["set-weights", "verify", "drain"]);
  expect(report).toMatchObject({
    outcome: "rolled-back",
    intent: "roll-back",
    serving: { id: a.id },
    from: { id: b.id },
  });
  expect(fixture.target.violations).toEqual([]);
});

test("a release that is not warm is started from its bundle and verified before it gets traffic", async () => {
  const { a, b } = fixture.releases;
  await deployAll(a, b);
  await fixture.store.withLock("development", "free memory", (lease) => fixture.target.retire(a.id, lease.token));
  const report = await rolledBack();
  expect(stepsOf(report)).toEqual(["stage", "wait-until-healthy", "verify", "set-weights", "verify", "drain"]);
});

test("a second rollback does not go forward onto the bad release; naming it does", async () => {
  const { a, b } = fixture.releases;
  await deployAll(a, b);
  await rolledBack();
  expect(await refused()).toEqual({ kind: "nothing-to-roll-back-to", leftBehind: [b.id] });
  expect(await rolledBack({ releaseQuery: b.id })).toMatchObject({ outcome: "rolled-back", serving: { id: b.id } });
});

test("a second rollback goes further back", async () => {
  const { a, b, c } = fixture.releases;
  await deployAll(a, b, c);
  expect(await rolledBack()).toMatchObject({ serving: { id: b.id } });
  expect(await rolledBack()).toMatchObject({ serving: { id: a.id } });
  expect(await refused()).toEqual({ kind: "nothing-to-roll-back-to", leftBehind: [c.id, b.id] });
});

test("nothing was deployed before: nothing to roll back to", async () => {
  expect(await refused()).toEqual({ kind: "nothing-to-roll-back-to", leftBehind: [] });
});

test("rolling back to what serves is unchanged", async () => {
  const { a } = fixture.releases;
  await deployAll(a);
  expect(await rolledBack({ releaseQuery: a.commit })).toMatchObject({ outcome: "unchanged" });
});

test("an unknown release is refused with the ones that there are", async () => {
  expect(await refused({ releaseQuery: "9.9.9" })).toMatchObject({ kind: "unknown-release", query: "9.9.9" });
});

test("a release that cannot start again leaves the serving one in place", async () => {
  const { a, b, c } = fixture.releases;
  await deployAll(a, b, c);
  fixture.target.mustServeFromNow();
  fixture.target.behave(a.id, { health: "exits" });
  expect(await refused({ releaseQuery: a.id })).toMatchObject({ kind: "rollback-failed", to: a.id });
  expect(await status()).toMatchObject({ serving: { release: { id: c.id } } });
  expect(fixture.target.violations).toEqual([]);
});

test("a rollback whose smoke test fails is not undone onto the bad release", async () => {
  const { a, b } = fixture.releases;
  await deployAll(a, b);
  const failure = await refused({ verifyServing: async () => err({ detail: "checkout answered 500" }) });
  expect(failure).toMatchObject({ kind: "gave-up", serving: { id: a.id } });
});

test("after a deployment that was given up, rollback goes to the last good release", async () => {
  const { a, b } = fixture.releases;
  await deployAll(a);
  const crashOld = async () => {
    fixture.target.crash(a.id, 2);
    return err({ detail: "checkout answered 500" });
  };
  await deploy({ ...fixture.context({ verifyServing: crashOld }), release: b });
  fixture.target.recover(a.id);
  expect(await rolledBack()).toMatchObject({ outcome: "rolled-back", serving: { id: a.id } });
});

test("an unfinished deployment is what rollback goes back from", async () => {
  const { a, b } = fixture.releases;
  await deployAll(a);
  fixture.target.failNext("drain", { kind: "target-unreachable", detail: "connection refused" });
  await deploy({ ...fixture.context(), release: b });
  expect(await status()).toMatchObject({ serving: { release: { id: b.id } }, unfinished: { release: { id: b.id } } });
  expect(await rolledBack()).toMatchObject({ outcome: "rolled-back", intent: "roll-back", serving: { id: a.id } });
  expect(await status()).not.toHaveProperty("unfinished");
});

test("an unfinished first deployment cannot be rolled back", async () => {
  fixture.target.failNext("setWeights", { kind: "target-unreachable", detail: "connection refused" });
  await deploy({ ...fixture.context(), release: fixture.releases.a });
  expect(await refused()).toEqual({ kind: "nothing-to-roll-back-to", leftBehind: [] });
});

test("an unfinished rollback is gone on with by the next rollback, and ended by a deployment of another release", async () => {
  const { a, b, c } = fixture.releases;
  await deployAll(a, b);
  fixture.target.failNext("drain", { kind: "target-unreachable", detail: "connection refused" });
  await refused();
  expect(await rolledBack()).toMatchObject({ isResumed: true, serving: { id: a.id } });
  fixture.target.failNext("drain", { kind: "target-unreachable", detail: "connection refused" });
  await refused({ releaseQuery: b.id });
  await deployAll(c);
  const { history } = await status();
  expect(history.map((row) => `${row.intent} ${row.outcome}`).slice(0, 2)).toEqual([
    "deploy deployed",
    "roll-back rolled-back",
  ]);
});

test("an unfinished rollback to one release gives way to a rollback to another", async () => {
  const { a, b, c } = fixture.releases;
  await deployAll(a, b, c);
  fixture.target.failNext("drain", { kind: "target-unreachable", detail: "connection refused" });
  await refused();
  expect(await rolledBack({ releaseQuery: a.id })).toMatchObject({ serving: { id: a.id }, from: { id: b.id } });
});

test("a status shows what runs, who serves, where a rollback goes, and what was done", async () => {
  const { a, b } = fixture.releases;
  await deployAll(a, b);
  expect(await status()).toMatchObject({
    groups: [{ weightPercent: 0 }, { weightPercent: 100 }],
    serving: { release: { id: b.id } },
    rollbackTo: a.id,
    history: [
      { release: b.id, from: a.id, outcome: "deployed", strategy: "blue-green", switchMs: expect.any(Number) },
      { release: a.id, outcome: "deployed" },
    ],
  });
});

test("a status of a target that is down says so and still shows the history", async () => {
  await deployAll(fixture.releases.a);
  fixture.target.failNext("current", { kind: "target-unreachable", detail: "connection refused" });
  expect(await status()).toMatchObject({ groups: [], targetFailure: { kind: "target-unreachable" }, history: [{}] });
});

test("a status during a deployment names who holds the lock", async () => {
  const seen = await fixture.store.withLock("development", "deploy development", () => status());
  expect(seen).toMatchObject({ value: { lock: { holder: { pid: process.pid } } } });
});

async function status() {
  const result = await describeStatus({ ...fixture, environmentName: "development" });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
