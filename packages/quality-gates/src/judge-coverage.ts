import { matchesGlob } from "node:path/posix";
import type { Offender, Verdict, Waiver } from "@ecommerce-cart/pipeline-model";
import { firstUncoveredLine, mergeCoverage } from "./coverage.ts";
import type { Coverage, FileCoverage } from "./coverage.ts";
import type { ReportFormat } from "./malformed-report.ts";
import { countOf, formatCount, formatPercent, leastPart } from "./percent.ts";
import { readCoverageSummary } from "./read-coverage-summary.ts";
import { readIstanbulJson } from "./read-istanbul-json.ts";
import { readLcov } from "./read-lcov.ts";
import { readBoundReport } from "./report-file.ts";
import type { JudgedTree, ReadReport, ReportFile } from "./report-file.ts";
import { applyWaiver } from "./waiver.ts";

/** What a coverage gate asks, as data. */
export interface CoveragePolicy {
  /** The gate's name: "line coverage". */
  readonly gate: string;
  /** From 0 to 100, at most two decimals. Reached exactly is reached. */
  readonly minimumTotalLinesPercent: number;
  readonly isRequired: boolean;
  /** Globs; only sources that match one of them are judged. All of them where left out. */
  readonly scope?: readonly string[];
  readonly waiver?: Waiver;
}

/** The line gate of our own pipeline: at least 80 % of all lines. */
export const DEFAULT_COVERAGE_POLICY: CoveragePolicy = {
  gate: "line coverage",
  minimumTotalLinesPercent: 80,
  isRequired: true,
};

/** A coverage report and its format. */
export interface CoverageReport extends ReportFile {
  readonly format: Extract<ReportFormat, "istanbul-json" | "istanbul-summary" | "lcov">;
}

/** A source file that tests should reach. */
export interface SourceFile {
  /** Relative to the root, "/" between. */
  readonly path: string;
  /** What counts as uncovered where no report mentions the file: its lines that are not blank. */
  readonly lineCount: number;
}

/** The tree that is judged, and every source in it that coverage is asked of. */
export interface CoverageContext extends JudgedTree {
  readonly sources: readonly SourceFile[];
}

const READERS: Readonly<Record<CoverageReport["format"], ReadReport<Coverage>>> = {
  "istanbul-json": readIstanbulJson,
  "istanbul-summary": readCoverageSummary,
  lcov: readLcov,
};

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

type Answer = Pick<Verdict, "status" | "reason" | "offenders"> & { readonly figure?: string };

function notMeasured(reason: string): Answer {
  return { status: "not-measured", reason, offenders: [] };
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

function isInScope(path: string, { scope }: CoveragePolicy): boolean {
  return scope === undefined || scope.some((glob) => matchesGlob(path, glob));
}

function answer(policy: CoveragePolicy, reports: readonly CoverageReport[], context: CoverageContext): Answer {
  const sources = context.sources.filter(({ path }) => isInScope(path, policy));
  if (sources.length === 0) return notMeasured("No source file is in the gate's scope: its globs match nothing.");
  if (reports.length === 0) return notMeasured("No coverage report was named.");
  const parts: Coverage[] = [];
  for (const report of reports) {
    const part = readBoundReport(report, context, READERS[report.format]);
    if (!part.ok) return notMeasured(`${part.error}. Run the tests with coverage again.`);
    if (part.value.size === 0) return notMeasured(`${report.name} lists no file. Run the tests with coverage again.`);
    parts.push(part.value);
  }
  return weigh(listJudgedFiles(mergeCoverage(parts), sources), policy.minimumTotalLinesPercent);
}

/**
 * Judges line coverage: covered / coverable lines over every source in scope, the reports' lines united. All reports
 * must be there, whole, and of the judged tree; a source that none of them mentions counts as uncovered. Percentages
 * are compared as whole numbers and printed rounded down. Throws RangeError for a threshold that is no percentage.
 */
export function judgeCoverage(
  policy: CoveragePolicy,
  reports: readonly CoverageReport[],
  context: CoverageContext,
): Verdict {
  const verdict: Verdict = {
    gate: policy.gate,
    threshold: `>= ${policy.minimumTotalLinesPercent} %`,
    isRequired: policy.isRequired,
    ...answer(policy, reports, context),
  };
  return applyWaiver(verdict, policy.waiver, context.today);
}
