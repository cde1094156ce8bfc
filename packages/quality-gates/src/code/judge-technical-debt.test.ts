import { expect, test } from "vitest";
import { aReading } from "../test-builders/a-report.ts";
import { aClone, aFile, aFunction, codeOf, DEBT_POLICY, deadCodeOf, importsOf } from "../test-builders/code-reports.ts";
import type { FileMeasures } from "./code-measures.ts";
import { judgeTechnicalDebt } from "./judge-technical-debt.ts";
import type { TechnicalDebtPolicy } from "./judge-technical-debt.ts";

const CYCLE = { from: "src/a.ts", to: "src/b.ts", rule: { name: "no-cycles" } };
const CLEAN = { dead: deadCodeOf(1), imports: importsOf(["src/a.ts"]) };

function judge(change: Partial<FileMeasures>, reports = CLEAN, policy: Partial<TechnicalDebtPolicy> = {}) {
  const file = aFile(change);
  const sources = [{ path: file.path, lineCount: file.lines }];
  const reading = aReading({ files: { code: codeOf([file]), ...reports }, sources });
  return judgeTechnicalDebt({ ...DEBT_POLICY, ...policy }, reading);
}

const marker = { line: 7, text: "FIXME later" };

test("minutes to mend are held against minutes to write, on both sides of the limit", () => {
  // 5 % of 100 lines at 30 minutes are 150 minutes.
  expect(judge({ markers: Array(7).fill(marker) })).toMatchObject({
    status: "pass",
    figure: "4.66 %: 140 minutes for 7 findings, over 100 lines at 30 minutes",
    threshold: "< 5 %",
  });
  expect(judge({ lines: 40, markers: Array(3).fill(marker) })).toMatchObject({
    status: "fail",
    figure: "5.00 %: 60 minutes for 3 findings, over 40 lines at 30 minutes",
    reason: "1 minute of the debt must be paid back first.",
  });
});

test("every kind of finding has its price, the dearest first", () => {
  const functions = [aFunction({ complexity: 12, lines: 50 }), aFunction({ complexity: 9, lines: 49 })];
  const dead = deadCodeOf(1, [{ file: "src/a.ts", message: "nothing imports add" }]);
  const imports = importsOf(["src/a.ts"], [CYCLE]);
  const verdict = judge({ functions, clones: [aClone(1, 5)], markers: [marker] }, { dead, imports });
  expect(verdict.offenders.map(({ message }) => message)).toEqual([
    "30 minutes: no-cycles: src/a.ts -> src/b.ts",
    "20 minutes: add: 50 lines",
    "20 minutes: FIXME later",
    "12 minutes: add: complexity 12",
    "10 minutes: stands at src/b.ts:1 too",
    "5 minutes: nothing imports add",
  ]);
  expect(verdict.figure).toContain("97 minutes for 6 findings");
});

test("no finding is no debt; code without cost, or prices that are none, measure nothing", () => {
  expect(judge({})).toMatchObject({ status: "pass", figure: expect.stringContaining("0.00 %") });
  expect(judge({ lines: 0 }).status).toBe("not-measured");
  expect(judge({}, CLEAN, { minutesPerLine: 0 }).status).toBe("not-measured");
  const remediation = { ...DEBT_POLICY.remediation, marker: -1000 };
  expect(judge({ markers: [marker] }, CLEAN, { remediation }).status).toBe("not-measured");
});
