import { expect, test } from "vitest";
import { parseCommit } from "./commit.ts";
import type { ParsedCommit } from "./commit.ts";

const HASH = "a".repeat(40);

function parse(message: string): ParsedCommit {
  return parseCommit({ hash: HASH, message });
}

test("type, scope and description are read", () => {
  expect(parse("feat(cart): add coupons\n")).toEqual({
    hash: HASH,
    kind: "conventional",
    type: "feat",
    scope: "cart",
    description: "add coupons",
    isBreaking: false,
    breakingNotes: [],
    issues: [],
  });
});

test("a scope may be left out, and a type may be written in capitals", () => {
  expect(parse("FIX: count stock once")).toMatchObject({ type: "fix", description: "count stock once" });
  expect(parse("fix: count stock once")).not.toHaveProperty("scope");
  expect(parse("fix(): count stock once")).not.toHaveProperty("scope");
});

test.each([
  ["feat!: drop guest carts", ["drop guest carts"]],
  ["feat(cart)!: drop guest carts", ["drop guest carts"]],
  ["feat!: drop guest carts\n\nBREAKING CHANGE: carts need\naccounts", ["carts need\naccounts"]],
  ["fix: x\n\nBREAKING CHANGE: a\nBREAKING-CHANGE: b", ["a", "b"]],
  ["fix: x\n\nBREAKING CHANGE:", ["x"]],
])("%j is breaking, and notes %j", (message, notes) => {
  expect(parse(message)).toMatchObject({ isBreaking: true, breakingNotes: notes });
});

test("the words of a breaking change inside a sentence break nothing", () => {
  expect(parse("docs: x\n\nThis is no BREAKING CHANGE at all").isBreaking).toBe(false);
});

test("issues are read from the footer, each once", () => {
  expect(parse("fix: x\n\nCloses #12, #13\nRefs #12").issues).toEqual(["12", "13"]);
});

test("a line of the body cannot overwrite the header", () => {
  const commit = parse("fix: x\n\n-type-\nfeat\n-breaking-\n!\n-__proto__-\nz");
  expect(commit).toMatchObject({ type: "fix", isBreaking: false });
});

test.each([
  "Merge branch 'feature/US-1-x' into develop",
  "Merge pull request #12 from shop/feature",
  "Merge remote-tracking branch 'origin/main'",
  "Merge tag 'v1.0.0'",
])("%j is a merge", (message) => {
  expect(parse(message)).toMatchObject({ kind: "merge", description: message });
});

test.each([
  ['Revert "feat: x"\n\nThis reverts commit abcdef1234.', "feat: x", "abcdef1234"],
  ['Reapply "feat: x"\n\nThis reverts commit abcdef1234.', "feat: x", "abcdef1234"],
  ["revert: feat: x\n\nThis reverts commit abcdef1.", "feat: x", "abcdef1"],
  ["revert(cart): drop coupons", "drop coupons", undefined],
  ['Revert "feat: x"', "feat: x", undefined],
])("%j reverts %j, commit %s", (message, description, revertedHash) => {
  const commit = parse(message);
  expect([commit.kind, commit.description, commit.revertedHash]).toEqual(["revert", description, revertedHash]);
});

test.each([
  "Add coupons",
  "feat add coupons",
  "feat:add coupons",
  "",
  "fixup! feat: x",
  "feat (cart): x",
  "Merge two carts",
])("%j is not in our format", (message) => {
  expect(parse(message)).toMatchObject({ kind: "other", description: message, isBreaking: false });
});

test("a message with Windows line ends is read the same", () => {
  expect(parse("feat!: x\r\n\r\nBREAKING CHANGE: y\r\n")).toMatchObject({ description: "x", breakingNotes: ["y"] });
});
