import { expect, test } from "vitest";
import type { ReleaseId } from "@ecommerce-cart/release";
import { advance, beginStep, nextAction, policyWith, startRollout, stepLimit } from "./index.ts";
import type { ObservedGroup, RolloutAction, RolloutPolicy, RolloutState } from "./index.ts";

const [A, B] = ["a", "b"] as ReleaseId[] as [ReleaseId, ReleaseId];

/** "b 0 1/2": weight 0, 1 of 2 healthy. */
function groups(...texts: readonly string[]): readonly ObservedGroup[] {
  return texts.map((text) => {
    const [, releaseId, weight, healthy, web] = /^(\w+) (\d+) (\d+)\/(\d+)$/.exec(text) ?? [];
    return {
      releaseId: releaseId as ReleaseId,
      weightPercent: Number(weight),
      healthyCount: Number(healthy),
      webCount: Number(web),
      inFlightCount: 0,
    };
  });
}

interface Case {
  readonly seen: readonly string[];
  readonly state?: Partial<RolloutState>;
  readonly policy?: Partial<RolloutPolicy>;
}

/** The next action of a rollout from A to B, in words. */
function decide({ seen, state = {}, policy = {} }: Case): string {
  const base = startRollout("deploy", B, { groups: groups("a 100 2/2") });
  const situation = {
    policy: policyWith(policy),
    state: { ...base, ...state },
    observation: { groups: groups(...seen) },
  };
  return describeAction(nextAction(situation));
}

function describeAction(action: RolloutAction): string {
  if (action.type === "set-weights")
    return `set-weights ${action.shares.map((share) => `${share.releaseId} ${share.percent}`).join(", ")}`;
  if (action.type === "finish") return `finish ${action.outcome.kind}`;
  const details = Object.entries(action).filter(
    ([key]) => !["type", "deadlineMs", "timeoutMs", "reason"].includes(key),
  );
  return [action.type, ...details.map(([, value]) => String(value))].join(" ");
}

const FAILED = { kind: "did-not-become-healthy", detail: "never ready" } as const;
const VERIFIED = new Set(["migrated", "verified-directly"] as const);

test.each<[string, Case, string]>([
  ["migrates first", { seen: ["a 100 2/2"] }, "run-task migrate b"],
  [
    "retires what is neither serving nor new before staging",
    { seen: ["old 0 2/2", "a 100 2/2"], state: { milestones: new Set(["migrated"]) } },
    "retire old",
  ],
  ["stages the full count", { seen: ["a 100 2/2"], state: { milestones: new Set(["migrated"]) } }, "stage b 2"],
  [
    "stages again what was staged in part",
    { seen: ["a 100 2/2", "b 0 1/1"], state: { milestones: new Set(["migrated"]) } },
    "stage b 2",
  ],
  [
    "waits while one process is not healthy",
    { seen: ["a 100 2/2", "b 0 1/2"], state: { milestones: new Set(["migrated"]) } },
    "wait-until-healthy b",
  ],
  [
    "verifies on its addresses before it gets traffic",
    { seen: ["a 100 2/2", "b 0 2/2"], state: { milestones: new Set(["migrated"]) } },
    "verify b addresses",
  ],
  [
    "waits again when it fell ill after it was verified",
    { seen: ["a 100 2/2", "b 0 1/2"], state: { milestones: VERIFIED } },
    "wait-until-healthy b",
  ],
  [
    "switches all traffic at once",
    { seen: ["a 100 2/2", "b 0 2/2"], state: { milestones: VERIFIED } },
    "set-weights b 100, a 0",
  ],
  [
    "asks through the router right after the switch",
    { seen: ["a 0 2/2", "b 100 2/2"], state: { milestones: VERIFIED } },
    "verify b router",
  ],
  [
    "then drains the old one",
    { seen: ["a 0 2/2", "b 100 2/2"], state: { milestones: new Set(["verified-serving"]) } },
    "drain a",
  ],
  [
    "keeps the old one warm at the end",
    { seen: ["a 0 2/2", "b 100 2/2"], state: { milestones: new Set(["verified-serving", "drained"]) } },
    "finish completed",
  ],
])("blue-green %s", (_name, situation, expected) => {
  expect(decide(situation)).toBe(expected);
});

test.each<[string, Case, string]>([
  ["starts one process more", { seen: ["a 100 2/2"] }, "stage b 1"],
  ["gives it the share of one of three", { seen: ["a 100 2/2", "b 0 1/1"] }, "set-weights b 33, a 67"],
  ["stops one old process", { seen: ["a 67 2/2", "b 33 1/1"] }, "stage a 1"],
  ["evens the shares", { seen: ["a 67 1/1", "b 33 1/1"] }, "set-weights b 50, a 50"],
  ["starts the next one", { seen: ["a 50 1/1", "b 50 1/1"] }, "stage b 2"],
  ["gives the last share when all are healthy", { seen: ["a 50 1/1", "b 50 2/2"] }, "set-weights b 100, a 0"],
  ["takes the share from a dead old process at once", { seen: ["a 67 0/2", "b 33 1/1"] }, "set-weights b 100, a 0"],
  ["asks through the router", { seen: ["a 0 1/1", "b 100 2/2"] }, "verify b router"],
  [
    "retires the old one, which has no full count to be warm with",
    { seen: ["a 0 1/1", "b 100 2/2"], state: { milestones: new Set([...VERIFIED, "verified-serving", "drained"]) } },
    "retire a",
  ],
  [
    "is finished when the old one is gone",
    { seen: ["b 100 2/2"], state: { milestones: new Set([...VERIFIED, "verified-serving", "drained"]) } },
    "finish completed",
  ],
  ["starts as blue-green does where nothing serves", { seen: [] }, "stage b 2"],
  ["brings a larger warm release down to the count", { seen: ["a 100 2/2", "b 0 3/3"] }, "stage b 2"],
  [
    "with one that may be missing, stops an old process before it starts a new one",
    { seen: ["a 100 2/2"], policy: { maxUnavailable: 1 } },
    "stage a 1",
  ],
  [
    "with one that may be missing, gives all to the first new one before the last old one stops",
    { seen: ["a 100 1/1", "b 0 1/1"], policy: { maxUnavailable: 1 } },
    "set-weights b 100, a 0",
  ],
])("rolling %s", (_name, situation, expected) => {
  const policy = { strategy: "rolling", ...situation.policy } as const;
  expect(decide({ ...situation, policy, state: { milestones: VERIFIED, ...situation.state } })).toBe(expected);
});

test.each<[string, Case, string]>([
  [
    "switches to a warm release first of all",
    { seen: ["b 0 2/2", "a 100 2/2"], state: { toWebCount: 2 } },
    "set-weights b 100, a 0",
  ],
  [
    "does not wait for one crashed process of a warm release",
    { seen: ["b 0 1/2", "a 100 2/2"], state: { toWebCount: 2 } },
    "set-weights b 100, a 0",
  ],
  [
    "waits for a warm release with no healthy process",
    { seen: ["b 0 0/2", "a 100 2/2"], state: { toWebCount: 2 } },
    "wait-until-healthy b",
  ],
  [
    "fills up a release that is warm in part",
    { seen: ["b 0 1/1", "a 100 2/2"], state: { toWebCount: 1 } },
    "stage b 2",
  ],
  ["starts a release that is gone, without migrating", { seen: ["a 100 2/2"] }, "stage b 2"],
  ["verifies what it started itself", { seen: ["b 0 2/2", "a 100 2/2"] }, "verify b addresses"],
  ["retires a third one before it starts anything", { seen: ["old 0 2/2", "a 100 2/2"] }, "retire old"],
  ["asks through the router after the switch", { seen: ["b 100 2/2", "a 0 2/2"] }, "verify b router"],
  [
    "leaves the bad release with no traffic",
    { seen: ["b 100 2/2", "a 0 2/2"], state: { milestones: new Set(["verified-serving", "drained"]) } },
    "finish completed",
  ],
  [
    "cannot be undone once it has switched",
    { seen: ["b 100 2/2", "a 0 2/2"], state: { undoReason: FAILED } },
    "finish gave-up",
  ],
  [
    "is complete when another command supersedes it after the switch",
    { seen: ["b 100 2/2", "a 0 2/2"], state: { undoReason: { kind: "superseded", detail: "deploy c" } } },
    "finish completed",
  ],
  ["is undone before the switch", { seen: ["b 0 0/2", "a 100 2/2"], state: { undoReason: FAILED } }, "retire b"],
])("a rollback %s", (_name, situation, expected) => {
  expect(decide({ ...situation, state: { intent: "roll-back", ...situation.state } })).toBe(expected);
});

test.each<[string, Case, string]>([
  ["retires the new release, which never had traffic", { seen: ["a 100 2/2", "b 0 0/2"] }, "retire b"],
  ["ends when the new release is gone", { seen: ["a 100 2/2"] }, "finish undone"],
  [
    "switches back at once to a release with its full count",
    { seen: ["a 0 1/2", "b 100 2/2"] },
    "set-weights a 100, b 0",
  ],
  ["waits for an old release with no healthy process", { seen: ["a 0 0/2", "b 100 2/2"] }, "wait-until-healthy a"],
  [
    "leaves the new one serving when the old one stays ill",
    { seen: ["a 0 0/2", "b 100 2/2"], state: { milestones: new Set(["restore-waited"]) } },
    "finish gave-up",
  ],
  ["does not wait for what serves already", { seen: ["a 100 0/2", "b 0 2/2"] }, "retire b"],
  ["restores the old count before the switch", { seen: ["a 50 1/1", "b 50 1/1"] }, "stage a 2"],
  ["starts an old release that is gone", { seen: ["b 100 2/2"] }, "stage a 2"],
  [
    "waits for what it restored",
    { seen: ["a 50 1/2", "b 50 1/1"], state: { milestones: new Set(["restore-staged"]) } },
    "wait-until-healthy a",
  ],
  [
    "switches to what it could restore",
    { seen: ["a 50 1/2", "b 50 1/1"], state: { milestones: new Set(["restore-staged", "restore-waited"]) } },
    "set-weights a 100, b 0",
  ],
  [
    "makes do with the old processes left when no other can be started",
    { seen: ["a 50 1/1", "b 50 1/1"], state: { milestones: new Set(["restore-failed"]) } },
    "set-weights a 100, b 0",
  ],
  [
    "gives up when the old release is gone for good",
    { seen: ["b 100 2/2"], state: { milestones: new Set(["restore-failed"]) } },
    "finish gave-up",
  ],
  [
    "gives up at the step limit",
    { seen: ["a 100 2/2", "b 0 2/2"], state: { stepCount: stepLimit(policyWith({})) } },
    "finish gave-up",
  ],
])("the way back %s", (_name, situation, expected) => {
  expect(decide({ ...situation, state: { undoReason: FAILED, ...situation.state } })).toBe(expected);
});

test("the way back of a first deployment withdraws all traffic before it retires the release", () => {
  const first = startRollout("deploy", B, { groups: [] });
  const at = (...seen: readonly string[]) =>
    describeAction(
      nextAction({
        policy: policyWith({}),
        state: { ...first, undoReason: FAILED },
        observation: { groups: groups(...seen) },
      }),
    );
  expect(at("b 100 2/2")).toBe("set-weights ");
  expect(at("b 0 2/2")).toBe("retire b");
  expect(at()).toBe("finish undone");
});

test("the way back drains the new release while something is under way, once", () => {
  const seen = groups("a 100 2/2", "b 0 2/2").map((group) => ({ ...group, inFlightCount: 1 }));
  const start = startRollout("deploy", B, { groups: groups("a 100 2/2") });
  const state = { ...start, undoReason: FAILED };
  const policy = policyWith({});
  const drain = nextAction({ policy, state, observation: { groups: seen } });
  expect(drain).toEqual({ type: "drain", releaseId: B, timeoutMs: 30_000 });
  const drained = advance(state, drain, { kind: "timed-out", remaining: 1 });
  expect(nextAction({ policy, state: drained, observation: { groups: seen } })).toMatchObject({ type: "retire" });
});

test("a failed step turns the rollout round, with the reason", () => {
  const start = startRollout("deploy", B, { groups: groups("a 100 2/2") });
  const policy = policyWith({});
  const migrate = nextAction({ policy, state: start, observation: { groups: groups("a 100 2/2") } });
  const failed = advance(start, migrate, { kind: "failed", detail: "no such table" });
  const turn = nextAction({ policy, state: failed, observation: { groups: groups("a 100 2/2") } });
  expect(turn).toEqual({ type: "roll-back", reason: { kind: "migration-failed", detail: "no such table" } });
  expect(advance(failed, turn, { kind: "done" })).toMatchObject({
    undoReason: { kind: "migration-failed" },
    stepCount: 0,
  });
});

test.each([
  [{ type: "stage", releaseId: B, webCount: 2 }, "could-not-be-staged"],
  [{ type: "wait-until-healthy", releaseId: B, deadlineMs: 1 }, "did-not-become-healthy"],
  [{ type: "verify", releaseId: B, route: "router" }, "verification-failed"],
] as const)("a failed %o is a reason of its own", (action, kind) => {
  const start = startRollout("deploy", B, { groups: [] });
  expect(advance(start, action, { kind: "failed", detail: "because" }).failure).toEqual({ kind, detail: "because" });
});

test("processes that the way back was about to start are awaited, even if it was killed before it could say so", () => {
  const undoing = { ...startRollout("deploy", B, { groups: groups("a 100 2/2") }), undoReason: FAILED };
  const stage = { type: "stage", releaseId: A, webCount: 2 } as const;
  const policy = policyWith({});
  const observation = { groups: groups("a 50 1/2", "b 50 1/1") };
  expect(describeAction(nextAction({ policy, state: beginStep(undoing, stage), observation }))).toBe(
    "wait-until-healthy a",
  );
  expect(describeAction(nextAction({ policy, state: undoing, observation }))).toBe("set-weights a 100, b 0");
});

test("a failure on the way back never turns it round again", () => {
  const undoing = { ...startRollout("deploy", B, { groups: groups("a 100 2/2") }), undoReason: FAILED };
  const failed = (action: RolloutAction) => advance(undoing, action, { kind: "failed", detail: "because" });
  expect([...failed({ type: "stage", releaseId: A, webCount: 2 }).milestones]).toEqual(["restore-failed"]);
  expect([...failed({ type: "wait-until-healthy", releaseId: A, deadlineMs: 1 }).milestones]).toEqual([
    "restore-waited",
  ]);
  expect([...failed({ type: "set-weights", shares: [] }).milestones]).toEqual([]);
});

test("a release that keeps falling in and out of health is taken back at the step limit, not before", () => {
  const limit = stepLimit(policyWith({}));
  const at = (stepCount: number) =>
    decide({ seen: ["a 100 2/2", "b 0 1/2"], state: { milestones: VERIFIED, stepCount } });
  expect(at(limit - 1)).toBe("wait-until-healthy b");
  expect(at(limit)).toBe("roll-back");
});

test("a rollout starts from the release with the largest share, and knows whether the new one was warm", () => {
  const state = startRollout("deploy", B, { groups: groups("a 60 2/3", "c 40 1/1", "b 0 2/2") });
  expect(state).toMatchObject({ from: A, fromWebCount: 3, to: B, toWebCount: 2, stepCount: 0 });
});

test("a rollout to the release that serves comes from nowhere", () => {
  expect(startRollout("deploy", A, { groups: groups("a 100 2/2") })).not.toHaveProperty("from");
});
