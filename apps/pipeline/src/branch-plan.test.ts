import { stagesFor } from "@ecommerce-cart/pipeline-model";
import { BRANCH_RULES } from "@ecommerce-cart/source-checks";
import { expect, test } from "vitest";
import { branchTriggers, ci, pipeline } from "../../../pipeline.ts";
import { branchProblems, judgedEnvironment, planBranch } from "./branch-plan.ts";

const facts = { rootDirectory: `${import.meta.dirname}/../../..`, pipeline, branchTriggers };

test("the table of pipeline.ts and the environments' files agree", () => {
  expect(branchProblems(facts)).toEqual([]);
});

test.each([
  ["main", ["production: after 1 approval by operations"]],
  ["develop", ["development: at once", "staging: at once"]],
  ["release/v1.2.0", ["preproduction: at once"]],
  ["feature/US-123-x", []],
])("%s goes to %j", (branch, expected) => {
  expect(planBranch(branch, facts).environments.map(({ name, how }) => `${name}: ${how}`)).toEqual(expected);
});

test("every branch form of the rules has its row, and a name of no form is told so by the source stage", () => {
  const forms = [...BRANCH_RULES.names, ...[...BRANCH_RULES.prefixes.keys()].map((prefix) => `${prefix}/x`)];
  for (const name of forms) expect(stagesFor(name, branchTriggers).length).toBeGreaterThan(1);
  expect(stagesFor("try-things", branchTriggers)).toEqual(["source"]);
});

test.each([
  ["main", undefined, "production"],
  ["develop", undefined, "staging"],
  ["release/v1.2.0", undefined, "preproduction"],
  ["hotfix/SEC-1-x", undefined, "production"],
  ["feature/US-123-x", undefined, "staging"],
  [undefined, "v1.2.0", "production"],
  ["main", "v1.2.0", "production"],
])("branch %s with tag %s is judged as %s", (branch, tag, environment) => {
  expect(judgedEnvironment({ branch, tag }, { branchTriggers, ci })).toBe(environment);
});

test.each([
  [undefined, undefined, "HEAD is detached, and no CI names the branch: name the environment, --environment NAME."],
  [undefined, "nightly", "nightly marks no release: name the environment, --environment NAME."],
  ["x", undefined, "x is in no row of branchTriggers: name the environment."],
])("branch %s with tag %s is refused", (branch, tag, message) => {
  expect(() => judgedEnvironment({ branch, tag }, { branchTriggers: branchTriggers.slice(0, 2), ci })).toThrow(message);
});
