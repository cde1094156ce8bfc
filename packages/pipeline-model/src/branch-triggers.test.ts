import { expect, test } from "vitest";
import { checkBranchTriggers, matchesBranch, stagesFor, triggerFor } from "./branch-triggers.ts";
import type { BranchFacts, BranchTrigger } from "./branch-triggers.ts";

const FACTS: BranchFacts = {
  stages: ["source", "build", "deploy"],
  environments: [
    { name: "staging", branches: ["develop"] },
    { name: "production", branches: ["main"] },
  ],
};
const TRIGGERS: readonly BranchTrigger[] = [
  { pattern: "main", stages: ["source", "build", "deploy"], environments: ["production"], judgedAs: "production" },
  { pattern: "develop", stages: ["source", "build", "deploy"], environments: ["staging"], judgedAs: "staging" },
  { pattern: "feature/*", stages: ["source", "build"], environments: [], judgedAs: "staging" },
];

function problemsOf(change: Partial<BranchTrigger>): readonly string[] {
  const rows = [{ ...(TRIGGERS[0] as BranchTrigger), ...change }, ...TRIGGERS.slice(1)];
  return checkBranchTriggers(rows, FACTS).map(({ path, message }) => `${path}: ${message}`);
}

test.each([
  ["main", "main", true],
  ["main", "mainly", false],
  ["release/*", "release/v1.2.0", true],
  ["release/*", "prerelease/v1", false],
  ["release/*", "release/", true],
  ["a.c", "abc", false],
  ["*", "anything/at all", true],
])("%s takes %s: %s", (pattern, branch, expected) => {
  expect(matchesBranch(pattern, branch)).toBe(expected);
});

test("the first row that matches decides, and a branch of no row starts nothing", () => {
  expect(stagesFor("feature/US-1-x", TRIGGERS)).toEqual(["source", "build"]);
  expect(triggerFor("main", TRIGGERS)?.environments).toEqual(["production"]);
  expect(stagesFor("nonsense", TRIGGERS)).toEqual([]);
});

test("a table that agrees with pipeline and environments has no problem", () => {
  expect(checkBranchTriggers(TRIGGERS, FACTS)).toEqual([]);
});

test.each([
  [{ stages: ["sorce"] }, 'branchTriggers[0].stages[0]: unknown stage "sorce"; did you mean "source"?'],
  [
    { judgedAs: "prodction" },
    'branchTriggers[0].judgedAs: unknown environment "prodction"; did you mean "production"?',
  ],
  [{ stages: ["build", "source"] }, "branchTriggers[0].stages: write each once, in order: source, build, deploy"],
  [{ stages: ["build", "build"] }, "branchTriggers[0].stages: write each once, in order: source, build, deploy"],
])("%j is refused", (change, problem) => {
  expect(problemsOf(change)).toEqual([problem]);
});

test("what one of both sends to an environment and the other does not is told from both sides", () => {
  expect(problemsOf({ environments: ["staging"] })).toEqual([
    'branchTriggers[0].environments: environments/staging.yaml does not name "main" in trigger.branches: add it there, or take it out here',
    'environments/production.yaml: trigger.branches[0]: branchTriggers in pipeline.ts does not send "main" to production: the two must agree',
  ]);
});

test("a row that no branch reaches is told", () => {
  const rows = [...TRIGGERS, { pattern: "feature/x*", stages: [], environments: [], judgedAs: "staging" }];
  expect(checkBranchTriggers(rows, FACTS)).toEqual([
    {
      path: "branchTriggers[3].pattern",
      message: '"feature/x*" is never reached: "feature/*" above it takes its branches',
    },
  ]);
});
