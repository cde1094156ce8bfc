import { afterEach, beforeEach, expect, test } from "vitest";
import { err, ok } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import { policyWith } from "@ecommerce-cart/rollout";
import { FileStateStore, machineProcesses } from "@ecommerce-cart/state-store";
import { deploy } from "./deploy.ts";
import type { DeployReport } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import type { DeploymentContext } from "./deploy-request.ts";
import { startFixture } from "./testing/deployment-fixture.ts";
import type { DeploymentFixture } from "./testing/deployment-fixture.ts";

let fixture: DeploymentFixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.dispose());

async function deployed(release: Release, changes: Partial<DeploymentContext> = {}): Promise<DeployReport> {
  const result = await deploy({ ...fixture.context(changes), release });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function refused(release: Release, changes: Partial<DeploymentContext> = {}): Promise<DeployFailure> {
  const result = await deploy({ ...fixture.context(changes), release });
  if (result.ok) throw new Error(JSON.stringify(result.value));
  return result.error;
}

/** "a 0/2 b 100/2": weight and processes of every release. */
async function shape(): Promise<string> {
  const current = await fixture.target.current();
  if (!current.ok) throw new Error("unreachable");
  const names = new Map(Object.entries(fixture.releases).map(([name, release]) => [release.id, name]));
  return current.value.groups
    .map((group) => `${names.get(group.release.id)} ${group.weightPercent}/${group.webCount}`)
    .join(" ");
}

function stepsOf(report: DeployReport): readonly string[] {
  return report.steps.map((step) => step.action.type);
}

test("the first deployment is migrated, staged, verified, given all traffic and smoke-tested, in that order", async () => {
  const report = await deployed(fixture.releases.a);
  expect(stepsOf(report)).toEqual(["run-task", "stage", "wait-until-healthy", "verify", "set-weights", "verify"]);
  expect(report).toMatchObject({ outcome: "deployed", intent: "deploy", serving: fixture.releases.a });
  expect(await shape()).toBe("a 100/2");
});

test("the release before stays warm, and one before that is retired", async () => {
  for (const release of Object.values(fixture.releases)) await deployed(release);
  expect(await shape()).toBe("b 0/2 c 100/2");
});

test("the same digest serving already is unchanged, and nothing is written", async () => {
  await deployed(fixture.releases.a);
  fixture.events.length = 0;
  expect(await deployed(fixture.releases.a)).toMatchObject({ outcome: "unchanged", steps: [] });
  expect(fixture.events).toEqual([]);
  expect(await fixture.store.readHistory("development")).toMatchObject({ value: [{ outcome: "deployed" }] });
});

test("a release that does not become healthy never gets traffic, and is retired", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  fixture.target.mustServeFromNow();
  fixture.target.behave(b.id, { health: "never" });
  const report = await deployed(b);
  expect(report).toMatchObject({
    outcome: "rolled-back",
    reason: { kind: "did-not-become-healthy" },
    serving: { id: a.id },
  });
  expect(stepsOf(report)).not.toContain("set-weights");
  expect(await shape()).toBe("a 100/2");
  expect(fixture.target.violations).toEqual([]);
});

test("a migration that fails stops before anything is staged, with its output", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  fixture.target.behave(b.id, { taskExitCode: 3, taskOutput: "no such table" });
  const report = await deployed(b);
  expect(report.reason).toEqual({ kind: "migration-failed", detail: "migrate ended with exit code 3: no such table" });
  expect(stepsOf(report)).toEqual(["run-task", "roll-back"]);
});

test("a bundle that is gone is a staging that failed", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  fixture.target.behave(b.id, { hasBundle: false });
  expect((await deployed(b)).reason).toMatchObject({ detail: expect.stringContaining("bundle is gone") });
});

test("a release that fails its own check before the switch gets no traffic", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  const seen: string[] = [];
  const report = await deployed(b, {
    verifyDirect: async (group) => {
      seen.push(`${group.release.id} ${group.addresses.length} ${group.weightPercent}`);
      return err({ detail: "GET /health/ready answered 500" });
    },
  });
  expect(seen).toEqual([`${b.id} 2 0`]);
  expect(report.reason).toEqual({ kind: "verification-failed", detail: "GET /health/ready answered 500" });
  expect(await shape()).toBe("a 100/2");
});

test("a release that fails its smoke test after the switch is switched back, drained and retired", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  fixture.target.mustServeFromNow();
  let held: { end(): void } | undefined;
  const report = await deployed(b, {
    verifyServing: async (release) => {
      held = fixture.target.beginRequest();
      return err({ detail: `${release.id} answered 500` });
    },
  });
  held?.end();
  expect(stepsOf(report).slice(-5)).toEqual(["verify", "roll-back", "set-weights", "drain", "retire"]);
  expect(report).toMatchObject({ outcome: "rolled-back", remainingAfterDrain: 1, serving: { id: a.id } });
  expect(fixture.events.map((event) => event.type)).toContain("rolling-back");
  expect(await shape()).toBe("a 100/2");
  expect(fixture.target.violations).toEqual([]);
});

test("open streams of the old release outlast the drain and are left to it", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  const stream = fixture.target.beginRequest();
  const report = await deployed(b);
  expect(report).toMatchObject({ outcome: "deployed", remainingAfterDrain: 1 });
  expect(report.drainMs).toBeGreaterThanOrEqual(45);
  expect(await shape()).toBe("a 0/2 b 100/2");
  stream.end();
});

test("when neither the new release nor the old one can serve, what serves is left and a person is asked", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  const failure = await refused(b, {
    verifyServing: async () => {
      fixture.target.crash(a.id, 2);
      return err({ detail: "checkout answered 500" });
    },
  });
  expect(failure).toMatchObject({ kind: "gave-up", serving: { id: b.id } });
  expect(await shape()).toBe("a 0/2 b 100/2");
  expect(await fixture.store.readHistory("development")).toMatchObject({ value: [{}, { outcome: "gave-up" }] });
});

test("the first deployment that fails leaves nothing running", async () => {
  const report = await deployed(fixture.releases.a, { verifyServing: async () => err({ detail: "500" }) });
  expect(report.outcome).toBe("rolled-back");
  expect(report.serving).toBeUndefined();
  expect(await shape()).toBe("");
});

test("rolling replaces one process at a time and keeps no old one", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  fixture.target.mustServeFromNow();
  const shares: string[] = [];
  const report = await deployed(b, {
    policy: policyWith({ strategy: "rolling", healthDeadlineMs: 50, drainTimeoutMs: 50 }),
    onEvent: (event) => {
      if (event.type === "traffic-switched") shares.push(event.shares.map((share) => share.percent).join(":"));
    },
  });
  expect(report.outcome).toBe("deployed");
  expect(shares).toEqual(["33:67", "50:50", "100:0"]);
  expect(await shape()).toBe("b 100/2");
  expect(fixture.target.violations).toEqual([]);
});

test("a policy that cannot be followed is refused with every reason", async () => {
  const failure = await refused(fixture.releases.a, { policy: policyWith({ webCount: 0, drainTimeoutMs: 0 }) });
  expect(failure).toMatchObject({ kind: "invalid-policy" });
  expect(failure.kind === "invalid-policy" && failure.problems.length).toBe(3);
});

test("an unreachable target ends the command; the next one goes on", async () => {
  const { a } = fixture.releases;
  fixture.target.failNext("setWeights", { kind: "target-unreachable", detail: "connection refused" });
  expect(await refused(a)).toMatchObject({ kind: "target-failed", failure: { kind: "target-unreachable" } });
  const report = await deployed(a);
  expect(report).toMatchObject({ outcome: "deployed", isResumed: true });
  expect(stepsOf(report)).toEqual(["set-weights", "verify"]);
});

test("an interrupt while waiting leaves at once; the same command goes on", async () => {
  const { a } = fixture.releases;
  fixture.target.behave(a.id, { health: "never" });
  const interrupt = new AbortController();
  const failure = await refused(a, {
    policy: policyWith({ healthDeadlineMs: 60_000 }),
    signal: interrupt.signal,
    onEvent: (event) => {
      if (event.type === "step-started" && event.action.type === "wait-until-healthy") interrupt.abort();
    },
  });
  expect(failure).toMatchObject({ kind: "interrupted" });
  fixture.target.recover(a.id);
  expect(await deployed(a)).toMatchObject({ outcome: "deployed", isResumed: true });
});

test("an unfinished deployment of another release is undone first", async () => {
  const { a, b, c } = fixture.releases;
  await deployed(a);
  fixture.target.mustServeFromNow();
  fixture.target.failNext("drain", { kind: "target-unreachable", detail: "connection refused" });
  await refused(b);
  expect(await shape()).toBe("a 0/2 b 100/2");
  fixture.events.length = 0;
  expect(await deployed(c)).toMatchObject({ outcome: "deployed", from: { id: a.id } });
  expect(fixture.events[0]).toMatchObject({ type: "unfinished-found", plan: "undo", release: { id: b.id } });
  expect(await shape()).toBe("a 0/2 c 100/2");
  expect(fixture.target.violations).toEqual([]);
  const history = await fixture.store.readHistory("development");
  expect(history.ok && history.value.map((row) => row.outcome)).toEqual(["deployed", "undone", "deployed"]);
});

test("a second command is refused while the first one works, and names it", async () => {
  const { a, b } = fixture.releases;
  const refusals: DeployFailure[] = [];
  await deployed(a, {
    verifyDirect: async () => {
      refusals.push(await refused(b));
      return ok(undefined);
    },
  });
  expect(refusals).toMatchObject([{ kind: "locked", holder: { pid: process.pid, command: "deploy development" } }]);
});

test("a target that has seen a later command ends this one as having lost its lease", async () => {
  const { a } = fixture.releases;
  await fixture.target.setWeights(new Map(), 99);
  expect(await refused(a)).toMatchObject({ kind: "lease-lost" });
});

test("a paused holder whose lock was taken over meanwhile changes nothing more", async () => {
  const { a, b } = fixture.releases;
  await deployed(a);
  const believesDead = new FileStateStore(fixture.directory, {
    processes: { ...machineProcesses, isAlive: async () => false },
  });
  const failure = await refused(b, {
    verifyDirect: async () => {
      const taken = await believesDead.withLock("development", "another", (lease) =>
        fixture.target.setWeights(new Map([[a.id, 100]]), lease.token),
      );
      expect(taken).toMatchObject({ ok: true, value: { ok: true } });
      return ok(undefined);
    },
  });
  expect(failure).toMatchObject({ kind: "lease-lost" });
  expect(await shape()).toBe("a 100/2 b 0/2");
});

test("a journal damaged in the middle is named with its line, and nothing is touched", async () => {
  await fixture.store.appendJournal("development", 0, { type: "begun" });
  const failure = await refused(fixture.releases.a);
  expect(failure).toMatchObject({ kind: "damaged-file", line: 1, path: expect.stringMatching(/journal\.ndjson$/) });
  expect(await shape()).toBe("");
});
