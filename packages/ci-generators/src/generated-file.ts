/** A file that is written by us and by nobody else. */
export interface GeneratedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** Where a file on disk is not what would be generated. */
export interface Drift {
  readonly path: string;
  /** "missing": not there. "changed": differs at `line`, 1-based. "leftover": generated once, and no longer. */
  readonly kind: "missing" | "changed" | "leftover";
  readonly line?: number;
}

/** Says who wrote a file; a leftover is known by it. */
export const GENERATED_BY = "Generated from pipeline.ts and environments/*.yaml by `./pipeline generate`. Do not edit.";

/** Compares byte by byte. `found` holds every file where a generated one may lie; others than ours are left alone. */
export function findDrift(expected: readonly GeneratedFile[], found: ReadonlyMap<string, string>): readonly Drift[] {
  const paths = new Set(expected.map(({ path }) => path));
  const leftovers = [...found].filter(([path, text]) => !paths.has(path) && text.includes(GENERATED_BY));
  return [
    ...expected.flatMap(({ path, text }): readonly Drift[] => {
      const actual = found.get(path);
      if (actual === undefined) return [{ path, kind: "missing" }];
      return actual === text ? [] : [{ path, kind: "changed", line: firstDifference(text, actual) }];
    }),
    ...leftovers.map(([path]): Drift => ({ path, kind: "leftover" })),
  ];
}

function firstDifference(expected: string, actual: string): number {
  const lines = actual.split("\n");
  const index = expected.split("\n").findIndex((line, at) => line !== lines[at]);
  return index === -1 ? expected.split("\n").length + 1 : index + 1;
}

/** One sentence for people. */
export function describeDrift({ path, kind, line }: Drift): string {
  if (kind === "missing") return `${path} is missing`;
  if (kind === "leftover") return `${path} is no longer generated: delete it`;
  return `${path} differs from what pipeline.ts says, first in line ${line}`;
}
