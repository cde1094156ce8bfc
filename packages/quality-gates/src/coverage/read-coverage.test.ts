import type { Result } from "@ecommerce-cart/result";
import { expect, test } from "vitest";
import type { Coverage } from "./coverage.ts";
import { describeMalformed } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { readCoverageSummary } from "./read-coverage-summary.ts";
import { readIstanbulJson } from "./read-istanbul-json.ts";
import { readLcov } from "./read-lcov.ts";
import { aFileOf, istanbulOf, lcovOf, SAMPLE_HITS, summaryOf } from "../test-builders/a-report.ts";

function problemOf(result: Result<Coverage, MalformedReport>): string {
  if (result.ok) throw new Error("the report was accepted");
  return describeMalformed(result.error);
}

test("all three formats of one measurement give the same sums", () => {
  const sums = [
    readLcov(lcovOf(SAMPLE_HITS)),
    readIstanbulJson(istanbulOf(SAMPLE_HITS)),
    readCoverageSummary(summaryOf(SAMPLE_HITS)),
  ].map(
    (result) =>
      result.ok &&
      [...result.value].map(([file, { coverableLines, coveredLines }]) => [file, coverableLines, coveredLines]),
  );
  expect(sums[0]).toHaveLength(10);
  expect(sums[1]).toEqual(sums[0]);
  expect(sums[2]).toEqual(sums[0]);
});

test("several lcov records of one file add up, and Windows line ends are read", () => {
  const text = `${lcovOf({ "a.ts": [1, 0] })}${lcovOf({ "a.ts": [0, 2] })}`.replaceAll("\n", "\r\n");
  const coverage = readLcov(text);
  expect(coverage.ok && coverage.value.get("a.ts")).toMatchObject({ coverableLines: 2, coveredLines: 2 });
});

test("lcov without sums, with checksums and comments is read", () => {
  const coverage = readLcov("# by hand\nSF:a.ts\nDA:1,1,abc\nDA:2,0\nend_of_record\n");
  expect(coverage.ok && coverage.value.get("a.ts")).toMatchObject({ coverableLines: 2, coveredLines: 1 });
});

test.each([
  [
    "a line without a number",
    "SF:a.ts\nDA:x,1\nend_of_record\n",
    "malformed lcov, line 2: this is no line of a record",
  ],
  ["a negative count", "SF:a.ts\nDA:1,-1\nend_of_record\n", "malformed lcov, line 2: this is no line of a record"],
  ["line 0", "SF:a.ts\nDA:0,1\nend_of_record\n", "malformed lcov, line 2: this is no line of a record"],
  ["an open record", "SF:a.ts\nDA:1,1\n", "malformed lcov, line 3: the last record is not closed"],
  [
    "a record inside a record",
    "SF:a.ts\nSF:b.ts\nend_of_record\n",
    "malformed lcov, line 2: this is no line of a record",
  ],
  ["a record without a file", "DA:1,1\nend_of_record\n", "malformed lcov, line 1: a record begins with SF:"],
  [
    "LF that is not the number of lines",
    "SF:a.ts\nDA:1,1\nLF:2\nend_of_record\n",
    "malformed lcov, line 4: LF or LH is not what the DA lines add up to",
  ],
  [
    "LH that is not the number of hits",
    "SF:a.ts\nDA:1,0\nLF:1\nLH:1\nend_of_record\n",
    "malformed lcov, line 5: LF or LH is not what the DA lines add up to",
  ],
])("lcov with %s is malformed, with its line", (_, text, problem) => {
  expect(problemOf(readLcov(text))).toBe(problem);
});

test.each([
  ["a cut", '{"a.ts": {"statementMap": {', "malformed istanbul-json, line 1: this is not JSON, or it was cut off"],
  ["a syntax error", '{\n\n"a.ts": x}', "malformed istanbul-json, line 3: this is not JSON, or it was cut off"],
  ["a list", "[]", "malformed istanbul-json, at its top: an object is expected"],
  [
    "no counts",
    '{"src/a.ts":{"statementMap":{}}}',
    "malformed istanbul-json, at /src~1a.ts: statementMap and s are expected",
  ],
  [
    "a statement without a place",
    '{"a":{"statementMap":{"0":{}},"s":{"0":1}}}',
    "malformed istanbul-json, at /a/statementMap/0: a statement without a start line",
  ],
  [
    "a statement without a count",
    '{"a":{"statementMap":{"0":{"start":{"line":1}}},"s":{}}}',
    "malformed istanbul-json, at /a/s/0: a statement without a count",
  ],
  [
    "half a hit",
    '{"a":{"statementMap":{"0":{"start":{"line":1}}},"s":{"0":0.5}}}',
    "malformed istanbul-json, at /a/s/0: a statement without a count",
  ],
])("coverage-final.json with %s is malformed, with its place", (_, text, problem) => {
  expect(problemOf(readIstanbulJson(text))).toBe(problem);
});

test("several statements on one line count as the one that ran most", () => {
  const statement = { start: { line: 3 } };
  const coverage = readIstanbulJson(
    JSON.stringify({ a: { statementMap: { 0: statement, 1: statement }, s: { 0: 0, 1: 2 } } }),
  );
  expect(coverage.ok && coverage.value.get("a")?.hits).toEqual(new Map([[3, 2]]));
});

test("a summary is read by its counts; its rounded percentage is not believed", () => {
  const text = summaryOf(aFileOf(79_999, 100_000)).replaceAll(/"pct":[\d.]+/g, '"pct":100');
  const coverage = readCoverageSummary(text);
  expect(coverage.ok && coverage.value.get("src/file.ts")).toEqual({ coverableLines: 100_000, coveredLines: 79_999 });
});

test.each([
  ["no total", "{}", "/total"],
  ["more covered than there is", '{"total":{"lines":{"total":1,"covered":2}}}', "/total"],
  [
    "a total that is not the sum",
    '{"total":{"lines":{"total":9,"covered":9}},"a":{"lines":{"total":1,"covered":1}}}',
    "/total/lines",
  ],
  ["a percentage alone", '{"total":{"lines":{"pct":100}}}', "/total"],
  ["a file without counts", '{"total":{"lines":{"total":0,"covered":0}},"a":{}}', "/a"],
])("a summary with %s is malformed", (_, text, pointer) => {
  expect(problemOf(readCoverageSummary(text))).toContain(`at ${pointer}: `);
});

test("a file called __proto__ is a file like any other", () => {
  const coverage = readLcov(lcovOf({ ["__proto__x"]: [1] }).replaceAll("__proto__x", "__proto__"));
  expect(coverage.ok && coverage.value.get("__proto__")?.coveredLines).toBe(1);
});
