import { matchesGlob } from "node:path/posix";
import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { firstUncoveredLine } from "./coverage.ts";
import type { Coverage, FileCoverage } from "./coverage.ts";
import { readMergedCoverage } from "./coverage-report.ts";
import type { CoverageReport } from "./coverage-report.ts";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount, formatPercent, leastPart } from "../percent.ts";
import type { SourceFile } from "../source-file.ts";

/** What a gate of total coverage asks, as data. */
export interface TotalCoveragePolicy extends GatePolicy {
  readonly kind: "total-coverage";
  /** From 0 to 100, at most two decimals. Reached exactly is reached. */
  readonly minimumLinesPercent: number;
  /** One per suite; their lines are united, and each must be there. */
  readonly reports: readonly CoverageReport[];
  /** Globs; only sources that match one of them are judged. All of them where left out. */
  readonly scope?: readonly string[];
}

const MOST_OFFENDERS = 10;

interface JudgedFile extends FileCoverage {
  readonly path: string;
  readonly isMentioned: boolean;
}

function listJudgedFiles(coverage: Coverage, sources: readonly SourceFile[]): readonly JudgedFile[] {
  return sources.map(({ path, lineCount }) => {
    const found = coverage.get(path);
    if (found !== undefined) return { ...found, path, isMentioned: true };
    return { path, coverableLines: lineCount, coveredLines: 0, isMentioned: false };
  });
}

function uncoveredOf(file: FileCoverage): number {
  return file.coverableLines - file.coveredLines;
}

function toOffender(file: JudgedFile): Offender {
  const line = file.isMentioned ? firstUncoveredLine(file) : 1;
  const sum = `${formatCount(uncoveredOf(file))} of ${countOf(file.coverableLines, "line")} uncovered`;
  const message = file.isMentioned ? sum : `${sum}: no report mentions the file`;
  return { file: file.path, message, ...(line === undefined ? {} : { line }) };
}

function listOffenders(files: readonly JudgedFile[]): readonly Offender[] {
  return files
    .filter((file) => uncoveredOf(file) > 0)
    .sort((a, b) => uncoveredOf(b) - uncoveredOf(a) || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_OFFENDERS)
    .map(toOffender);
}

function weigh(files: readonly JudgedFile[], minimumPercent: number): Answer {
  const whole = files.reduce((sum, file) => sum + file.coverableLines, 0);
  const part = files.reduce((sum, file) => sum + file.coveredLines, 0);
  const unmentioned = files.filter((file) => !file.isMentioned).length;
  if (unmentioned === files.length)
    return notMeasured(`No report mentions any of the ${countOf(files.length, "source file")}: do its paths differ?`);
  if (whole === 0)
    return notMeasured(`The ${countOf(files.length, "source file")} hold no line that could be covered.`);
  const missing = leastPart(whole, minimumPercent) - part;
  const left = missing > 0 ? `: ${formatCount(missing)} more needed` : "";
  const uncounted = unmentioned > 0 ? ` ${countOf(unmentioned, "file")} in no report, counted as uncovered.` : "";
  return {
    status: missing > 0 ? "fail" : "pass",
    figure: `${formatPercent({ part, whole })} of ${countOf(whole, "line")} in ${countOf(files.length, "file")}`,
    reason: `${formatCount(part)} of ${countOf(whole, "line")} covered${left}.${uncounted}`,
    offenders: listOffenders(files),
  };
}

function isInScope(path: string, { scope }: TotalCoveragePolicy): boolean {
  return scope === undefined || scope.some((glob) => matchesGlob(path, glob));
}

function answer(policy: TotalCoveragePolicy, reading: GateReading): Answer {
  const sources = reading.sources.filter(({ path }) => isInScope(path, policy));
  if (sources.length === 0) return notMeasured("No source file is in the gate's scope: its globs match nothing.");
  const coverage = readMergedCoverage(policy.reports, reading);
  if (!coverage.ok) return notMeasured(coverage.error);
  const { reason, ...rest } = weigh(listJudgedFiles(coverage.value.lines, sources), policy.minimumLinesPercent);
  return { ...rest, reason: `${reason}${coverage.value.remark}` };
}

/**
 * Judges line coverage: covered / coverable lines over every source in scope, the reports' lines united. All reports
 * must be there, whole, and of the judged tree; a source that none of them mentions counts as uncovered. Percentages
 * are compared as whole numbers and printed rounded down. Throws RangeError for a threshold that is no percentage.
 */
export function judgeTotalCoverage(policy: TotalCoveragePolicy, reading: GateReading): Verdict {
  const threshold = `>= ${policy.minimumLinesPercent} %`;
  return toVerdict(policy, { threshold, ...answer(policy, reading) }, reading);
}
