/** Lines of one file. A line is coverable when a statement starts on it. */
export interface FileCoverage {
  readonly coverableLines: number;
  readonly coveredLines: number;
  /** Hits by line number; left out where the report holds sums alone. */
  readonly hits?: ReadonlyMap<number, number>;
}

/** Lines by file; paths as in the report, relative to the root where the reader knew it, with "/" between. */
export type Coverage = ReadonlyMap<string, FileCoverage>;

/** Counts a file's lines. Example: `{10: 3, 11: 0}` is 2 coverable lines, 1 covered. */
export function fileCoverageOf(hits: ReadonlyMap<number, number>): FileCoverage {
  let coveredLines = 0;
  for (const count of hits.values()) if (count > 0) coveredLines += 1;
  return { coverableLines: hits.size, coveredLines, hits };
}

/** The lowest line that no test reached; undefined where all were, or where the report holds sums alone. */
export function firstUncoveredLine({ hits }: FileCoverage): number | undefined {
  let first: number | undefined;
  for (const [line, count] of hits ?? []) if (count === 0 && line < (first ?? Infinity)) first = line;
  return first;
}

/**
 * Two measurements of one file: a line is covered where either covered it. Where one holds sums alone, which lines
 * overlap is unknown, and the better of the two stands: a lower bound, never more than what was covered.
 */
function mergeFile(a: FileCoverage, b: FileCoverage): FileCoverage {
  if (a.hits === undefined || b.hits === undefined) {
    return {
      coverableLines: Math.max(a.coverableLines, b.coverableLines),
      coveredLines: Math.max(a.coveredLines, b.coveredLines),
    };
  }
  const hits = new Map(a.hits);
  for (const [line, count] of b.hits) hits.set(line, (hits.get(line) ?? 0) + count);
  return fileCoverageOf(hits);
}

/** Union of several runs' coverage (unit, integration …): a line is covered where any of them covered it. */
export function mergeCoverage(parts: readonly Coverage[]): Coverage {
  const merged = new Map<string, FileCoverage>();
  for (const part of parts) {
    for (const [file, coverage] of part) {
      const before = merged.get(file);
      merged.set(file, before === undefined ? coverage : mergeFile(before, coverage));
    }
  }
  return merged;
}

/**
 * A report's path as we name files: "/" between, relative to the root where it lies under `rootDirectory`.
 * Example: `toSourcePath("/home/a/shop/src/cart.ts", "/home/a/shop")` is "src/cart.ts".
 */
export function toSourcePath(path: string, rootDirectory?: string): string {
  const slashed = path.replaceAll("\\", "/");
  const root = rootDirectory?.replaceAll("\\", "/").replace(/\/+$/, "");
  if (root !== undefined && slashed.startsWith(`${root}/`)) return slashed.slice(root.length + 1);
  return slashed.startsWith("./") ? slashed.slice(2) : slashed;
}
