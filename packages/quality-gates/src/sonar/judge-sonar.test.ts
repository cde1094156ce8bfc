import { expect, test } from "vitest";
import { judgeSonar } from "./judge-sonar.ts";
import type { SonarCondition, SonarOutcome, SonarPolicy } from "./judge-sonar.ts";

const POLICY: SonarPolicy = { name: "SonarQube quality gate", isRequired: false };
const TODAY = "2026-11-27";

function aCondition(change: Partial<SonarCondition> = {}): SonarCondition {
  return { metric: "new_coverage", status: "OK", comparator: "LT", limit: "80", value: "85.2", ...change };
}

function anAnswer(status: string, conditions: readonly SonarCondition[], hasIgnoredConditions = false): SonarOutcome {
  return { kind: "answered", status, conditions, hasIgnoredConditions };
}

test("OK with a measured condition passes", () => {
  expect(judgeSonar(POLICY, anAnswer("OK", [aCondition()]), TODAY)).toEqual({
    gate: "SonarQube quality gate",
    family: "code",
    status: "pass",
    figure: "1 of 1 condition met",
    threshold: "the server's quality gate",
    reason: "SonarQube says OK.",
    isRequired: false,
    offenders: [],
  });
});

test("ERROR fails and names the conditions that are not met", () => {
  const bad = aCondition({ status: "ERROR", value: "61" });
  const worse = aCondition({ metric: "new_violations", status: "ERROR", comparator: "GT", limit: "0", value: "3" });
  expect(judgeSonar(POLICY, anAnswer("ERROR", [aCondition(), bad, worse]), TODAY)).toMatchObject({
    status: "fail",
    figure: "1 of 3 conditions met",
    offenders: [
      { file: "(SonarQube)", message: "new_coverage is 61, asked at least 80" },
      { file: "(SonarQube)", message: "new_violations is 3, asked at most 0" },
    ],
  });
});

test.each([
  [anAnswer("NONE", []), "no quality gate"],
  [anAnswer("OK", []), "measured no condition"],
  [anAnswer("OK", [aCondition({ status: "NO_VALUE" })], true), "fewer than 20 lines are new"],
  [{ kind: "unavailable", reason: "No scanner." }, "No scanner."],
] satisfies readonly [SonarOutcome, string][])("%j is not measured", (outcome, reason) => {
  expect(judgeSonar(POLICY, outcome, TODAY)).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining(reason) as string,
  });
});

test.each(["WARN", "ok", "", "SOMETHING_NEW"])("%j is no pass", (status) => {
  expect(judgeSonar(POLICY, anAnswer(status, [aCondition()]), TODAY).status).toBe("fail");
});

test("it is required where the policy says so, and a waiver holds", () => {
  const waiver = { owner: "ana", reason: "moving servers", until: "2026-12-01" };
  const outcome = anAnswer("ERROR", [aCondition({ status: "ERROR" })]);
  expect(judgeSonar({ ...POLICY, isRequired: true, waiver }, outcome, TODAY)).toMatchObject({
    isRequired: true,
    status: "waived",
  });
});
