import { expect, test } from "vitest";
import { DEFAULT_COVERAGE_POLICY, judgeCoverage } from "./judge-coverage.ts";
import type { CoverageReport } from "./judge-coverage.ts";
import { judgeTests } from "./judge-tests.ts";
import type { TestReport } from "./judge-tests.ts";
import type { ReportFile } from "./report-file.ts";
import {
  aCoverageContext,
  aCoverageReport,
  aTestReport,
  istanbulOf,
  junitOf,
  lcovOf,
  SAMPLE_HITS,
  summaryOf,
  TREE,
  vitestOf,
} from "./test-builders/a-report.ts";

interface Gate {
  readonly name: string;
  readonly text: string;
  /** A report in which nothing was measured, and that is well formed all the same. */
  readonly nothing: readonly string[];
  readonly judge: (change: Partial<ReportFile>) => string;
}

const coverageGate = (format: CoverageReport["format"], text: string, nothing: readonly string[]): Gate => ({
  name: `coverage from ${format}`,
  text,
  nothing,
  judge: (change) =>
    judgeCoverage(
      DEFAULT_COVERAGE_POLICY,
      [aCoverageReport({ format, text, ...change })],
      aCoverageContext(SAMPLE_HITS),
    ).status,
});

const testGate = (format: TestReport["format"], text: string, nothing: readonly string[]): Gate => ({
  name: `tests from ${format}`,
  text,
  nothing,
  judge: (change) =>
    judgeTests({ gate: "unit tests", isRequired: true }, [aTestReport({ format, text, ...change })], TREE).status,
});

const NO_LINES = { "src/file-0.ts": [] };
const GATES: readonly Gate[] = [
  coverageGate("lcov", lcovOf(SAMPLE_HITS), ["TN:\n", lcovOf(NO_LINES)]),
  coverageGate("istanbul-json", istanbulOf(SAMPLE_HITS), ["{}", istanbulOf(NO_LINES)]),
  coverageGate("istanbul-summary", summaryOf(SAMPLE_HITS), [summaryOf({}), summaryOf(NO_LINES)]),
  testGate("vitest-json", vitestOf(["passed", "skipped", "passed"]), [
    vitestOf([]),
    vitestOf([], { testResults: [] }),
    vitestOf(["skipped", "todo"]),
  ]),
  testGate("junit", junitOf(["passed", "skipped", "passed"]), ["<testsuites/>", junitOf([]), junitOf(["skipped"])]),
];

const WRONG_TYPES = [
  "<!doctype html><html><body>502 Bad Gateway</body></html>",
  "<html><body/></html>",
  "null",
  "0",
  '"text"',
  "[]",
  "true",
  "\0\0\0\0",
  "SF:",
  '{"total":{}}',
  '{"testResults":{}}',
  '{"testResults":[null]}',
  '{"src/a.ts":{}}',
];

test.each(GATES)("$name: the whole report passes, so that what follows can fail", ({ judge }) => {
  expect(judge({})).toBe("pass");
});

test.each(GATES)("$name: a deleted, empty or blank report is not measured", ({ judge }) => {
  for (const text of [undefined, "", " \n\t\n"]) expect(judge({ text })).toBe("not-measured");
});

test.each(GATES)("$name: a report cut off at any character does not pass", ({ text, judge }) => {
  for (let length = 0; length < text.trimEnd().length; length += 1) {
    expect({ length, status: judge({ text: text.slice(0, length) }) }).not.toEqual({ length, status: "pass" });
  }
});

test.each(GATES)("$name: a report that lost its beginning does not pass", ({ text, judge }) => {
  for (let from = 5; from < text.length; from += Math.ceil(text.length / 50)) {
    expect({ from, status: judge({ text: text.slice(from) }) }).not.toEqual({ from, status: "pass" });
  }
});

test.each(GATES)("$name: something of another type is not measured", ({ judge }) => {
  for (const text of WRONG_TYPES) expect({ text, status: judge({ text }) }).toEqual({ text, status: "not-measured" });
});

test.each(GATES)("$name: another gate's report is not measured", ({ name, judge }) => {
  for (const other of GATES.filter((gate) => gate.name !== name)) {
    expect({ of: other.name, status: judge({ text: other.text }) }).toEqual({ of: other.name, status: "not-measured" });
  }
});

test.each(GATES)("$name: a report in which nothing was measured does not pass", ({ nothing, judge }) => {
  for (const text of nothing) expect({ text, status: judge({ text }) }).not.toEqual({ text, status: "pass" });
});

test.each(GATES)("$name: a report of another tree is not measured", ({ judge }) => {
  expect(judge({ treeDigest: "sha256:bb" })).toBe("not-measured");
  expect(judge({ treeDigest: "" })).toBe("not-measured");
});

test.each(GATES)(
  "$name: a report older than the sources is not measured; one as old as they are counts",
  ({ judge }) => {
    expect(judge({ writtenAt: "2026-11-23T05:59:59.999Z" })).toBe("not-measured");
    expect(judge({ treeDigest: undefined, writtenAt: "2026-11-23T05:59:59.999Z" })).toBe("not-measured");
    expect(judge({ treeDigest: undefined, writtenAt: "2026-11-23T06:00:00.000Z" })).toBe("pass");
    expect(judge({ writtenAt: "some day" })).toBe("not-measured");
  },
);

test.each(GATES)("$name: a report that does not say what it measured is not measured", ({ judge }) => {
  expect(judge({ treeDigest: undefined, writtenAt: undefined })).toBe("not-measured");
});

test("no report at all is not measured", () => {
  expect(judgeCoverage(DEFAULT_COVERAGE_POLICY, [], aCoverageContext(SAMPLE_HITS)).status).toBe("not-measured");
  expect(judgeTests({ gate: "unit tests", isRequired: true }, [], TREE).status).toBe("not-measured");
});

test("one missing report of several is not measured, however good the others are", () => {
  const coverage = [aCoverageReport(), aCoverageReport({ name: "integration/lcov.info", text: undefined })];
  const verdict = judgeCoverage(DEFAULT_COVERAGE_POLICY, coverage, aCoverageContext(SAMPLE_HITS));
  expect(verdict).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("integration/lcov.info is missing"),
  });
  const tests = judgeTests({ gate: "all tests", isRequired: true }, [aTestReport(), aTestReport({ text: "" })], TREE);
  expect(tests.status).toBe("not-measured");
});
