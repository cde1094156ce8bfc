import fc from "fast-check";
import { expect, test } from "vitest";
import { BRANCH_RULES, checkBranchName } from "./branch-name.ts";

function mistakesOf(name: string): readonly string[] {
  const result = checkBranchName(name);
  if (result.ok) return [];
  return result.error.mistakes.map(({ column, length, message }) => `${column}+${length} ${message}`);
}

test.each([
  "main",
  "develop",
  "feature/US-123-add-product-search",
  "bugfix/ORDER-456-fix-payment-validation",
  "hotfix/SEC-789-fix-sql-injection",
  "feature/X2-1-a",
  "release/v1.2.0",
  "release/v1.2.0-rc.1",
])("%s is right", (name) => {
  expect(mistakesOf(name)).toEqual([]);
});

const KINDS = "begin with feature/, bugfix/, hotfix/, release/";

test.each([
  ["develp", [`1+6 ${KINDS}, or use main or develop`]],
  ["Main", [`1+4 ${KINDS}, or use main or develop`]],
  ["feat/US-1-x", [`1+4 ${KINDS}`]],
  ["/US-1-x", [`1+1 ${KINDS}`]],
  ["feature/add-search", ["9+10 write the ticket and a short name: US-123-add-search"]],
  ["feature/us-1-x", ["9+6 write the ticket and a short name: US-123-add-search"]],
  ["feature/", ["9+1 write the ticket and a short name: US-123-add-search"]],
  ["feature/US-1", ['13+1 write "-" and a short name after US-1: US-1-add-search']],
  ["feature/US-1-", ['13+1 write "-" and a short name after US-1: US-1-add-search']],
  ["feature/US-1_x", ['13+1 write "-" and a short name after US-1: US-1-add-search']],
  ["feature/US-1-a/b", ["15+1 use lower-case letters, digits and single hyphens here"]],
  [
    "hotfix/SEC-7-Fix_it-",
    [
      "14+1 use lower-case letters, digits and single hyphens here",
      "17+1 use lower-case letters, digits and single hyphens here",
      "20+1 use lower-case letters, digits and single hyphens here",
    ],
  ],
  ["feature/US-1-a--b", ["15+2 use lower-case letters, digits and single hyphens here"]],
  ["release/1.2.0", ['9+5 write "v" and a semantic version: v1.2.0']],
  ["release/v01.2.0", ['9+7 write "v" and a semantic version: v1.2.0']],
  ["release/v1.2.0-rc.01", ['9+12 write "v" and a semantic version: v1.2.0']],
  ["release/v1.2", ['9+4 write "v" and a semantic version: v1.2.0']],
  ["rel/1.2", [`1+3 ${KINDS}`, '5+3 write "v" and a semantic version: v1.2.0']],
])("%s has the mistakes %j", (name, mistakes) => {
  expect(mistakesOf(name)).toEqual(mistakes);
});

test.each([
  ["add search", "feature/US-123-add-search"],
  ["Feature/us-7", "feature/US-7-short-name"],
  ["fix/order456 Broken_Total", "bugfix/ORDER-456-broken-total"],
  ["feature/US_1_x", "feature/US-1-x"],
  ["rel/1.2", "release/v1.2.0"],
  ["release/v01.002.3", "release/v1.2.3"],
  ["release/next", "release/v1.0.0"],
  ["", "feature/US-123-short-name"],
])("%j is put right as %s", (name, example) => {
  expect(checkBranchName(name)).toMatchObject({ ok: false, error: { subject: "branch name", text: name, example } });
});

test("what is put right has no mistake, whatever was written", () => {
  const words = fc.constantFrom("feature", "FIX", "release", "/", "-", "_", "US", "12", "v1.", " ", "Ü", "a");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((parts) => parts.join("")),
      ),
      (name) => {
        const result = checkBranchName(name);
        if (!result.ok) expect(mistakesOf(result.error.example)).toEqual([]);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("the rules are data", () => {
  const rules = { ...BRANCH_RULES, names: ["trunk"], prefixes: new Map([["task", "ticket"]] as const) };
  expect(checkBranchName("trunk", rules).ok).toBe(true);
  expect(checkBranchName("task/A-1-b", rules).ok).toBe(true);
  expect(checkBranchName("main", rules)).toMatchObject({ error: { example: "task/US-123-main" } });
});
