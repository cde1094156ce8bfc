import { expect, test } from "vitest";
import { MERGED_COMMIT_RULES } from "./commit-rules.ts";
import { checkCommits } from "./commit-range.ts";

test("only the commits with mistakes are given, in their order", () => {
  const commits = [
    { hash: "1", message: "feat: x" },
    { hash: "2", message: "Added x" },
    { hash: "3", message: "Merge branch 'y'" },
    { hash: "4", message: "fixup! feat: x" },
  ];
  expect(checkCommits(commits, MERGED_COMMIT_RULES).map((bad) => [bad.hash, bad.report.example])).toEqual([
    ["2", "feat: add x"],
    ["4", "feat: x"],
  ]);
});

test("no commits have no mistakes", () => {
  expect(checkCommits([], MERGED_COMMIT_RULES)).toEqual([]);
});
