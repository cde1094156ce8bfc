/**
 * How many jobs run at once on so many cores: a few more, since some wait for a disk, a server or a timer and would
 * leave a core idle. As ninja does (GuessParallelism in src/ninja.cc).
 * Example: 2 cores give 3 places, 8 give 10.
 */
export function placesFor(cores: number): number {
  if (cores <= 1) return 2;
  return cores === 2 ? 3 : cores + 2;
}
