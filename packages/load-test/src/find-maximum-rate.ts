import type { Sample } from "./open-loop.ts";
import { percentile } from "./summarize-samples.ts";

/** One rate that was tried. */
export interface RateStep {
  readonly rate: number;
  /** True: answers kept up with requests. */
  readonly isSustained: boolean;
}

/** What the steps found. */
export interface MaximumRate {
  /** The highest sustained rate, in requests per second; 0 where there was none. */
  readonly rate: number;
  /** True where a higher one was tried, twice, and was too much. */
  readonly isReached: boolean;
}

const FIRST_RATE = 100;
const LOWEST_RATE = 5;
const PRECISION = 1.1;
const MOST_CUT = 0.01;
const MOST_REFUSED = 0.1;
const LONGEST_P95_MS = 1000;
const MOST_GROWTH_MS = 100;

/**
 * True where answers keep up with requests: at most 1 % are cut, at most 10 % unexpected (an error that comes quickly is
 * another gate's; a shop that refuses more is shedding load), p95 stays below 1 s, and the last third of the requests
 * does not wait 100 ms longer (in the median) than the first. A shop that is slow but keeps up sustains its load: how
 * slow it may be is another gate's question.
 */
export function isSustained(samples: readonly Sample[]): boolean {
  const inOrder = samples.toSorted((a, b) => a.intendedAtMs - b.intendedAtMs);
  const third = Math.floor(inOrder.length / 3);
  const median = (part: readonly Sample[]): number => percentile(latenciesOf(part), 0.5);
  const growthMs = median(inOrder.slice(-third)) - median(inOrder.slice(0, third));
  const refusedCount = samples.filter(({ failure }) => failure === "unexpectedStatus").length;
  const cutCount = samples.filter(({ failure }) => failure !== undefined).length - refusedCount;
  const isAnswered = cutCount <= MOST_CUT * samples.length && refusedCount <= MOST_REFUSED * samples.length;
  const isQuick = percentile(latenciesOf(samples), 0.95) <= LONGEST_P95_MS;
  return third > 0 && isQuick && growthMs <= MOST_GROWTH_MS && isAnswered;
}

/**
 * The rate to try after `steps`; undefined when the maximum is known to 10 %. Doubles until a rate is too much, then
 * halves the interval (geometrically). A rate is too much only when it was twice: one disturbance of the machine would
 * otherwise give a low maximum, and a low load to be measured at.
 */
export function nextRate(steps: readonly RateStep[]): number | undefined {
  const last = steps.at(-1);
  if (last === undefined) return FIRST_RATE;
  const isDoubted = !last.isSustained && steps.filter(({ rate }) => rate === last.rate).length === 1;
  if (isDoubted) return last.rate;
  const { rate: best } = maximumOf(steps);
  const tooMuch = lowestTooMuch(steps, best);
  if (tooMuch === undefined) return best * 2;
  if (best === 0) return tooMuch / 2 >= LOWEST_RATE ? tooMuch / 2 : undefined;
  return tooMuch / best > PRECISION ? Math.sqrt(tooMuch * best) : undefined;
}

/** What `steps` say so far. */
export function maximumOf(steps: readonly RateStep[]): MaximumRate {
  const rate = Math.max(0, ...steps.filter((step) => step.isSustained).map((step) => step.rate));
  return { rate, isReached: lowestTooMuch(steps, rate) !== undefined };
}

function lowestTooMuch(steps: readonly RateStep[], best: number): number | undefined {
  const failed = steps.filter((step) => !step.isSustained && step.rate > best).map((step) => step.rate);
  const twice = failed.filter((rate, index) => failed.indexOf(rate) !== index);
  return twice.length === 0 ? undefined : Math.min(...twice);
}

function latenciesOf(samples: readonly Sample[]): readonly number[] {
  return samples.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
}
