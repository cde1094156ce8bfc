import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import type { ReportFormat } from "../malformed-report.ts";
import { countOf, formatCount } from "../percent.ts";
import { readJunit } from "./read-junit.ts";
import { readVitestJson } from "./read-vitest-json.ts";
import { readBoundReport } from "../report-file.ts";
import type { ReadReport } from "../report-file.ts";
import type { TestCase, TestResults } from "./test-results.ts";

/** Where a suite leaves its results, and how they are written. */
export interface TestReport {
  /** Relative to the root. */
  readonly path: string;
  readonly format: Extract<ReportFormat, "vitest-json" | "junit">;
}

/** What a functional gate asks, as data: every test that ran passed. */
export interface TestPolicy extends GatePolicy {
  readonly kind: "tests";
  readonly reports: readonly TestReport[];
  /**
   * How many tests ran for the last release: fewer measure nothing. 1 where left out; never less. Whoever lowers it
   * says why, in the commit.
   */
  readonly minimumTests?: number;
  /** More skipped tests than this fail the gate. Any number may be skipped where left out; they are named all the same. */
  readonly maximumSkipped?: number;
}

const READERS: Readonly<Record<TestReport["format"], ReadReport<TestResults>>> = {
  "vitest-json": readVitestJson,
  junit: readJunit,
};

const MOST_OFFENDERS = 20;

function toOffender(one: TestCase): Offender {
  const why = one.message === undefined ? "" : `: ${one.message}`;
  const what = one.status === "skipped" ? "skipped: " : one.isFlaky === true ? "flaky: " : "";
  const message = `${what}${one.name}${why}`;
  return { file: one.file ?? "(no file)", message, ...(one.line === undefined ? {} : { line: one.line }) };
}

/** The cases of a run, by what became of them. */
interface Sorted {
  readonly passed: readonly TestCase[];
  readonly failed: readonly TestCase[];
  readonly skipped: readonly TestCase[];
  /** Some of those that passed. */
  readonly flaky: readonly TestCase[];
}

function sortCases(results: readonly TestResults[]): Sorted {
  const cases = results.flatMap((result) => [...result.cases, ...result.failuresOutsideTests]);
  const by = (status: TestCase["status"]): readonly TestCase[] => cases.filter((one) => one.status === status);
  const passed = by("passed");
  return { passed, failed: by("failed"), skipped: by("skipped"), flaky: passed.filter((one) => one.isFlaky === true) };
}

function figureOf({ passed, failed, skipped, flaky }: Sorted): string {
  const again = flaky.length > 0 ? `, ${formatCount(flaky.length)} of them flaky` : "";
  return `${formatCount(passed.length)} passed${again}, ${formatCount(failed.length)} failed, ${formatCount(skipped.length)} skipped`;
}

function reasonFor({ passed, failed, skipped, flaky }: Sorted, isSkippedAllowed: boolean): string {
  const ran = countOf(passed.length + failed.length, "test");
  const whole = isSkippedAllowed ? `All ${ran} passed.` : "More tests are skipped than allowed.";
  return [
    failed.length > 0 ? `${formatCount(failed.length)} of ${ran} failed.` : whole,
    ...(skipped.length > 0 ? [`${formatCount(skipped.length)} skipped.`] : []),
    ...(flaky.length > 0 ? [`${formatCount(flaky.length)} passed only when run again: mend or delete.`] : []),
  ].join(" ");
}

function weigh(policy: TestPolicy, results: readonly TestResults[]): Answer {
  const sorted = sortCases(results);
  const { passed, failed, skipped, flaky } = sorted;
  const figure = figureOf(sorted);
  const least = Math.max(1, policy.minimumTests ?? 1);
  if (failed.length === 0 && passed.length < least)
    return notMeasured(
      `${countOf(passed.length, "test")} ran; at least ${formatCount(least)} should. Bring the others back, or lower the minimum and say why.`,
      figure,
    );
  const isSkippedAllowed = skipped.length <= (policy.maximumSkipped ?? Infinity);
  return {
    status: failed.length === 0 && isSkippedAllowed ? "pass" : "fail",
    figure,
    reason: reasonFor(sorted, isSkippedAllowed),
    offenders: [...failed, ...flaky, ...skipped].slice(0, MOST_OFFENDERS).map(toOffender),
  };
}

function answer(policy: TestPolicy, reading: GateReading): Answer {
  if (policy.reports.length === 0) return notMeasured("No test report was named.");
  const results: TestResults[] = [];
  for (const { path, format } of policy.reports) {
    const result = readBoundReport(reading.report(path), reading.tree("code"), READERS[format]);
    if (!result.ok) return notMeasured(`${result.error}. Run the tests again.`);
    results.push(result.value);
  }
  return weigh(policy, results);
}

/**
 * Judges tests: every one that ran passed. A missing, empty, malformed or foreign report, and a run of no test at all,
 * measure nothing. Skipped tests, and those that passed only when they were run again, are counted and named.
 */
export function judgeTests(policy: TestPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "100 % pass", ...answer(policy, reading) }, reading);
}
