import { matchesGlob } from "node:path/posix";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { readChange } from "../change/change-report.ts";
import type { Change, ReportedFile } from "../change/change-report.ts";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount, formatPercent, leastPart } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";
import type { Coverage } from "./coverage.ts";
import { readMergedCoverage } from "./coverage-report.ts";
import type { CoverageReport } from "./coverage-report.ts";
import { offendersByLine } from "./line-offenders.ts";
import type { JudgedLines } from "./line-offenders.ts";

/** What a gate of changed lines asks, as data. */
export interface ChangedCoveragePolicy extends GatePolicy {
  readonly kind: "changed-coverage";
  /** From 0 to 100, at most two decimals. However few lines changed, the same share of them must be covered. */
  readonly minimumLinesPercent: number;
  /** One per suite; their lines are united, and each must be there. Sums alone do not do: lines are asked for. */
  readonly reports: readonly CoverageReport[];
  /** What the job `change` wrote: see `writeChange`. */
  readonly changeReport: string;
  /** Globs of files that a program wrote; those marked linguist-generated need none. */
  readonly generated?: readonly string[];
}

function linesOf({ added }: ReportedFile): readonly number[] {
  return added.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

function judgeFile(file: ReportedFile, coverage: Coverage): Result<JudgedLines, string> {
  const { path } = file;
  const found = coverage.get(path);
  if (found === undefined) return ok({ path, covered: 0, uncovered: linesOf(file), isMentioned: false });
  const { hits } = found;
  if (hits === undefined) return err(`The coverage of ${path} holds sums alone: which lines it covers is not known.`);
  const coverable = linesOf(file).filter((line) => hits.has(line));
  const uncovered = coverable.filter((line) => hits.get(line) === 0);
  return ok({ path, covered: coverable.length - uncovered.length, uncovered, isMentioned: true });
}

/** The changed files that code gates ask about. */
function judgedFilesOf(change: Change, policy: ChangedCoveragePolicy, reading: GateReading): readonly ReportedFile[] {
  const sources = new Set(reading.sources.map(({ path }) => path));
  const isGenerated = ({ path, isGenerated: isMarked }: ReportedFile): boolean =>
    isMarked || (policy.generated ?? []).some((glob) => matchesGlob(path, glob));
  return change.files.filter((file) => sources.has(file.path) && !isGenerated(file));
}

function weigh(policy: ChangedCoveragePolicy, files: readonly JudgedLines[], change: Change): Answer {
  const part = files.reduce((sum, { covered }) => sum + covered, 0);
  const whole = files.reduce((sum, { covered, uncovered }) => sum + covered + uncovered.length, 0);
  const since = `since ${change.base.slice(0, 7)}, the ${change.baseName}`;
  const missing = leastPart(whole, policy.minimumLinesPercent) - part;
  if (whole === 0)
    return {
      status: "pass",
      figure: "no changed line could be covered",
      reason: `${countOf(change.files.length, "file")} changed ${since}.`,
      offenders: [],
    };
  return {
    status: missing > 0 ? "fail" : "pass",
    figure: `${formatPercent({ part, whole })} of ${countOf(whole, "changed line")} in ${countOf(files.length, "file")}`,
    reason: `${formatCount(part)} of ${countOf(whole, "line")} changed ${since}, covered${missing > 0 ? `: ${formatCount(missing)} more needed` : ""}.`,
    offenders: offendersByLine(files),
  };
}

function answer(policy: ChangedCoveragePolicy, reading: GateReading): Answer {
  if (reading.sources.length === 0) return notMeasured("There is no source file to ask about.");
  const change = readBoundReport(reading.report(policy.changeReport), reading.tree("repository"), readChange);
  if (!change.ok) return notMeasured(`${change.error}. Run ./pipeline run change.`);
  if (change.value.kind === "unknown") return notMeasured(change.value.problem);
  const coverage = readMergedCoverage(policy.reports, reading);
  if (!coverage.ok) return notMeasured(coverage.error);
  const files: JudgedLines[] = [];
  for (const file of judgedFilesOf(change.value, policy, reading)) {
    const judged = judgeFile(file, coverage.value.lines);
    if (!judged.ok) return notMeasured(judged.error);
    files.push(judged.value);
  }
  const { reason, ...rest } = weigh(policy, files, change.value);
  return { ...rest, reason: `${reason}${coverage.value.remark}` };
}

/**
 * Judges the lines that this change touched: covered / coverable ones among the added lines of every source. A changed
 * source that no report mentions is uncovered in every added line. Without a base to compare with, nothing is measured.
 * Throws RangeError for a threshold that is no percentage.
 */
export function judgeChangedCoverage(policy: ChangedCoveragePolicy, reading: GateReading): Verdict {
  const threshold = `>= ${policy.minimumLinesPercent} %`;
  return toVerdict(policy, { threshold, ...answer(policy, reading) }, reading);
}
