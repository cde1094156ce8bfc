import { expect, test } from "vitest";
import { aReading } from "../test-builders/a-report.ts";
import { aClone, aFile, codeOf } from "../test-builders/code-reports.ts";
import type { FileMeasures } from "./code-measures.ts";
import { judgeDuplication } from "./judge-duplication.ts";
import type { DuplicationPolicy } from "./judge-duplication.ts";

const POLICY: DuplicationPolicy = {
  kind: "duplication",
  name: "duplication",
  family: "code",
  belowPercent: 5,
  codeReport: "code",
};

function judge(files: readonly FileMeasures[], sources = files) {
  const lineCounts = sources.map(({ path, lines }) => ({ path, lineCount: lines }));
  return judgeDuplication(POLICY, aReading({ files: { code: codeOf(files) }, sources: lineCounts }));
}

test.each([
  { duplicated: 499, status: "pass", figure: "4.99 %: 499 of 10,000 lines in 1 file" },
  { duplicated: 500, status: "fail", figure: "5.00 %: 500 of 10,000 lines in 1 file" },
])("$duplicated of 10,000 lines at 5 % is a $status", ({ duplicated, status, figure }) => {
  const clones = [aClone(1, duplicated)];
  expect(judge([aFile({ lines: 10_000, clones })])).toMatchObject({ status, figure });
});

test("a line counts once, however many clones hold it, and no file has more than it is long", () => {
  expect(judge([aFile({ clones: [aClone(1, 3), aClone(2, 4)] })]).figure).toBe("4.00 %: 4 of 100 lines in 1 file");
  expect(judge([aFile({ lines: 2, clones: [aClone(1, 9)] })]).figure).toBe("100.00 %: 2 of 2 lines in 1 file");
});

test("both places are named, the longest first, and how much is too much", () => {
  expect(judge([aFile({ clones: [aClone(1, 2), aClone(11, 20)] })])).toMatchObject({
    status: "fail",
    reason: "12 lines stand in more than one place: 8 too many.",
    offenders: [
      { file: "src/a.ts", line: 11, message: "10 lines stand at src/b.ts:1 too" },
      { file: "src/a.ts", line: 1, message: "2 lines stand at src/b.ts:1 too" },
    ],
  });
});

test("files that are no sources make the share no smaller", () => {
  const source = aFile({ clones: [aClone(1, 5)] });
  expect(judge([source, aFile({ path: "src/a.test.ts", lines: 9000 })], [source])).toMatchObject({
    status: "fail",
    figure: "5.00 %: 5 of 100 lines in 1 file",
  });
});

test("a source that was passed over, or sources without a line, measure nothing", () => {
  expect(judge([aFile()], [aFile(), aFile({ path: "src/big.ts" })])).toMatchObject({
    status: "not-measured",
    reason: "code passed over 1 source file: src/big.ts.",
  });
  expect(judge([aFile({ lines: 0 })]).status).toBe("not-measured");
});
