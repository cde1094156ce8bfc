import { stagesFor } from "@ecommerce-cart/pipeline-model";
import { BRANCH_RULES } from "@ecommerce-cart/source-checks";
import { expect, test } from "vitest";
import { branchTriggers, pipeline } from "../../../pipeline.ts";
import { branchProblems, planBranch } from "./branch-plan.ts";

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
