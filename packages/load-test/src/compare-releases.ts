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
  /** After each so many pairs `isSettled` is asked. */
  readonly pairCount: number;
  /** No more are measured, settled or not. */
  readonly mostPairs: number;
  readonly isSettled: (pairs: readonly BlockPair[]) => boolean;
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
  const { rate, blockMs, warmUpMs, signal } = comparison;
  for (const shop of [contestants.baseline, contestants.candidate])
    await offerLoad(shop, { rate, durationMs: warmUpMs, seed: SEED - 2, signal });
  const pairs: BlockPair[] = [];
  let requestCount = 0;
  for (let pair = 0; isWanted(pair, pairs, comparison); pair += 1) {
    const seed = SEED + 2 * pair;
    const measure = async (shop: LoadedShop): Promise<number> => {
      const samples = await offerLoad(shop, { rate, durationMs: blockMs, seed, signal });
      requestCount += samples.length;
      return geometricMeanMs(samples);
    };
    pairs.push(await measurePair(contestants, measure, pair % 2 === 1));
  }
  // At low rates a seed may draw no request for either block.
  return { pairs: pairs.filter(isWhole), requestsPerBlock: Math.round(requestCount / (2 * pairs.length)) };
}

function isWanted(pair: number, pairs: readonly BlockPair[], { pairCount, mostPairs, isSettled }: Comparison): boolean {
  if (pair === 0 || pair % pairCount !== 0) return true;
  return pair < mostPairs && !isSettled(pairs.filter(isWhole));
}

function isWhole({ baselineMs, candidateMs }: BlockPair): boolean {
  return baselineMs > 0 && candidateMs > 0;
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
