import { expect, test } from "vitest";
import { inEffect } from "./reverts.ts";
import { aCommit, aRevertOf } from "./test-builders/commits.ts";

const FEATURE = aCommit("feat: x", "a");
const REVERT = aCommit(aRevertOf("a"), "b");
const REAPPLY = aCommit(aRevertOf("b", "Revert x"), "c");

test("a commit and its revert cancel out, in any order", () => {
  expect(inEffect([FEATURE, REVERT])).toEqual([]);
  expect(inEffect([REVERT, FEATURE])).toEqual([]);
});

test("the revert of a revert brings the commit back", () => {
  expect(inEffect([REAPPLY, REVERT, FEATURE])).toEqual([FEATURE]);
});

test("a revert of what was released before stays", () => {
  expect(inEffect([REVERT])).toEqual([REVERT]);
});

test("a shortened hash names its commit", () => {
  const revert = aCommit('Revert "feat: x"\n\nThis reverts commit aaaaaaa.', "b");
  expect(inEffect([revert, FEATURE])).toEqual([]);
});

test("messages that revert each other do not hang", () => {
  const one = aCommit(aRevertOf("b"), "a");
  const other = aCommit(aRevertOf("a"), "b");
  expect(inEffect([one, other])).toEqual([]);
});

test("what is not reverted keeps its order", () => {
  const fix = aCommit("fix: y", "d");
  expect(inEffect([fix, REVERT, FEATURE])).toEqual([fix]);
});
