import { matchesGlob } from "node:path/posix";
import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount, formatPercent } from "../percent.ts";
import type { SourceFile } from "../source-file.ts";
import type { Coverage } from "./coverage.ts";
import { readMergedCoverage } from "./coverage-report.ts";
import type { CoverageReport } from "./coverage-report.ts";
import { offendersByLine } from "./line-offenders.ts";
import type { JudgedLines } from "./line-offenders.ts";

/** What a gate of critical paths asks, as data: every line of the named sources is covered. */
export interface CriticalCoveragePolicy extends GatePolicy {
  readonly kind: "critical-coverage";
  /** Globs of sources. One that matches none fails the gate: a folder was renamed, and its rule left behind. */
  readonly paths: readonly string[];
  readonly reports: readonly CoverageReport[];
}

interface JudgedFile extends JudgedLines {
  readonly coverable: number;
}

function judgeFile({ path, lineCount }: SourceFile, coverage: Coverage): JudgedFile {
  const found = coverage.get(path);
  if (found === undefined) {
    const uncovered = Array.from({ length: lineCount }, (_, index) => index + 1);
    return { path, covered: 0, uncovered, isMentioned: false, coverable: lineCount };
  }
  const uncovered = [...(found.hits ?? [])].flatMap(([line, count]) => (count === 0 ? [line] : []));
  uncovered.sort((a, b) => a - b);
  const { coveredLines: covered, coverableLines: coverable } = found;
  return { path, covered, uncovered, isMentioned: true, coverable };
}

function whyFailed(missing: number, unmatched: readonly string[]): string {
  const globs = unmatched.map((glob) => ` No source matches ${glob}: mend the policy.`).join("");
  return `${missing > 0 ? ` ${formatCount(missing)} left.` : ""}${globs}`;
}

/** Files of which only sums are known name no line. */
function offendersOf(files: readonly JudgedFile[]): readonly Offender[] {
  const withoutLines = files.filter(({ covered, coverable, uncovered }) => covered + uncovered.length < coverable);
  const sums = withoutLines.map(({ path, covered, coverable }) => ({
    file: path,
    message: `${countOf(coverable - covered, "line")} uncovered`,
  }));
  return [...offendersByLine(files.filter((file) => !withoutLines.includes(file))), ...sums];
}

function weigh(files: readonly JudgedFile[], unmatched: readonly string[]): Answer {
  const whole = files.reduce((sum, { coverable }) => sum + coverable, 0);
  const part = files.reduce((sum, { covered }) => sum + covered, 0);
  const isGood = part === whole && unmatched.length === 0;
  if (whole === 0 && unmatched.length === 0)
    return notMeasured("The critical paths hold no line that could be covered.");
  return {
    status: isGood ? "pass" : "fail",
    reason: `${formatCount(part)} of ${countOf(whole, "line")} covered.${whyFailed(whole - part, unmatched)}`,
    offenders: offendersOf(files),
    ...(whole === 0
      ? {}
      : {
          figure: `${formatPercent({ part, whole })} of ${countOf(whole, "line")} in ${countOf(files.length, "file")}`,
        }),
  };
}

function answer({ paths, reports }: CriticalCoveragePolicy, reading: GateReading): Answer {
  if (paths.length === 0) return notMeasured("No critical path is named.");
  const coverage = readMergedCoverage(reports, reading);
  if (!coverage.ok) return notMeasured(coverage.error);
  const sources = reading.sources.filter(({ path }) => paths.some((glob) => matchesGlob(path, glob)));
  const unmatched = paths.filter((glob) => !sources.some(({ path }) => matchesGlob(path, glob)));
  const files = sources.map((source) => judgeFile(source, coverage.value.lines));
  const { reason, ...rest } = weigh(files, unmatched);
  return { ...rest, reason: `${reason}${coverage.value.remark}` };
}

/** Judges critical paths: 100 % of the coverable lines of every source that a glob of the policy names. */
export function judgeCriticalCoverage(policy: CriticalCoveragePolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "100 %", ...answer(policy, reading) }, reading);
}
