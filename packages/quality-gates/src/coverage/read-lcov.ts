import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { fileCoverageOf, mergeCoverage, toSourcePath } from "./coverage.ts";
import type { Coverage } from "./coverage.ts";
import { malformed } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";

/** Records that say nothing of lines. Source: geninfo(1), "FILES". */
const IGNORED = /^(TN|VER|FN|FNL|FNA|FNDA|FNF|FNH|BRDA|BRF|BRH|MCDC|MCF|MCH):/;

interface OpenRecord {
  readonly file: string;
  readonly hits: Map<number, number>;
  readonly stated: { coverable?: number; covered?: number };
}

/** Applies one line to the open record. Returns what is wrong with it, or undefined. */
function applyLine(record: OpenRecord, line: string): string | undefined {
  const hit = /^DA:([1-9]\d*),(\d+)(?:,.*)?$/.exec(line);
  if (hit !== null) {
    const number = Number(hit[1]);
    record.hits.set(number, (record.hits.get(number) ?? 0) + Number(hit[2]));
    return undefined;
  }
  const stated = /^(LF|LH):(\d+)$/.exec(line);
  if (stated !== null) {
    record.stated[stated[1] === "LF" ? "coverable" : "covered"] = Number(stated[2]);
    return undefined;
  }
  return line === "" || IGNORED.test(line) ? undefined : "this is no line of a record";
}

/** LF and LH, where they stand, must be what the DA lines add up to: a record cut in the middle is found by them. */
function checkSums({ hits, stated }: OpenRecord): string | undefined {
  const { coverableLines, coveredLines } = fileCoverageOf(hits);
  const isRight =
    (stated.coverable ?? coverableLines) === coverableLines && (stated.covered ?? coveredLines) === coveredLines;
  return isRight ? undefined : "LF or LH is not what the DA lines add up to";
}

function isOutside(line: string): boolean {
  return line === "" || line.startsWith("TN:") || line.startsWith("#");
}

/** Reads the lines into closed records; calls `onRecord` for each. Returns what is wrong with which line, or undefined. */
function walkRecords(
  lines: readonly string[],
  onRecord: (record: OpenRecord) => void,
): { readonly problem: string; readonly line: number } | undefined {
  let open: OpenRecord | undefined;
  for (const [index, raw] of lines.entries()) {
    const line = raw.trimEnd();
    let problem: string | undefined;
    if (open === undefined) {
      if (line.startsWith("SF:") && line.length > 3) open = { file: line.slice(3), hits: new Map(), stated: {} };
      else if (!isOutside(line)) problem = "a record begins with SF:";
    } else if (line === "end_of_record") {
      problem = checkSums(open);
      onRecord(open);
      open = undefined;
    } else problem = applyLine(open, line);
    if (problem !== undefined) return { problem, line: index + 1 };
  }
  return open === undefined ? undefined : { problem: "the last record is not closed", line: lines.length };
}

/**
 * Reads an lcov tracefile (geninfo(1)). Several records of one file add up.
 * A file cut off between two records cannot be told from a whole one: the judge compares with the sources.
 * `rootDirectory`: what absolute paths in it are made relative to.
 */
export function readLcov(text: string, rootDirectory?: string): Result<Coverage, MalformedReport> {
  const files: Coverage[] = [];
  const problem = walkRecords(text.split("\n"), ({ file, hits }) => {
    files.push(new Map([[toSourcePath(file, rootDirectory), fileCoverageOf(hits)]]));
  });
  if (problem !== undefined) return malformed("lcov", problem.problem, { line: problem.line });
  return ok(mergeCoverage(files));
}
