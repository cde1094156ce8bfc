/** Gives numbers from 0 to below 1. */
export type Random = () => number;

/** Random numbers that are the same for the same seed. Source: mulberry32, Tommy Ettinger, public domain. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A load to be offered: requests per second, for how many milliseconds. */
export interface OfferedLoad {
  readonly rate: number;
  readonly durationMs: number;
}

/**
 * When requests are meant to start, in milliseconds from the beginning: a Poisson process, as independent shoppers
 * make one. Drawn beforehand, so that no answer can put a request off.
 */
export function drawArrivals({ rate, durationMs }: OfferedLoad, random: Random): readonly number[] {
  const arrivals: number[] = [];
  let atMs = 0;
  for (;;) {
    atMs += (-Math.log(1 - random()) / rate) * 1000;
    if (atMs >= durationMs) return arrivals;
    arrivals.push(atMs);
  }
}
