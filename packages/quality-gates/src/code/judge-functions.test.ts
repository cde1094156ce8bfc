import { expect, test } from "vitest";
import { aReading } from "../test-builders/a-report.ts";
import { aFile, aFunction, codeOf } from "../test-builders/code-reports.ts";
import type { FileMeasures } from "./code-measures.ts";
import { judgeComplexity, judgeFunctionLength } from "./judge-functions.ts";
import type { ComplexityPolicy, FunctionLengthPolicy } from "./judge-functions.ts";

const COMPLEXITY: ComplexityPolicy = {
  kind: "complexity",
  name: "complexity",
  family: "code",
  below: 10,
  codeReport: "code",
};
const LENGTH: FunctionLengthPolicy = { ...COMPLEXITY, kind: "function-length", name: "length", below: 50 };

function readingOf(files: readonly FileMeasures[], sources = files) {
  return aReading({
    files: { code: codeOf(files) },
    sources: sources.map(({ path, lines }) => ({ path, lineCount: lines })),
  });
}

function judge(functions: FileMeasures["functions"], policy: Partial<ComplexityPolicy> = {}) {
  return judgeComplexity({ ...COMPLEXITY, ...policy }, readingOf([aFile({ functions })]));
}

test("complexity is judged on both sides of its limit, and the function named with its place", () => {
  expect(judge([aFunction({ complexity: 9 })])).toMatchObject({
    status: "pass",
    figure: "complexity 9 at most, in 1 function of 1 file",
    threshold: "< 10",
    offenders: [],
  });
  expect(judge([aFunction({ complexity: 9 }), aFunction({ complexity: 10, line: 40 })])).toMatchObject({
    status: "fail",
    reason: "1 function too many.",
    offenders: [{ file: "src/a.ts", line: 40, message: "add: complexity 10" }],
  });
});

test("length is judged on both sides of its limit", () => {
  const judgeLength = (lines: number) =>
    judgeFunctionLength(LENGTH, readingOf([aFile({ functions: [aFunction({ lines })] })]));
  expect(judgeLength(49)).toMatchObject({ status: "pass", figure: "49 lines at most, in 1 function of 1 file" });
  expect(judgeLength(50)).toMatchObject({ status: "fail", offenders: [{ message: "add: 50 lines" }] });
});

test("the worst comes first", () => {
  const { offenders } = judge([10, 30, 20].map((complexity) => aFunction({ complexity })));
  expect(offenders.map(({ message }) => message)).toEqual([
    "add: complexity 30",
    "add: complexity 20",
    "add: complexity 10",
  ]);
});

test("the baseline bears what was there, and neither its growth nor a second one", () => {
  const baseline = [{ file: "src/a.ts", function: "add", value: 12 }];
  const old = aFunction({ complexity: 12 });
  expect(judge([old], { baseline })).toMatchObject({
    status: "pass",
    reason: "No function breaks the rule; 1 borne by the baseline.",
    offenders: [{ message: "add: complexity 12 (baseline)" }],
  });
  expect(judge([aFunction({ complexity: 13 })], { baseline }).status).toBe("fail");
  expect(judge([old, old], { baseline }).status).toBe("fail");
  expect(judge([{ ...old, name: "remove" }], { baseline }).status).toBe("fail");
});

test("an entry of the baseline that bears nothing is reported", () => {
  const baseline = [{ file: "src/a.ts", function: "gone", value: 12 }];
  expect(judge([aFunction()], { baseline })).toMatchObject({
    status: "pass",
    reason: "No function breaks the rule; 1 of the baseline can be taken out.",
    offenders: [{ file: "src/a.ts", message: "gone is mended: take it out of the baseline" }],
  });
});

test("ignored files are not asked; where nothing is left, nothing is measured", () => {
  const long = aFile({ path: "src/a.test.ts", functions: [aFunction({ lines: 500 })] });
  const policy = { ...LENGTH, ignored: ["**/*.test.ts"] };
  expect(judgeFunctionLength(policy, readingOf([aFile(), long])).status).toBe("pass");
  expect(judgeFunctionLength(policy, readingOf([long])).status).toBe("not-measured");
});

test("a source that was passed over is named, and nothing is measured", () => {
  const sources = ["src/a.ts", "src/b.ts", "src/c.ts", "src/d.ts", "src/e.ts"].map((path) => aFile({ path }));
  expect(judgeComplexity(COMPLEXITY, readingOf([aFile()], sources))).toMatchObject({
    status: "not-measured",
    reason: "code passed over 4 source files: src/b.ts, src/c.ts, src/d.ts ….",
  });
  expect(judgeComplexity(COMPLEXITY, readingOf([aFile()], [])).status).toBe("not-measured");
});

test.each([
  ["more files than listed", { measuredFiles: 2 }, "/measuredFiles"],
  ["files that are no list", { files: {} }, "/files"],
  ["a file that is none", { files: [1] }, "/files/0"],
  ["a file without functions", { files: [{ path: "a", lines: 1 }] }, "/files/0/functions"],
  [
    "a function without a line",
    { files: [{ ...aFile(), functions: [{ ...aFunction(), line: 0 }] }] },
    "/files/0/functions/0",
  ],
])("measures with %s are malformed", (_, part, pointer) => {
  const code = JSON.stringify({ ...JSON.parse(codeOf([aFile()])), ...part });
  const reading = aReading({ files: { code }, sources: [{ path: "src/a.ts", lineCount: 1 }] });
  expect(judgeComplexity(COMPLEXITY, reading).reason).toContain(`malformed code-measures, at ${pointer}:`);
});
