import type { BlockPair, RegressionFigures } from "@ecommerce-cart/quality-gates";
import type { Result } from "@ecommerce-cart/result";
import { compareReleases } from "./compare-releases.ts";
import type { ComparedBlocks } from "./compare-releases.ts";
import { isSettled } from "./is-settled.ts";
import type { RegressionQuestion } from "./is-settled.ts";
import { LEAST_RATE } from "./measurement-plan.ts";
import type { MeasurementPlan } from "./measurement-plan.ts";
import type { BuiltRelease } from "./shop-process.ts";
import { startShop } from "./shop-under-test.ts";
import type { MeasuringServers } from "./shop-under-test.ts";

type RoundsPlan = MeasurementPlan["comparison"];

/** What is compared, what that is to tell, and how. */
export interface RoundsRequest extends RoundsPlan {
  readonly candidate: BuiltRelease;
  /** The release before it; or why there is none, as a sentence without its full stop. */
  readonly baseline: Result<BuiltRelease, string>;
  readonly question: RegressionQuestion;
  readonly servers: MeasuringServers;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * In rounds, in each of which both start fresh with a database of its own: what was measured before has aged one of them,
 * and two processes of the same program differ by some percent for as long as they live.
 */
export async function compareInRounds(comparison: RoundsRequest, maximumRate: number): Promise<RegressionFigures> {
  const { baseline, question, pairCount, mostRounds, loadShare, log } = comparison;
  if (!baseline.ok) return { kind: "no-comparison", reason: baseline.error };
  const { id, digest } = baseline.value;
  log(`comparing with ${id} in up to ${mostRounds} rounds of ${pairCount} pairs of blocks`);
  const rate = Math.max(LEAST_RATE, maximumRate * loadShare);
  const rounds: ComparedBlocks[] = [];
  let pairs: readonly BlockPair[] = [];
  while (rounds.length < mostRounds && !isSettled(pairs, question)) {
    rounds.push(await compareOnce(comparison, { baseline: baseline.value, rate, round: rounds.length }));
    pairs = rounds.flatMap((blocks) => blocks.pairs);
    log(`${pairs.length} pairs measured`);
  }
  const requestCount = rounds.reduce((sum, { requestsPerBlock }) => sum + requestsPerBlock, 0);
  return {
    kind: "compared",
    baseline: { id, digest },
    pairs,
    requestsPerBlock: Math.round(requestCount / rounds.length),
  };
}

interface Round {
  readonly baseline: BuiltRelease;
  readonly rate: number;
  readonly round: number;
}

/** Every second round the candidate is the first to start. */
async function compareOnce(request: RoundsRequest, { baseline, rate, round }: Round): Promise<ComparedBlocks> {
  const { candidate, servers } = request;
  const isCandidateFirst = round % 2 === 1;
  const first = await startShop(isCandidateFirst ? candidate : baseline, servers);
  try {
    const second = await startShop(isCandidateFirst ? baseline : candidate, servers);
    try {
      const contestants = isCandidateFirst
        ? { baseline: second, candidate: first }
        : { baseline: first, candidate: second };
      const blocks = await compareReleases(contestants, { ...request, rate, round });
      [first, second].forEach((shop) => shop.checkAlive());
      return blocks;
    } finally {
      await second.stop();
    }
  } finally {
    await first.stop();
  }
}
