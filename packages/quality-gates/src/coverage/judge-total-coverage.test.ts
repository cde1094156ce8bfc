import { expect, test } from "vitest";
import { judgeTotalCoverage } from "./judge-total-coverage.ts";
import type { TotalCoveragePolicy } from "./judge-total-coverage.ts";
import { aFileOf, aReading, istanbulOf, lcovOf, SAMPLE_HITS, sourcesOf, summaryOf } from "../test-builders/a-report.ts";
import type { Hits, ReadingParts } from "../test-builders/a-report.ts";

const POLICY: TotalCoveragePolicy = {
  kind: "total-coverage",
  name: "line coverage",
  family: "code",
  minimumLinesPercent: 80,
  reports: [{ path: "lcov.info", format: "lcov" }],
};

function judgeReading(parts: ReadingParts, policy: Partial<TotalCoveragePolicy> = {}) {
  return judgeTotalCoverage({ ...POLICY, ...policy }, aReading(parts));
}

/** The files of `hits` are all the sources, and their lcov is the report. */
function judge(hits: Hits, policy: Partial<TotalCoveragePolicy> = {}) {
  return judgeReading({ files: { "lcov.info": lcovOf(hits) }, sources: sourcesOf(hits) }, policy);
}

test.each([
  { covered: 4, coverable: 5, status: "pass", figure: "80.00 %" },
  { covered: 8000, coverable: 10_000, status: "pass", figure: "80.00 %" },
  { covered: 7999, coverable: 10_000, status: "fail", figure: "79.99 %" },
  { covered: 19_999, coverable: 25_000, status: "fail", figure: "79.99 %" },
  { covered: 79_999, coverable: 100_000, status: "fail", figure: "79.99 %" },
  { covered: 20_001, coverable: 25_000, status: "pass", figure: "80.00 %" },
  { covered: 1, coverable: 1, status: "pass", figure: "100.00 %" },
  { covered: 0, coverable: 1, status: "fail", figure: "0.00 %" },
])("$covered of $coverable lines at 80 % is a $status and prints $figure", ({ covered, coverable, status, figure }) => {
  const verdict = judge(aFileOf(covered, coverable));
  expect(verdict.status).toBe(status);
  expect(verdict.figure).toMatch(new RegExp(`^${figure.replace(".", "\\.")} of`));
});

test.each([
  { covered: 899, coverable: 1000, minimum: 89.9, status: "pass" },
  { covered: 898, coverable: 1000, minimum: 89.9, status: "fail" },
  { covered: 3333, coverable: 10_000, minimum: 33.33, status: "pass" },
  { covered: 3332, coverable: 10_000, minimum: 33.33, status: "fail" },
  { covered: 0, coverable: 10, minimum: 0, status: "pass" },
  { covered: 9, coverable: 10, minimum: 100, status: "fail" },
  { covered: 10, coverable: 10, minimum: 100, status: "pass" },
])("$covered of $coverable lines at $minimum % is a $status", ({ covered, coverable, minimum, status }) => {
  expect(judge(aFileOf(covered, coverable), { minimumLinesPercent: minimum }).status).toBe(status);
});

test.each([-1, 100.01, NaN, Infinity, 80.001])("a threshold of %d is the caller's bug", (minimumLinesPercent) => {
  expect(() => judge(SAMPLE_HITS, { minimumLinesPercent })).toThrow(RangeError);
});

test("the figure says lines and files, the reason how many lines are missing", () => {
  expect(judge(aFileOf(3200, 4210))).toMatchObject({
    figure: "76.00 % of 4,210 lines in 1 file",
    threshold: ">= 80 %",
    reason: "3,200 of 4,210 lines covered: 168 more needed.",
    isRequired: true,
  });
});

test("a source that no report mentions counts as uncovered, and is said", () => {
  const sources = sourcesOf({ ...aFileOf(80, 80), ...aFileOf(0, 21, "src/forgotten.ts") });
  const verdict = judgeReading({ files: { "lcov.info": lcovOf(aFileOf(80, 80)) }, sources });
  expect(verdict).toMatchObject({ status: "fail", figure: "79.20 % of 101 lines in 2 files" });
  expect(verdict.reason).toContain("1 file in no report, counted as uncovered.");
  expect(verdict.offenders[0]).toEqual({
    file: "src/forgotten.ts",
    line: 1,
    message: "21 of 21 lines uncovered: no report mentions the file",
  });
});

test("a file that is no source does not lift the figure", () => {
  const hits = aFileOf(1, 2);
  const files = { "lcov.info": lcovOf({ ...hits, ...aFileOf(1000, 1000, "dist/file.js") }) };
  expect(judgeReading({ files, sources: sourcesOf(hits) }).figure).toBe("50.00 % of 2 lines in 1 file");
});

test("reports that mention no source are not measured, and the paths are suspected", () => {
  const files = { "lcov.info": lcovOf(SAMPLE_HITS) };
  const verdict = judgeReading({ files, sources: sourcesOf(aFileOf(1, 1, "lib/a.ts")) });
  expect(verdict).toMatchObject({ status: "not-measured", reason: expect.stringContaining("do its paths differ?") });
  expect(verdict.figure).toBeUndefined();
});

test("no source, or a scope that matches none, is not measured", () => {
  expect(judgeReading({ files: { "lcov.info": lcovOf(SAMPLE_HITS) } }).status).toBe("not-measured");
  expect(judge(SAMPLE_HITS, { scope: ["nowhere/**"] }).status).toBe("not-measured");
});

test("a scope judges the files that it matches alone", () => {
  const hits = { ...aFileOf(10, 10, "src/cart/domain/cart.ts"), ...aFileOf(0, 10, "src/main.ts") };
  expect(judge(hits, { scope: ["src/*/domain/**"], minimumLinesPercent: 100 })).toMatchObject({
    status: "pass",
    figure: "100.00 % of 10 lines in 1 file",
  });
});

test("sources without a line to cover are not measured", () => {
  expect(judge({ "src/types.ts": [] })).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("no line"),
  });
});

test("the reports' lines are united over all formats", () => {
  const text = { unit: { "src/a.ts": [1, 0, 1, 0] }, integration: { "src/a.ts": [0, 1, 0, 0] } };
  const files = { "lcov.info": lcovOf(text.unit), "final.json": istanbulOf(text.integration) };
  const reports: TotalCoveragePolicy["reports"] = [...POLICY.reports, { path: "final.json", format: "istanbul-json" }];
  const verdict = judgeReading({ files, sources: sourcesOf(text.unit) }, { reports });
  expect(verdict.figure).toBe("75.00 % of 4 lines in 1 file");
  expect(verdict.offenders).toEqual([{ file: "src/a.ts", line: 4, message: "1 of 4 lines uncovered" }]);
});

test("a summary, without line numbers, judges too and names no line", () => {
  const hits = aFileOf(1, 2);
  const verdict = judgeReading(
    { files: { "sums.json": summaryOf(hits) }, sources: sourcesOf(hits) },
    { reports: [{ path: "sums.json", format: "istanbul-summary" }] },
  );
  expect(verdict.offenders).toEqual([{ file: "src/file.ts", message: "1 of 2 lines uncovered" }]);
});

test("absolute paths are judged under the root", () => {
  const verdict = judgeReading({
    files: { "lcov.info": lcovOf(aFileOf(9, 10, "/home/ana/shop/src/a.ts")) },
    sources: sourcesOf(aFileOf(0, 10, "src/a.ts")),
    tree: { rootDirectory: "/home/ana/shop/" },
  });
  expect(verdict.status).toBe("pass");
});

test("the ten files with the most uncovered lines are named, worst first, each with its first uncovered line", () => {
  const hits = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `src/f${String(index).padStart(2, "0")}.ts`,
      [1, ...Array<number>(index + 1).fill(0)],
    ]),
  );
  const { offenders } = judge(hits);
  expect(offenders).toHaveLength(10);
  expect(offenders[0]).toEqual({ file: "src/f11.ts", line: 2, message: "12 of 13 lines uncovered" });
  expect(offenders[9]?.file).toBe("src/f02.ts");
});

test("a waiver that holds sets a failing gate aside and keeps its figure", () => {
  const waiver = { owner: "ana", reason: "new router", until: "2026-11-23" };
  expect(judge(aFileOf(1, 2), { waiver })).toMatchObject({
    status: "waived",
    figure: "50.00 % of 2 lines in 1 file",
    waiver,
  });
});
