import fc from "fast-check";
import { expect, test } from "vitest";
import { checkCommitMessage } from "./commit-message.ts";
import { COMMIT_RULES, MERGED_COMMIT_RULES } from "./commit-rules.ts";
import type { CommitRules } from "./commit-rules.ts";

function mistakesOf(text: string, rules: CommitRules = COMMIT_RULES): readonly string[] {
  const result = checkCommitMessage(text, rules);
  if (result.ok) return [];
  return result.error.mistakes.map(({ line, column, length, message }) => `${line}:${column}+${length} ${message}`);
}

function exampleFor(text: string, rules: CommitRules = COMMIT_RULES): string {
  const result = checkCommitMessage(text, rules);
  if (result.ok) throw new Error("there is no mistake");
  return result.error.example;
}

const TYPES = "feat, fix, docs, style, refactor, test, chore";

test.each([
  "feat(product): add product search functionality\n\n- Implement product search by name\n\nCloses #123",
  "fix(order): resolve payment validation issue",
  "chore: update dependencies",
  "feat(target-embedded): hold requests while switching",
  "docs: README names the two commands",
  "docs: PostgreSQL 18 is the default",
  "refactor: process orders in one place",
  "fix: embed the string as it is",
  "feat(cart)!: drop guest carts\n\nBREAKING CHANGE: carts need accounts",
  "feat!: x\n\nbody\n\nBREAKING-CHANGE: y\nReviewed-by: Z",
  `feat: ${"x".repeat(66)}`,
  "Merge branch 'feature/US-1-x' into develop",
  'Revert "feat: Anything at all, however long it is, because git wrote it and nobody should edit it."',
  'Reapply "feat: x"',
  "fixup! feat: x",
  "squash! fixup! feat: x",
  "\n\nfeat: x\n",
  "feat: x\r\n\r\nbody\r\n",
  "feat: x   \n\nbody \t\n",
  "fix(cart): hält Preise für 漢字 und 👩‍👩‍👧 aus",
  `feat: ${"x".repeat(66)} (#1234)`,
  "Merge pull request #12 from ann/feature",
  "Merge branch 'feature/US-1-x' into 'main'\n\nAdd x\n\nSee merge request shop/cart!7",
  "Merge remote-tracking branch 'origin/main'",
  "Merge branches 'a' and 'b'",
  "Merge 540e8d8c0ffee into 1234567abcdef",
  "Merged in feature/US-1-x (pull request #3)",
  'Revert "Revert "feat: x""\n\nThis reverts commit 540e8d8.',
  "revert: feat(cart): add coupons that were written about at very great length indeed",
  "feat: x\n\nCloses #12\nCo-authored-by: Ann <ann@example.org>\nSigned-off-by: Bo <bo@example.org>",
  "feat: x\n\nco-authored-by: Ann <ann@example.org>",
  "feat: x\n\nReviewed by the whole team, see the notes: they are long.",
])("%j is right", (text) => {
  expect(mistakesOf(text)).toEqual([]);
});

test.each([
  ["", "1:1+1 write a message"],
  ["# only a comment", "1:1+1 write a message"],
  ["add coupons", `1:1+3 begin with a type and a colon: ${TYPES}`],
  ["perf: count once", `1:1+4 use one of the types ${TYPES}`],
  ["Feat: count once", `1:1+4 use one of the types ${TYPES}`],
  ["feat(Cart): count once", "1:6+4 name one feature or package in lower case, or leave the parentheses out"],
  ["feat(): count once", "1:6+1 name one feature or package in lower case, or leave the parentheses out"],
  ["feat(cart) count once", '1:11+1 write ": " here'],
  ["feat:count once", "1:6+1 write one space after the colon"],
  ["feat:  count once", "1:6+2 write one space after the colon"],
  ["feat : count once", "1:5+1 remove this space"],
  ["feat (cart): count once", "1:5+1 remove this space"],
  [" feat: count once", "1:1+1 remove this space"],
  ["feat:", "1:6+1 say what the commit does: add product search"],
  ["feat: Count once", "1:7+5 begin in lower case: count"],
  ["feat: added coupons", "1:7+5 use the imperative: add, not added"],
  ["feat: Adds coupons", "1:7+4 use the imperative: add, not Adds"],
  ["fix: stopping the worker", "1:6+8 use the imperative: stop, not stopping"],
  ["feat: count once.", "1:17+1 leave out the full stop"],
  ["feat: count once...", "1:17+3 leave out the full stop"],
  [`feat: ${"x".repeat(67)}`, "1:73+1 73 characters: shorten the line to 72, the rest goes into the body"],
  ["feat: x\nbody", "2:1+4 leave the second line empty"],
  ["feat!: x", '1:5+1 add a footer "BREAKING CHANGE: " and what breaks'],
  ["feat: x\n\nBREAKING CHANGE: y", '3:1+15 mark the first line with "!" too: feat!: …'],
  ["feat!: x\n\nbreaking change: y", '3:1+18 write "BREAKING CHANGE: " and what breaks'],
  ["feat!: x\n\nBREAKING CHANGE:", '3:1+16 write "BREAKING CHANGE: " and what breaks'],
  ["\ufefffeat: x", "1:1+1 remove this invisible character, U+FEFF"],
  ["feat: a\u200bdd", "1:8+1 remove this invisible character, U+200B"],
  ["feat: x\n\nif (\u202eadmin", "3:5+1 remove this invisible character, U+202E"],
  ["feat:\u00a0x", "1:6+1 write one space after the colon"],
  ["feat: x\n\nReviewed by: Ann", "3:1+16 write the trailer as tools read it: Reviewed-by: Ann"],
  [
    "feat: x\n\nCo-authored-by: Ann",
    "3:1+19 write the trailer as tools read it: Co-authored-by: Ann <ann@example.org>",
  ],
  ["feat: x\n\nco authored by Ann <a@b.c>", "3:1+26 write the trailer as tools read it: Co-authored-by: Ann <a@b.c>"],
  [
    "feat: x\n\nSigned-off-by:",
    "3:1+14 write the trailer as tools read it: Signed-off-by: Ann Example <ann@example.org>",
  ],
  ["feat: x\n\nBREAKING CHANGES - y", '3:1+20 write "BREAKING CHANGE: " and what breaks'],
])("%j has the one mistake %s", (text, mistake) => {
  expect(mistakesOf(text)).toEqual([mistake]);
});

test("a sentence that begins with the words is no footer", () => {
  expect(mistakesOf("docs: x\n\nBreaking changes are listed first.")).toEqual([]);
});

test("all mistakes come at once, in the order of the text, and the example mends them all", () => {
  const text = "Feature(Cart) Added coupon codes for everyone who has bought something last year.\nmore text";
  expect(mistakesOf(text)).toEqual([
    `1:1+7 use one of the types ${TYPES}`,
    "1:9+4 name one feature or package in lower case, or leave the parentheses out",
    '1:14+1 write ": " here',
    "1:15+5 use the imperative: add, not Added",
    "1:73+9 81 characters: shorten the line to 72, the rest goes into the body",
    "1:81+1 leave out the full stop",
    "2:1+9 leave the second line empty",
  ]);
  expect(exampleFor(text)).toBe(
    "feat(cart): add coupon codes for everyone who has bought something last\n\n… year\n\nmore text",
  );
});

test.each([
  ["Fixed the total", "fix: fix the total"],
  ["renaming the port", "refactor: rename the port"],
  ["coupons", "chore: coupons"],
  ["bugfix: Total is wrong", "fix: total is wrong"],
  ["doc: x", "docs: x"],
  ["nonsense: add x", "feat: add x"],
  ["feat(Shop / Cart): x", "feat(shop-cart): x"],
  ["feat(!!!): x", "feat: x"],
  ["feat!: drop x", "feat!: drop x\n\nBREAKING CHANGE: drop x"],
  ["fix: x\n\nBreaking change - y", "fix!: x\n\nBREAKING CHANGE: y"],
  ["fix!: x\n\nBREAKING CHANGE", "fix!: x\n\nBREAKING CHANGE: x"],
  ["Merge branch handling into one file", "chore: merge branch handling into one file"],
  ["Squashed commit of the following:", "chore: squashed commit of the following:"],
  ["Revert: feat: x", "revert: feat: x"],
  ["\ufeffAdded x", "feat: add x"],
  ["feat: x\n\nTested By : Bo", "feat: x\n\nTested-by: Bo"],
  ["", "chore: describe the change"],
])("%j is put right as %j", (text, example) => {
  expect(exampleFor(text)).toBe(example);
});

test("a word longer than the line is cut", () => {
  expect(exampleFor(`fix: ${"x".repeat(80)}`)).toBe(`fix: ${"x".repeat(67)}\n\n… ${"x".repeat(13)}`);
});

test("where a team has other types, the example uses one of them", () => {
  const rules = { ...COMMIT_RULES, types: ["change"] };
  expect(exampleFor("feat: x", rules)).toBe("change: x");
  expect(mistakesOf("change: x", rules)).toEqual([]);
});

test("the editor's comments and what follows its scissors are not the message", () => {
  const scissors = "# ------------------------ >8 ------------------------";
  const text = `# a comment\nfeat: x\n# Please enter the message\n\nbody\n${scissors}\ndiff --git a/x b/x\n+Bad.`;
  expect(mistakesOf(text)).toEqual([]);
});

test("a mistake below a comment keeps its line in the file", () => {
  expect(mistakesOf("# one\n# two\nfeat: X y")).toEqual(["3:7+1 begin in lower case: x"]);
});

test("scissors from an editor that writes CRLF, or leaves a blank, cut too", () => {
  const scissors = "# ------------------------ >8 ------------------------";
  expect(mistakesOf(`feat: x\r\n${scissors}\r\n+Bad.\r\n`)).toEqual([]);
  expect(mistakesOf(`feat: x\n${scissors} \n+Bad.`)).toEqual([]);
});

test.each([" ".repeat(200_000), "x".repeat(1_000_000), ". ".repeat(100_000), "-".repeat(200_000)])(
  "a very long first line is checked at once",
  (filling) => {
    const startedAt = performance.now();
    expect(mistakesOf(`feat ${filling}!`)).not.toEqual([]);
    expect(mistakesOf(`feat: x\n\nreviewed${filling}`)).toBeDefined();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  },
);

test("another comment character is honoured, and none makes every line count", () => {
  expect(mistakesOf("feat: x\n; note", { ...COMMIT_RULES, commentCharacter: ";" })).toEqual([]);
  expect(mistakesOf("feat: x\n# note", MERGED_COMMIT_RULES)).toEqual(["2:1+6 leave the second line empty"]);
});

test("a fixup may stay while one works and must go before the merge", () => {
  expect(mistakesOf("fixup! feat: x", MERGED_COMMIT_RULES)).toEqual([
    "1:1+6 squash it into the commit that it mends: git rebase --interactive --autosquash",
  ]);
  expect(exampleFor("squash! fixup! Adds x", MERGED_COMMIT_RULES)).toBe("feat: add x");
});

test("what is put right has no mistake, whatever was written", () => {
  const words = fc.constantFrom(
    ..."feat fix Feature perf added Adds Breaking change BREAKING-CHANGE ( ) ! : . # - ; x README . Ünïcode 😀 \t merge".split(
      " ",
    ),
    " ",
    "\n",
    "\n\n",
    "BREAKING CHANGE: ",
    "Co-authored-by",
    "reviewed by:",
    "<a@b.c>",
    "revert: ",
    "\ufeff",
    "\u200b",
    "\r",
    "fixup! ",
    "x".repeat(80),
  );
  const texts = fc.oneof(
    fc.array(words).map((parts) => parts.join("")),
    fc.array(words).map((parts) => parts.join(" ")),
    fc.string(),
  );
  for (const rules of [COMMIT_RULES, MERGED_COMMIT_RULES])
    fc.assert(
      fc.property(texts, (text) => {
        const result = checkCommitMessage(text, rules);
        if (!result.ok) expect(mistakesOf(result.error.example, rules)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
});

test("every mistake is within the text, or just behind the end of a line", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const result = checkCommitMessage(text);
      for (const mistake of result.ok ? [] : result.error.mistakes) {
        const line = text.split(/\r?\n/)[mistake.line - 1] ?? "";
        expect(mistake.column).toBeLessThanOrEqual(line.length + 1);
        expect(mistake.column + mistake.length).toBeLessThanOrEqual(line.length + 2);
      }
    }),
  );
});
