import type { BlockPair } from "@ecommerce-cart/quality-gates";
import { offerLoad } from "./shop-under-test.ts";
import type { LoadedShop } from "./shop-under-test.ts";
import { geometricMeanMs } from "./summarize-samples.ts";

/** The two that are compared. */
export interface Contestants {
  readonly baseline: LoadedShop;
  readonly candidate: LoadedShop;
}

/** How they are compared. */
export interface Comparison {
  /** Requests per second, to one of them at a time. */
  readonly rate: number;
  readonly blockMs: number;
  readonly pairCount: number;
  /** Which of several comparisons this is, from 0: each draws other requests, and every second begins with the candidate. */
  readonly round: number;
  /** Before the first block counts, for each. */
  readonly warmUpMs: number;
  readonly signal: AbortSignal;
}

/** The pairs, and how many requests a block has on average. */
export interface ComparedBlocks {
  readonly pairs: readonly BlockPair[];
  readonly requestsPerBlock: number;
}

const SEED = 7_001;

/**
 * Loads both in turn, in short blocks A B B A A B …: what changes on the machine over time meets both alike. The two
 * blocks of a pair are drawn from the same seed: the same steps at the same times.
 */
export async function compareReleases(contestants: Contestants, comparison: Comparison): Promise<ComparedBlocks> {
  const { rate, blockMs, pairCount, round, warmUpMs, signal } = comparison;
  const isCandidateFirst = round % 2 === 1;
  const shops = [contestants.baseline, contestants.candidate];
  for (const shop of isCandidateFirst ? shops.toReversed() : shops)
    await offerLoad(shop, { rate, durationMs: warmUpMs, seed: SEED - 2, signal });
  const pairs: BlockPair[] = [];
  let requestCount = 0;
  for (let pair = 0; pair < pairCount; pair += 1) {
    const seed = SEED + 2 * (round * pairCount + pair);
    const measure = async (shop: LoadedShop): Promise<number> => {
      const samples = await offerLoad(shop, { rate, durationMs: blockMs, seed, signal });
      requestCount += samples.length;
      return geometricMeanMs(samples);
    };
    pairs.push(await measurePair(contestants, measure, (pair + round) % 2 === 1));
  }
  // At low rates a seed may draw no request for either block.
  const measured = pairs.filter(({ baselineMs, candidateMs }) => baselineMs > 0 && candidateMs > 0);
  return { pairs: measured, requestsPerBlock: Math.round(requestCount / (2 * pairCount)) };
}

async function measurePair(
  { baseline, candidate }: Contestants,
  measure: (shop: LoadedShop) => Promise<number>,
  isCandidateFirst: boolean,
): Promise<BlockPair> {
  if (!isCandidateFirst) return { baselineMs: await measure(baseline), candidateMs: await measure(candidate) };
  const candidateMs = await measure(candidate);
  return { baselineMs: await measure(baseline), candidateMs };
}
