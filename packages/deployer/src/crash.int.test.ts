import { describe, expect, test } from "vitest";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { policyWith } from "@ecommerce-cart/rollout";
import type { Strategy } from "@ecommerce-cart/rollout";
import { FileStateStore, machineProcesses } from "@ecommerce-cart/state-store";
import type { ProcessTable } from "@ecommerce-cart/state-store";
import { deploy } from "./deploy.ts";
import type { DeployReport } from "./deploy-event.ts";
import type { DeployFailure } from "./deploy-failure.ts";
import type { DeploymentContext } from "./deploy-request.ts";
import { describeStatus } from "./describe-status.ts";
import { rollback } from "./rollback.ts";
import { gatedStore, gatedTarget, stopAt } from "./testing/crash-points.ts";
import { copyFixture, startFixture } from "./testing/deployment-fixture.ts";
import type { DeploymentFixture } from "./testing/deployment-fixture.ts";

type Command = (context: DeploymentContext, fixture: DeploymentFixture) => Promise<Result<DeployReport, DeployFailure>>;

/** A story: what was deployed before, the command that is killed, and the one given afterwards. */
interface Story {
  readonly name: string;
  readonly before: readonly ("a" | "b")[];
  readonly killed: Command;
  readonly then: Command;
  /** The release that serves in the end. */
  readonly serving: "a" | "b" | "c";
  readonly isBroken?: boolean;
  readonly isCold?: boolean;
}

const deployOf =
  (name: "a" | "b" | "c"): Command =>
  (context, { releases }) =>
    deploy({ ...context, release: releases[name] });
const rollBack: Command = (context) => rollback(context);

const STORIES: readonly Story[] = [
  { name: "a first deployment, resumed", before: [], killed: deployOf("b"), then: deployOf("b"), serving: "b" },
  { name: "a deployment, resumed", before: ["a"], killed: deployOf("b"), then: deployOf("b"), serving: "b" },
  {
    name: "a deployment over a warm release, resumed",
    before: ["a", "b"],
    killed: deployOf("c"),
    then: deployOf("c"),
    serving: "c",
  },
  {
    name: "a deployment, followed by another",
    before: ["a"],
    killed: deployOf("b"),
    then: deployOf("c"),
    serving: "c",
  },
  {
    name: "a deployment that is being undone, given again",
    before: ["a"],
    killed: deployOf("b"),
    then: deployOf("b"),
    serving: "a",
    isBroken: true,
  },
  { name: "a rollback, resumed", before: ["a", "b"], killed: rollBack, then: rollBack, serving: "a" },
  {
    name: "a rollback to a release that is not warm, resumed",
    before: ["a", "b"],
    killed: rollBack,
    then: rollBack,
    serving: "a",
    isCold: true,
  },
  {
    name: "a rollback, followed by a deployment",
    before: ["a", "b"],
    killed: rollBack,
    then: deployOf("c"),
    serving: "c",
  },
];

/** A process table in which the killed command is dead and the next one is not. */
function processesNamed(startIdentity: string): ProcessTable {
  return {
    self: async (command) => ({ ...(await machineProcesses.self(command)), startIdentity }),
    isAlive: async (owner) => owner.startIdentity === startIdentity,
  };
}

/** The world as the story finds it. */
async function prepare({ before, isCold }: Story): Promise<DeploymentFixture> {
  const fixture = await startFixture();
  const { target, store, releases } = fixture;
  for (const name of before) await deploy({ ...fixture.context(), release: releases[name] });
  if (isCold) await store.withLock("development", "cool", (lease) => target.retire(releases.a.id, lease.token));
  if (before.length > 0) target.mustServeFromNow();
  return fixture;
}

function contextOf(story: Story, strategy: Strategy, fixture: DeploymentFixture): DeploymentContext {
  const brokenId = story.isBroken ? fixture.releases.b.id : undefined;
  return fixture.context({
    policy: policyWith({ strategy, healthDeadlineMs: 2_000, drainTimeoutMs: 50 }),
    verifyServing: async (release) =>
      release.id === brokenId ? err({ detail: "checkout answered 500" }) : ok(undefined),
  });
}

/** One run of a story, in a world of its own, its command killed at the nth point. */
interface KilledRun {
  readonly story: Story;
  readonly strategy: Strategy;
  readonly fixture: DeploymentFixture;
  readonly nth: number;
}

/** Resolves to the point at which the command was killed, or undefined when it had ended before. */
async function runKilled({ story, strategy, fixture, nth }: KilledRun): Promise<string | undefined> {
  const context = contextOf(story, strategy, fixture);
  const { gate, stopped } = stopAt(nth);
  const dying = new FileStateStore(fixture.directory, { processes: processesNamed("killed") });
  const doomed = { ...context, target: gatedTarget(fixture.target, gate), store: gatedStore(dying, gate) };
  const ended = story.killed(doomed, fixture).then(() => undefined);
  const point = await Promise.race([stopped, ended]);
  // Closing the journal is the end: what comes after it is another command.
  if (point === undefined || point === "after closeJournal") return undefined;
  const store = new FileStateStore(fixture.directory, { processes: processesNamed("next") });
  const answer = await story.then({ ...context, store }, fixture);
  await checkEnd(story, fixture, { answer, where: `${story.name}, ${strategy}, killed at point ${nth} (${point})` });
  return point;
}

async function checkEnd(
  story: Story,
  { target, store, releases }: DeploymentFixture,
  { answer, where }: { readonly answer: Result<DeployReport, DeployFailure>; readonly where: string },
): Promise<void> {
  const status = await describeStatus({ target, store, environmentName: "development" });
  if (!status.ok) throw new Error(`${where}: ${JSON.stringify(status.error)}`);
  const { serving, unfinished, lock, groups, history } = status.value;
  expect(target.violations, where).toEqual([]);
  expect(serving, where).toMatchObject({
    release: { id: releases[story.serving].id },
    weightPercent: 100,
    healthyCount: 2,
  });
  expect({ unfinished, lock, journal: await store.readJournal("development") }, where).toEqual({
    journal: { ok: true, value: [] },
  });
  expect(groups.length, where).toBeLessThanOrEqual(2);
  expect(new Set(history.map((row) => row.deploymentId)).size, where).toBe(history.length);
  expect(answer.ok, `${where}: ${JSON.stringify(answer)}`).toBe(true);
}

async function runKilledEverywhere(story: Story, strategy: Strategy): Promise<readonly string[]> {
  const points: string[] = [];
  const world = await prepare(story);
  try {
    for (let nth = 1; ; nth += 1) {
      const fixture = await copyFixture(world);
      const point = await runKilled({ story, strategy, fixture, nth }).finally(() => fixture.dispose());
      if (point === undefined) return points;
      points.push(point);
    }
  } finally {
    await world.dispose();
  }
}

// Most of the time goes into waiting for the disk, so the stories run side by side.
describe.concurrent.each(["blue-green", "rolling"] as const)(
  "killed before and after every step and every write, %s",
  (strategy) => {
    test.each(STORIES)("$name, ends well", async (story) => {
      const points = await runKilledEverywhere(story, strategy);
      expect(points.length).toBeGreaterThanOrEqual(10);
      expect(points).toContain("after setWeights");
      expect(points.at(-1)).toBe("after appendHistory");
    });
  },
);
