import type { WeightShare } from "./action.ts";
import type { ObservedGroup } from "./rollout-state.ts";

/**
 * Shares in proportion to healthy processes, in whole percent, summing to 100; groups without one get 0.
 * Source: largest-remainder method; ties go to the earlier group. Empty when nothing is healthy.
 * Example: 1 healthy process of B and 2 of A give B 33, A 67; 1, 1 and 1 give 34, 33, 33.
 */
export function proportionalShares(groups: readonly ObservedGroup[]): readonly WeightShare[] {
  const total = groups.reduce((sum, group) => sum + group.healthyCount, 0);
  if (total === 0) return [];
  const exact = groups.map(({ releaseId, healthyCount }) => ({
    releaseId,
    floor: Math.floor((healthyCount * 100) / total),
    remainder: (healthyCount * 100) % total,
  }));
  const missing = 100 - exact.reduce((sum, share) => sum + share.floor, 0);
  const raised = new Set(exact.toSorted((a, b) => b.remainder - a.remainder).slice(0, missing));
  return exact.map((share) => ({
    releaseId: share.releaseId,
    percent: share.floor + (raised.has(share) ? 1 : 0),
  }));
}

/** Whether the target already gives exactly these shares. */
export function hasShares(groups: readonly ObservedGroup[], shares: readonly WeightShare[]): boolean {
  const percents = new Map(shares.map((share) => [share.releaseId, share.percent]));
  return groups.every((group) => group.weightPercent === (percents.get(group.releaseId) ?? 0));
}
