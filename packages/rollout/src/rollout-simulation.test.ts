import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReleaseId } from "@ecommerce-cart/release";
import { advance, beginStep, nextAction, policyWith, servingGroup, startRollout, stepLimit } from "./index.ts";
import type {
  Observation,
  ObservedGroup,
  RolloutAction,
  RolloutOutcome,
  RolloutPolicy,
  RolloutState,
  StepOutcome,
} from "./index.ts";

const [OLD, SERVING, NEW] = ["old", "serving", "new"] as ReleaseId[] as [ReleaseId, ReleaseId, ReleaseId];

/** What happens with one step: taken and marked, taken but killed before the mark, not taken, or failed. */
type Fate = "taken" | "killed-after" | "killed-before" | "failed";

interface Disturbance {
  readonly fate: Fate;
  /** Before the step is decided: all processes of this release die, or all are healthy again. */
  readonly crashed?: ReleaseId;
  readonly recovered?: ReleaseId;
  readonly bootsUnhealthy: boolean;
  readonly inFlightCount: number;
}

interface Setting {
  readonly policy: RolloutPolicy;
  readonly intent: RolloutState["intent"];
  readonly start: readonly ObservedGroup[];
  readonly script: readonly Disturbance[];
}

interface Trace {
  readonly outcome: RolloutOutcome;
  readonly decisions: readonly { readonly action: RolloutAction; readonly seen: Observation }[];
  readonly moments: readonly Observation[];
}

const CALM: Disturbance = { fate: "taken", bootsUnhealthy: false, inFlightCount: 0 };

function group(releaseId: ReleaseId, webCount: number, weightPercent = 0): ObservedGroup {
  return { releaseId, webCount, healthyCount: webCount, weightPercent, inFlightCount: 0 };
}

/** Runs the loop against a model of a target, as the deployer does, disturbed as the script says and then undisturbed. */
function simulate({ policy, intent, start, script }: Setting): Trace {
  let world: Observation = { groups: start };
  let state = startRollout(intent, NEW, world);
  const decisions: { action: RolloutAction; seen: Observation }[] = [];
  const moments = [world];
  for (let step = 0; step < 4 * stepLimit(policy) + script.length; step += 1) {
    const disturbance = script[step] ?? CALM;
    world = disturb(world, disturbance);
    const action = nextAction({ policy, state, observation: world });
    decisions.push({ action, seen: world });
    if (action.type === "finish") return { outcome: action.outcome, decisions, moments };
    state = beginStep(state, action);
    const outcome = outcomeOf(action, disturbance);
    if (disturbance.fate === "taken" || disturbance.fate === "killed-after") world = apply(world, action, disturbance);
    if (disturbance.fate === "taken" || disturbance.fate === "failed") state = advance(state, action, outcome);
    moments.push(world);
  }
  throw new Error("the loop did not end");
}

function disturb(world: Observation, { crashed, recovered, inFlightCount }: Disturbance): Observation {
  return {
    groups: world.groups.map((seen) => ({
      ...seen,
      inFlightCount,
      healthyCount: seen.releaseId === recovered ? seen.webCount : seen.releaseId === crashed ? 0 : seen.healthyCount,
    })),
  };
}

function outcomeOf(action: RolloutAction, { fate }: Disturbance): StepOutcome {
  // A decision cannot fail, and neither can retiring, draining and weighing on a target that can be reached.
  const canFail = ["run-task", "stage", "wait-until-healthy", "verify"].includes(action.type);
  return fate === "failed" && canFail ? { kind: "failed", detail: "as the script says" } : { kind: "done" };
}

function apply(world: Observation, action: RolloutAction, disturbance: Disturbance): Observation {
  const others = (releaseId: ReleaseId) => world.groups.filter((seen) => seen.releaseId !== releaseId);
  switch (action.type) {
    case "stage": {
      const before = world.groups.find((seen) => seen.releaseId === action.releaseId) ?? group(action.releaseId, 0);
      const started = Math.max(0, action.webCount - before.webCount);
      const healthyCount = Math.min(before.healthyCount, action.webCount) + (disturbance.bootsUnhealthy ? 0 : started);
      return { groups: [...others(action.releaseId), { ...before, webCount: action.webCount, healthyCount }] };
    }
    case "wait-until-healthy":
      return disturb(world, { ...CALM, recovered: action.releaseId });
    case "set-weights": {
      const percents = new Map(action.shares.map((share) => [share.releaseId, share.percent]));
      return { groups: world.groups.map((seen) => ({ ...seen, weightPercent: percents.get(seen.releaseId) ?? 0 })) };
    }
    case "retire":
      return { groups: others(action.releaseId) };
    default:
      return world;
  }
}

const releaseIds = fc.constantFrom(OLD, SERVING, NEW);
const disturbances = fc.record(
  {
    fate: fc.constantFrom<Fate>("taken", "taken", "taken", "killed-after", "killed-before", "failed"),
    crashed: releaseIds,
    recovered: releaseIds,
    bootsUnhealthy: fc.boolean(),
    inFlightCount: fc.nat(2),
  },
  { requiredKeys: ["fate", "bootsUnhealthy", "inFlightCount"] },
);
const policies = fc
  .record({
    strategy: fc.constantFrom("blue-green" as const, "rolling" as const),
    webCount: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ strategy, webCount }) =>
    fc.nat(webCount - 1).map((maxUnavailable) => policyWith({ strategy, webCount, maxUnavailable })),
  );
/** Empty; one release serving, with or without a warm one; the new one warm already; two that share the traffic. */
const settings = (script: fc.Arbitrary<readonly Disturbance[]>) =>
  fc
    .record({
      policy: policies,
      world: fc.nat(4),
      intent: fc.constantFrom("deploy" as const, "roll-back" as const),
      script,
    })
    .map(({ policy, world, intent, script: disturbed }): Setting => {
      const serving = group(SERVING, policy.webCount, 100);
      const warm = [[], [], [group(OLD, policy.webCount)], [group(NEW, policy.webCount)]][world] ?? [];
      const shared = [group(OLD, policy.webCount, 40), group(SERVING, policy.webCount, 60)];
      const start = world === 0 ? [] : world === 4 ? shared : [...warm, serving];
      return { policy, intent, start, script: disturbed };
    });
const disturbed = settings(fc.array(disturbances, { maxLength: 40 }));
const calm = settings(fc.constant([]));

function healthOf(seen: Observation, releaseId: ReleaseId): number {
  return seen.groups.find((candidate) => candidate.releaseId === releaseId)?.healthyCount ?? 0;
}

function totalWeight(seen: Observation): number {
  return seen.groups.reduce((sum, candidate) => sum + candidate.weightPercent, 0);
}

test("whatever fails, dies or is killed, the loop ends", () => {
  fc.assert(
    fc.property(disturbed, (setting) => void simulate(setting)),
    { numRuns: 3000 },
  );
});

test("weight is never given to a release without a healthy process, and always sums to 100, or to nothing after a first deployment", () => {
  const property = fc.property(disturbed, (setting) => {
    for (const { action, seen } of simulate(setting).decisions) {
      if (action.type !== "set-weights") continue;
      const given = action.shares.filter((share) => share.percent > 0);
      expect(given.every((share) => healthOf(seen, share.releaseId) > 0)).toBe(true);
      const isWithdrawal = action.shares.length === 0 && setting.start.length === 0;
      expect(given.reduce((sum, share) => sum + share.percent, 0)).toBe(isWithdrawal ? 0 : 100);
    }
  });
  fc.assert(property, { numRuns: 3000 });
});

test("where something served at the start, the weights sum to 100 at every moment", () => {
  const property = fc.property(disturbed, (setting) => {
    fc.pre(setting.start.length > 0);
    for (const moment of simulate(setting).moments) expect(totalWeight(moment)).toBe(100);
  });
  fc.assert(property, { numRuns: 3000 });
});

test("a release with a share of the traffic is never retired", () => {
  const property = fc.property(disturbed, (setting) => {
    for (const { action, seen } of simulate(setting).decisions)
      if (action.type === "retire")
        expect(seen.groups.find((candidate) => candidate.releaseId === action.releaseId)?.weightPercent).toBe(0);
  });
  fc.assert(property, { numRuns: 3000 });
});

test("completed: the new release has all traffic; undone: the one before has, and the new one is gone", () => {
  const property = fc.property(disturbed, (setting) => {
    const { outcome, moments } = simulate(setting);
    const last = moments.at(-1) as Observation;
    if (outcome.kind === "gave-up") return;
    const expected = outcome.kind === "completed" ? NEW : setting.start.length > 0 ? SERVING : undefined;
    expect(servingGroup(last)?.releaseId).toBe(expected);
    if (outcome.kind === "undone") expect(last.groups.map((seen) => seen.releaseId)).not.toContain(NEW);
  });
  fc.assert(property, { numRuns: 3000 });
});

test("undisturbed, every rollout completes, within the step limit, and leaves one warm release at most", () => {
  const property = fc.property(calm, (setting) => {
    const { outcome, moments, decisions } = simulate(setting);
    expect(outcome).toEqual({ kind: "completed" });
    expect(decisions.length).toBeLessThan(stepLimit(setting.policy));
    expect((moments.at(-1) as Observation).groups.length).toBeLessThanOrEqual(2);
  });
  fc.assert(property, { numRuns: 1000 });
});

test("undisturbed, two releases run at most once anything is staged: a laptop's memory holds", () => {
  const property = fc.property(calm, (setting) => {
    fc.pre(setting.intent === "deploy" && !setting.start.some((seen) => seen.weightPercent === 60));
    for (const { action, seen } of simulate(setting).decisions)
      if (action.type !== "run-task" && action.type !== "retire") expect(seen.groups.length).toBeLessThanOrEqual(2);
  });
  fc.assert(property, { numRuns: 1000 });
});

test("undisturbed rolling never serves with fewer healthy processes than asked for less maxUnavailable, nor runs more than one extra", () => {
  const property = fc.property(calm, ({ policy, ...rest }) => {
    fc.pre(rest.intent === "deploy" && rest.start.some((seen) => seen.weightPercent === 100));
    fc.pre(!rest.start.some((seen) => seen.releaseId === NEW));
    const rolling = { ...policy, strategy: "rolling" as const };
    for (const moment of simulate({ ...rest, policy: rolling }).moments) {
      const groups = moment.groups.filter((seen) => seen.releaseId !== OLD);
      const serving = groups.filter((seen) => seen.weightPercent > 0);
      const healthy = serving.reduce((sum, seen) => sum + seen.healthyCount, 0);
      const running = groups.reduce((sum, seen) => sum + seen.webCount, 0);
      expect(running).toBeLessThanOrEqual(policy.webCount + 1);
      expect(healthy).toBeGreaterThanOrEqual(policy.webCount - policy.maxUnavailable);
    }
  });
  fc.assert(property, { numRuns: 1000 });
});

test("a kill at any step, before or after it is taken, changes nothing about how an undisturbed rollout ends", () => {
  const property = fc.property(
    calm,
    fc.nat(40),
    fc.constantFrom<Fate>("killed-before", "killed-after"),
    (setting, at, fate) => {
      const script = [...Array<Disturbance>(at).fill(CALM), { ...CALM, fate }];
      const [killed, whole] = [simulate({ ...setting, script }), simulate(setting)];
      expect(killed.outcome).toEqual(whole.outcome);
      expect(killed.moments.at(-1)).toEqual(whole.moments.at(-1));
    },
  );
  fc.assert(property, { numRuns: 2000 });
});

test("with a rollback to a warm release the first decision is the switch", () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const start = [group(NEW, policy.webCount), group(SERVING, policy.webCount, 100)];
      const { decisions } = simulate({ policy, intent: "roll-back", start, script: [] });
      expect(decisions[0]?.action.type).toBe("set-weights");
    }),
  );
});
