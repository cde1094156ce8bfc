import type { HealthStatus } from "./router-state.ts";

/** What the choice of a release looks at. */
export interface WeightedRelease {
  readonly weightPercent: number;
}

/** What the choice of a process looks at. */
export interface CandidateProcess {
  readonly health: { readonly status: HealthStatus };
  /** Requests under way on it. */
  readonly inFlightCount: number;
  /** Grows with each request of the router; the value when this process was chosen last, 0 when never. */
  readonly lastChosen: number;
}

/**
 * Draws the release of one request. `draw` is uniform in [0, 1); each release owns a part of it as wide as its weight,
 * in the order of the list, so that the chance of a release is its weight whatever was drawn before.
 * Weights sum to 100; returns undefined for a list without any weight.
 * Example: with weights 90 and 10, a draw of 0.89 gives the first, 0.9 the second.
 */
export function chooseRelease<R extends WeightedRelease>(releases: readonly R[], draw: number): R | undefined {
  const weighted = releases.filter((release) => release.weightPercent > 0);
  let upTo = 0;
  for (const release of weighted) {
    upTo += release.weightPercent;
    if (draw * 100 < upTo) return release;
  }
  return weighted.at(-1);
}

/**
 * Chooses the healthy process with the fewest requests under way; among equals the one that was chosen longest ago, so
 * that quiet traffic reaches all of them. Returns undefined when none is healthy.
 */
export function chooseProcess<P extends CandidateProcess>(candidates: readonly P[]): P | undefined {
  let best: P | undefined;
  for (const candidate of candidates) {
    if (candidate.health.status === "healthy" && (best === undefined || isBetter(candidate, best))) best = candidate;
  }
  return best;
}

function isBetter(one: CandidateProcess, other: CandidateProcess): boolean {
  if (one.inFlightCount !== other.inFlightCount) return one.inFlightCount < other.inFlightCount;
  return one.lastChosen < other.lastChosen;
}
