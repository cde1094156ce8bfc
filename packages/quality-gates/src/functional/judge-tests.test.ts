import { expect, test } from "vitest";
import { judgeTests } from "./judge-tests.ts";
import type { TestPolicy } from "./judge-tests.ts";
import { aReading, junitOf, vitestOf } from "../test-builders/a-report.ts";

const POLICY: TestPolicy = {
  kind: "tests",
  name: "unit tests",
  family: "functional",
  reports: [{ path: "reports/unit.json", format: "vitest-json" }],
};

function judge(text: string, policy: Partial<TestPolicy> = {}) {
  const reading = aReading({ files: { "reports/unit.json": text }, tree: { rootDirectory: "/shop" } });
  return judgeTests({ ...POLICY, ...policy }, reading);
}

test("all tests passed", () => {
  expect(judge(vitestOf(["passed", "passed"]))).toEqual({
    gate: "unit tests",
    family: "functional",
    status: "pass",
    figure: "2 passed, 0 failed, 0 skipped",
    threshold: "100 % pass",
    reason: "All 2 tests passed.",
    isRequired: true,
    offenders: [],
  });
});

test("one failed test of a thousand fails the gate and is named with its place", () => {
  const verdict = judge(vitestOf([...Array<string>(999).fill("passed"), "failed"]));
  expect(verdict).toMatchObject({
    status: "fail",
    figure: "999 passed, 1 failed, 0 skipped",
    reason: "1 of 1,000 tests failed.",
  });
  expect(verdict.offenders).toEqual([{ file: "src/cart.test.ts", line: 4999, message: "cart test 999: Error: no" }]);
});

test("skipped tests are counted and named, after the failed ones", () => {
  const verdict = judge(vitestOf(["skipped", "failed", "todo", "passed"]));
  expect(verdict.figure).toBe("1 passed, 1 failed, 2 skipped");
  expect(verdict.offenders.map((one) => one.message)).toEqual([
    "cart test 1: Error: no",
    "skipped: cart test 0",
    "skipped: cart test 2",
  ]);
  expect(judge(vitestOf(["skipped", "passed"]))).toMatchObject({
    status: "pass",
    reason: "All 1 test passed. 1 skipped.",
  });
});

test("skips are limited where the policy says so, on both sides of the limit", () => {
  expect(judge(vitestOf(["skipped", "passed"]), { maximumSkipped: 1 }).status).toBe("pass");
  expect(judge(vitestOf(["skipped", "passed"]), { maximumSkipped: 0 }).status).toBe("fail");
});

test("fewer tests than the least are not measured, on both sides of the limit", () => {
  expect(judge(vitestOf(["passed", "passed"]), { minimumTests: 2 }).status).toBe("pass");
  expect(judge(vitestOf(["passed", "skipped"]), { minimumTests: 2 }).status).toBe("not-measured");
  expect(judge(vitestOf([]), { minimumTests: 0 }).status).toBe("not-measured");
});

test("a failure is a failure even where too few tests ran", () => {
  expect(judge(vitestOf(["failed"]), { minimumTests: 2 }).status).toBe("fail");
});

test("a test that never finished is a failure", () => {
  expect(judge(vitestOf(["passed", "pending"]))).toMatchObject({
    status: "fail",
    offenders: [{ message: "cart test 1: it did not finish" }],
  });
});

test("a file that does not load fails the gate, though no test failed", () => {
  const broken = {
    name: "/shop/src/b.test.ts",
    status: "failed",
    message: "Cannot find module\nstack",
    assertionResults: [],
  };
  const whole = JSON.parse(vitestOf(["passed"])) as { testResults: object[] };
  const verdict = judge(JSON.stringify({ ...whole, success: false, testResults: [...whole.testResults, broken] }));
  expect(verdict).toMatchObject({
    status: "fail",
    offenders: [{ file: "src/b.test.ts", message: "src/b.test.ts: Cannot find module" }],
  });
});

test("several reports are one gate", () => {
  const reports: TestPolicy["reports"] = [...POLICY.reports, { path: "reports/api.xml", format: "junit" }];
  const files = {
    "reports/unit.json": vitestOf(["passed", "passed", "passed"]),
    "reports/api.xml": junitOf(["passed", "failed"]),
  };
  const verdict = judgeTests({ ...POLICY, reports }, aReading({ files }));
  expect(verdict).toMatchObject({ status: "fail", figure: "4 passed, 1 failed, 0 skipped" });
  expect(verdict.offenders).toEqual([{ file: "src/cart.test.ts", message: "cart > test 1: no <1>" }]);
});

test("twenty of many failures are named", () => {
  expect(judge(vitestOf(Array<string>(30).fill("failed"))).offenders).toHaveLength(20);
});

test("a waiver sets failing tests aside until it lapses", () => {
  const waiver = { owner: "ana", reason: "known", until: "2026-11-22" };
  expect(judge(vitestOf(["failed"]), { waiver: { ...waiver, until: "2026-11-23" } }).status).toBe("waived");
  expect(judge(vitestOf(["failed"]), { waiver })).toMatchObject({
    status: "fail",
    reason: expect.stringContaining("lapsed"),
  });
});

test("a test that passed only when it was run again passes, and is named before the skipped ones", () => {
  const text = vitestOf(["skipped", "passed", "passed"]).replace(
    '"status":"passed","failureMessages":[]',
    '"status":"passed","failureMessages":["Error: too late"]',
  );
  expect(judge(text)).toMatchObject({
    status: "pass",
    figure: "2 passed, 1 of them flaky, 0 failed, 1 skipped",
    reason: "All 2 tests passed. 1 skipped. 1 passed only when run again: mend or delete.",
    offenders: [{ message: "flaky: cart test 1: Error: too late" }, { message: "skipped: cart test 0" }],
  });
});

test("JUnit's flaky tests are read as Maven writes them", () => {
  const text = `<testsuite tests="1"><testcase name="a"><flakyFailure message="too late"/></testcase></testsuite>`;
  const reports = [{ path: "junit", format: "junit" as const }];
  const verdict = judgeTests({ ...POLICY, reports }, aReading({ files: { junit: text } }));
  expect(verdict).toMatchObject({ status: "pass", offenders: [{ message: "flaky: a: too late" }] });
});

test("a gate is required where its policy says so, among the environments that require its family", () => {
  const isRequiredIn = (environmentName: string, requiredIn?: readonly string[]) => {
    const policy = requiredIn === undefined ? POLICY : { ...POLICY, requiredIn };
    return judgeTests(policy, aReading({ environmentName })).isRequired;
  };
  expect(isRequiredIn("development")).toBe(true);
  expect(isRequiredIn("staging", ["staging"])).toBe(true);
  expect(isRequiredIn("development", ["staging"])).toBe(false);
  const isNotRequired = { ...aReading({ environmentName: "staging" }), isRequired: () => false };
  expect(judgeTests({ ...POLICY, requiredIn: ["staging"] }, isNotRequired).isRequired).toBe(false);
});

test("a gate without a figure that is not asked for names an environment where it is", () => {
  const askedIn = (environmentName: string, requiredIn: readonly string[], text = "") => {
    const files = { "reports/unit.json": text };
    const reading = aReading({ environmentName, files, tree: { rootDirectory: "/shop" } });
    return judgeTests({ ...POLICY, requiredIn }, reading).askedIn;
  };
  expect(askedIn("development", ["staging"])).toBe("staging");
  expect(askedIn("development", ["nowhere"])).toBeUndefined();
  expect(askedIn("staging", ["staging"])).toBeUndefined();
  expect(askedIn("development", ["staging"], vitestOf(["passed"]))).toBeUndefined();
});
