import type { Offender } from "@ecommerce-cart/pipeline-model";
import { countOf } from "../percent.ts";

/** A file's lines that were to be covered. Line numbers ascend. */
export interface JudgedLines {
  readonly path: string;
  readonly covered: number;
  readonly uncovered: readonly number[];
  /** False where no report mentions the file: every line counts as uncovered. */
  readonly isMentioned: boolean;
}

const MOST_OFFENDERS = 20;
const MOST_RUNS = 8;

/** "3-5, 9": runs of neighbouring lines; at most eight, then "and 12 more". */
function describeLines(lines: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === line - 1) last[1] = line;
    else runs.push([line, line]);
  }
  const shown = runs.slice(0, MOST_RUNS).map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
  return runs.length > MOST_RUNS ? `${shown.join(", ")} and ${runs.length - MOST_RUNS} more` : shown.join(", ");
}

/** The files with uncovered lines, most first, each at its first one. */
export function offendersByLine(files: readonly JudgedLines[]): readonly Offender[] {
  return files
    .filter(({ uncovered }) => uncovered.length > 0)
    .sort((a, b) => b.uncovered.length - a.uncovered.length || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_OFFENDERS)
    .map(({ path, uncovered, isMentioned }) => ({
      file: path,
      line: uncovered[0] ?? 1,
      message: isMentioned
        ? `${countOf(uncovered.length, "line")} uncovered: ${describeLines(uncovered)}`
        : `${countOf(uncovered.length, "line")} uncovered: no report mentions the file`,
    }));
}
