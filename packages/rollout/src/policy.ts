/** How traffic moves to a new release. Canary joins this union in a later issue. */
export type Strategy = "blue-green" | "rolling";

/** What an environment asks of its rollouts. Build one with `policyWith`; check foreign values with `policyProblems`. */
export interface RolloutPolicy {
  readonly strategy: Strategy;
  /** Web processes of the serving release, 1 or more. Default 2. */
  readonly webCount: number;
  /** Rolling only: how many of `webCount` may be missing meanwhile. Default 0: one process more runs instead. */
  readonly maxUnavailable: number;
  /** How long a staged release has to become healthy, in milliseconds. Default 30,000. */
  readonly healthDeadlineMs: number;
  /** How long requests under way may take to finish, in milliseconds. Default 30,000. */
  readonly drainTimeoutMs: number;
}

const DEFAULT_POLICY: RolloutPolicy = {
  strategy: "blue-green",
  webCount: 2,
  maxUnavailable: 0,
  healthDeadlineMs: 30_000,
  drainTimeoutMs: 30_000,
};

/**
 * The default policy with some values replaced.
 * Example: `policyWith({ strategy: "rolling" })` replaces two processes one at a time, never serving with fewer.
 */
export function policyWith(changes: Partial<RolloutPolicy>): RolloutPolicy {
  return { ...DEFAULT_POLICY, ...changes };
}

/**
 * Every reason why a policy cannot be followed, as sentences; empty when it can.
 * Example: `policyProblems(policyWith({ webCount: 0 }))` is
 * `["webCount is 0: give a whole number of 1 or more", "maxUnavailable is 0: …"]`.
 */
export function policyProblems(policy: RolloutPolicy): readonly string[] {
  const problems: string[] = [];
  if (!Number.isInteger(policy.webCount) || policy.webCount < 1)
    problems.push(`webCount is ${policy.webCount}: give a whole number of 1 or more`);
  if (!isWholeBelow(policy.maxUnavailable, policy.webCount))
    problems.push(`maxUnavailable is ${policy.maxUnavailable}: give a whole number from 0 to webCount - 1`);
  if (!isPositiveMs(policy.healthDeadlineMs))
    problems.push(`healthDeadlineMs is ${policy.healthDeadlineMs}: give milliseconds above 0`);
  if (!isPositiveMs(policy.drainTimeoutMs))
    problems.push(`drainTimeoutMs is ${policy.drainTimeoutMs}: give milliseconds above 0`);
  return problems;
}

/**
 * How many steps a rollout may take before it is undone: several times what an undisturbed one needs, so that only a
 * release that keeps falling in and out of health reaches it.
 * Example: `stepLimit(policyWith({ webCount: 2 }))` is 46.
 */
export function stepLimit(policy: RolloutPolicy): number {
  return 30 + 8 * policy.webCount;
}

function isWholeBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}

function isPositiveMs(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
