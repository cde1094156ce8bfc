import { expect, test } from "vitest";
import { aReading } from "../test-builders/a-report.ts";
import { deadCodeOf, importsOf } from "../test-builders/code-reports.ts";
import { judgeDeadCode } from "./judge-dead-code.ts";
import { judgeImports } from "./judge-imports.ts";
import type { ImportPolicy } from "./judge-imports.ts";

const SOURCES = ["src/a.ts", "src/b.ts"].map((path) => ({ path, lineCount: 1 }));
const PATHS = SOURCES.map(({ path }) => path);
const IMPORTS: ImportPolicy = {
  kind: "imports",
  name: "imports",
  family: "code",
  importReport: "imports",
  rules: ["no-cycles"],
};

function judgeDead(dead: string, sources = SOURCES) {
  const policy = { kind: "dead-code", name: "dead code", family: "code", deadCodeReport: "dead" } as const;
  return judgeDeadCode(policy, aReading({ files: { dead }, sources }));
}

function judge(imports: string, policy: Partial<ImportPolicy> = {}) {
  return judgeImports({ ...IMPORTS, ...policy }, aReading({ files: { imports }, sources: SOURCES }));
}

test("one unused export or dependency fails and is named", () => {
  const finding = { file: "package.json", line: 9, message: "tsx is declared and not used" };
  expect(judgeDead(deadCodeOf(2))).toMatchObject({ status: "pass", figure: "0 findings in 2 files" });
  expect(judgeDead(deadCodeOf(2, [finding]))).toMatchObject({
    status: "fail",
    figure: "1 finding in 2 files",
    offenders: [finding],
  });
});

test("knip that analysed fewer files than there are sources, or none, measured nothing", () => {
  expect(judgeDead(deadCodeOf(1))).toMatchObject({
    status: "not-measured",
    reason: "dead analysed 1 files of 2 source files: mend knip.json.",
  });
  expect(judgeDead(deadCodeOf(2), []).status).toBe("not-measured");
});

test.each([
  ["a configuration that did not load", { hasConfigErrors: true }, "/hasConfigErrors"],
  ["no number of files", { analysedFiles: null }, "/analysedFiles"],
  ["no list", { findings: {} }, "/findings"],
  ["a finding without a file", { findings: [{ message: "x" }] }, "/findings/0"],
])("knip's report with %s is malformed", (_, part, pointer) => {
  const { status, reason } = judgeDead(JSON.stringify({ ...JSON.parse(deadCodeOf(2)), ...part }));
  expect(status).toBe("not-measured");
  expect(reason).toContain(`at ${pointer}`);
});

test("a cycle and an import across layers fail and are named with their way", () => {
  const cycle = [{ name: "src/b.ts" }, { name: "src/a.ts" }];
  const violations = [
    { from: "src/a.ts", to: "src/b.ts", cycle, rule: { name: "no-cycles" } },
    { from: "src/a.ts", to: "src/b.ts", rule: { name: "layers" } },
  ];
  expect(judge(importsOf(PATHS))).toMatchObject({ status: "pass", figure: "0 bad imports of 2 imports in 2 files" });
  expect(judge(importsOf(PATHS, violations))).toMatchObject({
    status: "fail",
    offenders: [
      { file: "src/a.ts", message: "no-cycles: src/a.ts -> src/b.ts -> src/a.ts" },
      { file: "src/a.ts", message: "layers: src/a.ts -> src/b.ts" },
    ],
  });
});

test("a rule that was not asked, no rule, and a source that was passed over measure nothing", () => {
  expect(judge(importsOf(PATHS), { rules: ["no-cycles", "layers"] })).toMatchObject({
    status: "not-measured",
    reason: "imports was not asked layers: put the rule back.",
  });
  expect(judge(importsOf(PATHS), { rules: [] }).status).toBe("not-measured");
  expect(judge(importsOf(["src/a.ts"])).reason).toBe("imports passed over 1 source file: src/b.ts.");
});

test("files without any import measure nothing: nothing was resolved", () => {
  const text = importsOf(PATHS).replace('"totalDependenciesCruised":2', '"totalDependenciesCruised":0');
  expect(judge(text).reason).toBe("imports found no import at all.");
});

test.each([
  ["fewer modules than counted", { modules: [] }, "/modules"],
  ["no summary", { summary: null }, "/summary"],
  ["no rules", { summary: { violations: [], totalCruised: 2, totalDependenciesCruised: 2 } }, "/summary/ruleSetUsed"],
])("dependency-cruiser's report with %s is malformed", (_, part, pointer) => {
  expect(judge(JSON.stringify({ ...JSON.parse(importsOf(PATHS)), ...part })).reason).toContain(`at ${pointer}`);
});

test.each([
  ["no list", {}],
  ["a violation without a rule", [{ from: "a", to: "b" }]],
])("dependency-cruiser's report whose violations are %s is malformed", (_, violations) => {
  expect(judge(importsOf(PATHS, violations as unknown[])).reason).toContain("at /summary/violations");
});
