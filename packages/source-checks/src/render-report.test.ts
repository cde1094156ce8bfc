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
  expect(renderReport(report)).toBe("branch name: 1 mistake\n\n  \t😀x\n  \t  ^ more\n\nPut right:\n\n  y");
});
