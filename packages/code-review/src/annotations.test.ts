import { toRunRecord } from "@ecommerce-cart/reports";
import { expect, test } from "vitest";
import { aJobEnd, aRunEnd, aRunStart, aVerdict } from "../../reports/src/test-builders/a-run.ts";
import { aRunOfEverything } from "../../reports/src/test-builders/a-run-of-everything.ts";
import { annotationsOf } from "./annotations.ts";
import type { Annotation } from "./annotations.ts";
import { renderCompilerLines, renderGithubCommands, renderGitlabCodeQuality } from "./annotation-formats.ts";

const digest = (text: string): string => `digest of ${text}`;
const evil: Annotation = {
  level: "error",
  file: "a,b:c%\n::error::x",
  line: 3,
  title: "t\n::stop",
  message: "50 %\r\n::error::y",
};

test("failing gates annotate their places, gravest first; passing ones say nothing", () => {
  const all = annotationsOf(toRunRecord(aRunOfEverything()));
  expect(all[0]).toMatchObject({ level: "error", file: "apps/shop/tests/checkout.int.test.ts", line: 48 });
  expect([...new Set(all.map(({ level }) => level))]).toEqual(["error", "warning", "notice"]);
  expect(all.at(-1)).toMatchObject({ level: "notice", title: "outdated dependencies" });
  expect(all.some(({ title }) => title === "unit tests")).toBe(false);
});

test("a failing job without a verdict is told itself, and an advisory one only warns", () => {
  const record = toRunRecord([
    aRunStart(),
    aJobEnd({ status: "failed", reason: "exit 1", isAdvisory: true }),
    aRunEnd(),
  ]);
  expect(annotationsOf(record)).toEqual([{ level: "warning", title: "build / lint", message: "exit 1" }]);
});

test("what is not in the repository is no place", () => {
  const offenders = [
    { file: "(no file)", line: 1, message: "m" },
    { file: "../x", message: "m" },
    { file: "/etc/x", message: "m" },
  ];
  const record = toRunRecord([
    aRunStart(),
    aJobEnd({ verdicts: [aVerdict({ status: "fail", offenders })] }),
    aRunEnd(),
  ]);
  for (const one of annotationsOf(record)) expect(one).not.toHaveProperty("file");
});

test("GitHub's commands are one line each, whatever a name or message holds", () => {
  expect(renderGithubCommands([evil])).toBe(
    "::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax,line=3,title=t %3A%3Astop::50 %25%0D%0A::error::y\n",
  );
});

test("GitHub shows ten of a level: the tenth says how many more there are", () => {
  const many = (level: Annotation["level"], count: number): readonly Annotation[] =>
    Array.from({ length: count }, (_, index) => ({ level, title: "t", message: String(index) }));
  const lines = renderGithubCommands([...many("error", 12), ...many("warning", 10)])
    .trimEnd()
    .split("\n");
  expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(10);
  expect(lines[9]).toContain("3 more of this kind");
  expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(10);
});

test("a finding keeps its fingerprint when it moves, and two alike have two", () => {
  const finding: Annotation = { level: "error", file: "a.ts", line: 3, title: "t", message: "m" };
  const print = (all: readonly Annotation[]): readonly string[] =>
    (JSON.parse(renderGitlabCodeQuality(all, digest)) as { fingerprint: string }[]).map(
      ({ fingerprint }) => fingerprint,
    );
  expect(print([{ ...finding, line: 99 }])).toEqual(print([finding]));
  const [first, second] = print([finding, finding]);
  expect(first).not.toBe(second);
  expect(print([finding])).toEqual([first]);
});

test("GitLab's report is JSON with a place and a severity for each", () => {
  const report = JSON.parse(
    renderGitlabCodeQuality([evil, { level: "notice", title: "t", message: "m" }], digest),
  ) as unknown;
  expect(report).toMatchObject([
    { severity: "major", location: { path: "a,b:c%\n::error::x", lines: { begin: 3 } } },
    { severity: "info", location: { path: "pipeline.ts", lines: { begin: 1 } } },
  ]);
  expect(renderGitlabCodeQuality([], digest)).toBe("[]\n");
});

test("compiler lines are one each", () => {
  expect(renderCompilerLines([evil])).toBe("a,b:c% ::error::x:3: error: 50 % ::error::y [t ::stop]\n");
});
