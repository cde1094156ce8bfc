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
  /** Fewer tests that ran than this measure nothing. 1 where left out; never less. */
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
  const message = one.status === "skipped" ? `skipped: ${one.name}${why}` : `${one.name}${why}`;
  return { file: one.file ?? "(no file)", message, ...(one.line === undefined ? {} : { line: one.line }) };
}

function reasonFor(failed: number, ran: number, skippedAllowed: boolean): string {
  if (failed > 0) return `${formatCount(failed)} of ${countOf(ran, "test")} failed.`;
  return skippedAllowed ? `All ${countOf(ran, "test")} passed.` : "More tests are skipped than allowed.";
}

function weigh(policy: TestPolicy, results: readonly TestResults[]): Answer {
  const cases = results.flatMap((result) => [...result.cases, ...result.failuresOutsideTests]);
  const by = (status: TestCase["status"]): readonly TestCase[] => cases.filter((one) => one.status === status);
  const failed = by("failed");
  const skipped = by("skipped");
  const passedCount = by("passed").length;
  const ran = passedCount + failed.length;
  const figure = `${formatCount(passedCount)} passed, ${formatCount(failed.length)} failed, ${formatCount(skipped.length)} skipped`;
  const least = Math.max(1, policy.minimumTests ?? 1);
  if (failed.length === 0 && ran < least)
    return notMeasured(`${countOf(ran, "test")} ran; at least ${formatCount(least)} should.`, figure);
  const isSkippedAllowed = skipped.length <= (policy.maximumSkipped ?? Infinity);
  return {
    status: failed.length === 0 && isSkippedAllowed ? "pass" : "fail",
    figure,
    reason:
      reasonFor(failed.length, ran, isSkippedAllowed) +
      (skipped.length > 0 ? ` ${formatCount(skipped.length)} skipped.` : ""),
    offenders: [...failed, ...skipped].slice(0, MOST_OFFENDERS).map(toOffender),
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
 * measure nothing. Skipped tests are counted in the figure and named among the offenders.
 */
export function judgeTests(policy: TestPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "100 % pass", ...answer(policy, reading) }, reading);
}
