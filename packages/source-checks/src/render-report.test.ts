import { expect, test } from "vitest";
import { renderReport } from "./render-report.ts";

test("carets stand under the mistakes, and a line with two is shown once", () => {
  const report = {
    subject: "commit message",
    text: "Feat: Adds x\nbody",
    mistakes: [
      { line: 1, column: 1, length: 4, message: "lower case" },
      { line: 1, column: 7, length: 4, message: "imperative" },
      { line: 2, column: 1, length: 4, message: "leave empty" },
    ],
    example: "feat: add x\n\nbody",
  } as const;
  expect(renderReport(report)).toBe(`commit message: 3 mistakes

  Feat: Adds x
  ^^^^ lower case
        ^^^^ imperative
  body
  ^^^^ leave empty

Put right:

  feat: add x

  body`);
});

test("one mistake is one mistake, behind the end of a line too, and below a tab or an emoji", () => {
  const mistakes = [{ line: 1, column: 5, length: 1, message: "more" }] as const;
  const report = { subject: "branch name", text: "\t😀x", mistakes, example: "y" };
  expect(renderReport(report)).toBe("branch name: 1 mistake\n\n  \t😀x\n  \t   ^ more\n\nPut right:\n\n  y");
});

test("carets are as wide as what they stand under, and marks that combine take no room", () => {
  const mistakes = [{ line: 1, column: 3, length: 2, message: "here" }] as const;
  const report = { subject: "commit message", text: "e\u0301漢字", mistakes, example: "y" };
  expect(renderReport(report)).toContain("\n   ^^^^ here");
});

test("a line of a megabyte is cut, and what is behind the cut is pointed at there", () => {
  const mistakes = [{ line: 1, column: 73, length: 1_000_000, message: "shorten" }] as const;
  const [, , text = "", carets = ""] = renderReport({
    subject: "commit message",
    text: "x".repeat(1_000_000),
    mistakes,
    example: "y",
  }).split("\n");
  expect(text).toHaveLength(163);
  expect(carets.indexOf("^")).toBe(74);
  expect(carets.length).toBeLessThan(200);
});

test("an escape sequence in a message does nothing to the terminal", () => {
  const mistakes = [{ line: 1, column: 1, length: 1, message: "m" }] as const;
  expect(renderReport({ subject: "commit message", text: "\u001b[2Jx", mistakes, example: "y" })).toContain(
    "  ·[2Jx\n",
  );
});
