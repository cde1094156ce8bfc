/** What the search needs to know of a job. */
export interface ChainLink {
  readonly name: string;
  readonly needs: readonly string[];
  readonly durationMs: number;
}

/** The slowest path through `needs`: its jobs in order, and the sum of their durations. */
export interface Chain {
  readonly jobs: readonly string[];
  readonly durationMs: number;
}

const EMPTY: Chain = { jobs: [], durationMs: 0 };

/**
 * Finds the path through `needs` whose durations add up to the most: the time below which no number of cores helps.
 * A need that is not among `links` (a run of one stage) counts as nothing; so does one that closes a cycle.
 * Example: a (2 ms) <- b (3 ms), c (4 ms) alone: `{ jobs: ["a", "b"], durationMs: 5 }`.
 */
export function findLongestChain(links: readonly ChainLink[]): Chain {
  const byName = new Map(links.map((link) => [link.name, link]));
  const known = new Map<string, Chain>();
  const chainTo = (link: ChainLink): Chain => {
    const seen = known.get(link.name);
    if (seen !== undefined) return seen;
    known.set(link.name, EMPTY);
    let before = EMPTY;
    for (const need of link.needs) {
      const needed = byName.get(need);
      const chain = needed === undefined ? EMPTY : chainTo(needed);
      if (chain.durationMs > before.durationMs || before.jobs.length === 0) before = chain;
    }
    const chain = { jobs: [...before.jobs, link.name], durationMs: before.durationMs + link.durationMs };
    known.set(link.name, chain);
    return chain;
  };
  return links
    .map(chainTo)
    .reduce((longest, chain) => (chain.durationMs > longest.durationMs ? chain : longest), EMPTY);
}
