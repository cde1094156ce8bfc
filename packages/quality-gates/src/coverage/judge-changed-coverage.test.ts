import { expect, test } from "vitest";
import { writeChange } from "../change/change-report.ts";
import { aFileOf, aReading, istanbulOf, sourcesOf, summaryOf } from "../test-builders/a-report.ts";
import type { Hits } from "../test-builders/a-report.ts";
import { changeOf } from "../test-builders/a-change.ts";
import { judgeChangedCoverage } from "./judge-changed-coverage.ts";
import type { ChangedCoveragePolicy } from "./judge-changed-coverage.ts";

const POLICY: ChangedCoveragePolicy = {
  kind: "changed-coverage",
  name: "changed lines",
  family: "code",
  minimumLinesPercent: 90,
  reports: [{ path: "coverage", format: "istanbul-json" }],
  changeReport: "change",
};

function judge(hits: Hits, change: string, policy: Partial<ChangedCoveragePolicy> = {}) {
  const files = { coverage: istanbulOf(hits), change };
  return judgeChangedCoverage({ ...POLICY, ...policy }, aReading({ files, sources: sourcesOf(hits) }));
}

test.each([
  { covered: 90, status: "pass", figure: "90.00 % of 100 changed lines in 1 file" },
  { covered: 89, status: "fail", figure: "89.00 % of 100 changed lines in 1 file" },
])("$covered of 100 changed lines at 90 % is a $status", ({ covered, status, figure }) => {
  expect(judge(aFileOf(covered, 100), changeOf({ "src/file.ts": [[1, 100]] }))).toMatchObject({ status, figure });
});

test("few lines are judged by the same rule", () => {
  expect(judge(aFileOf(1, 2), changeOf({ "src/file.ts": [[1, 1]] })).status).toBe("pass");
  expect(judge(aFileOf(1, 2), changeOf({ "src/file.ts": [[2, 2]] })).status).toBe("fail");
});

test("lines that did not change are not asked about", () => {
  expect(judge(aFileOf(10, 100), changeOf({ "src/file.ts": [[1, 10]] }))).toMatchObject({
    figure: "100.00 % of 10 changed lines in 1 file",
    reason: "10 of 10 lines changed since aaaaaaa, the merge base with origin/main, covered.",
  });
});

test("offenders name the uncovered lines, the file with most of them first", () => {
  const hits = { "src/a.ts": [0, 1, 0, 0], "src/b.ts": [0, 1] };
  const verdict = judge(hits, changeOf({ "src/b.ts": [[1, 2]], "src/a.ts": [[1, 4]] }));
  expect(verdict.offenders).toEqual([
    { file: "src/a.ts", line: 1, message: "3 lines uncovered: 1, 3-4" },
    { file: "src/b.ts", line: 1, message: "1 line uncovered: 1" },
  ]);
});

test("a changed source that no report mentions is uncovered in every added line", () => {
  const files = { coverage: istanbulOf(aFileOf(1, 1)), change: changeOf({ "src/new.ts": [[1, 7]] }) };
  const sources = sourcesOf({ ...aFileOf(1, 1), ...aFileOf(0, 7, "src/new.ts") });
  expect(judgeChangedCoverage(POLICY, aReading({ files, sources }))).toMatchObject({
    status: "fail",
    figure: "0.00 % of 7 changed lines in 1 file",
    offenders: [{ file: "src/new.ts", line: 1, message: "7 lines uncovered: no report mentions the file" }],
  });
});

test.each([
  ["nothing changed", changeOf({}), {}],
  ["only documents changed", changeOf({ "README.md": [[1, 9]] }), {}],
  ["a file was renamed", changeOf({ "src/file.ts": [] }), {}],
  ["only generated code changed, by attribute", changeOf({ "src/file.ts": [[2, 2]] }, { isGenerated: true }), {}],
  ["only generated code changed, by glob", changeOf({ "src/file.ts": [[2, 2]] }), { generated: ["src/f*.ts"] }],
])("where %s, no changed line could be covered", (_, change, policy) => {
  expect(judge(aFileOf(1, 2), change, policy)).toMatchObject({
    status: "pass",
    figure: "no changed line could be covered",
    reason: expect.stringMatching(/^\d files? changed since aaaaaaa/),
  });
});

test("without a base nothing is measured, and what to fetch is said", () => {
  const change = writeChange({ kind: "unknown", problem: "This clone is shallow: run git fetch --unshallow." });
  expect(judge(aFileOf(1, 1), change)).toMatchObject({
    status: "not-measured",
    reason: "This clone is shallow: run git fetch --unshallow.",
  });
});

test("coverage in sums alone does not say which lines are covered: not measured", () => {
  const files = { coverage: summaryOf(aFileOf(2, 2)), change: changeOf({ "src/file.ts": [[1, 2]] }) };
  const reports = [{ path: "coverage", format: "istanbul-summary" as const }];
  const reading = aReading({ files, sources: sourcesOf(aFileOf(2, 2)) });
  expect(judgeChangedCoverage({ ...POLICY, reports }, reading).status).toBe("not-measured");
});

test.each([
  ["a base that is no commit", { base: "main" }, "/base"],
  ["fewer files than counted", { changedFiles: 2 }, "/changedFiles"],
  ["files that are no list", { files: {} }, "/files"],
  ["a file that is none", { files: [null] }, "/files/0"],
  ["a file without a path", { files: [{ added: [], isGenerated: false }] }, "/files/0"],
  ["a range that ends before it begins", { files: [{ path: "a", added: [[2, 1]], isGenerated: false }] }, "/files/0"],
])("a change with %s is malformed", (_, part, pointer) => {
  const change = JSON.stringify({ ...JSON.parse(changeOf({ "src/file.ts": [[1, 1]] })), ...part });
  const { status, reason } = judge(aFileOf(1, 1), change);
  expect({ status, reason }).toEqual({ status: "not-measured", reason: expect.stringContaining(`at ${pointer}`) });
});

test("an optional report that is not there is left out where the policy allows it, and named", () => {
  const reports = [...POLICY.reports, { path: "e2e", format: "lcov" as const, optionalIn: ["development"] }];
  const parts = {
    files: { coverage: istanbulOf(aFileOf(1, 1)), change: changeOf({ "src/file.ts": [[1, 1]] }) },
    sources: sourcesOf(aFileOf(1, 1)),
  };
  const judgeIn = (environmentName: string) =>
    judgeChangedCoverage({ ...POLICY, reports }, aReading({ ...parts, environmentName }));
  expect(judgeIn("development")).toMatchObject({
    status: "pass",
    reason: expect.stringContaining("Left out, as development allows: e2e is missing."),
  });
  expect(judgeIn("staging")).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("e2e is missing"),
  });
});

test("nothing is left of coverage whose reports are all optional and missing: not measured", () => {
  const reports = [{ path: "e2e", format: "lcov" as const, optionalIn: ["production"] }];
  expect(judge(aFileOf(1, 1), changeOf({}), { reports }).status).toBe("not-measured");
});
