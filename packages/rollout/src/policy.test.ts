import { expect, test } from "vitest";
import { policyProblems, policyWith, stepLimit } from "./index.ts";

test("the default policy can be followed", () => {
  expect(policyProblems(policyWith({}))).toEqual([]);
});

test("every problem is named, with its value", () => {
  const policy = policyWith({ webCount: 0, maxUnavailable: -1, healthDeadlineMs: 0, drainTimeoutMs: Number.NaN });
  const problems = policyProblems(policy);
  expect(problems.map((problem) => problem.split(":")[0])).toEqual([
    "webCount is 0",
    "maxUnavailable is -1",
    "healthDeadlineMs is 0",
    "drainTimeoutMs is NaN",
  ]);
});

test("one process fewer than asked for may be missing, and not all of them", () => {
  expect(policyProblems(policyWith({ webCount: 2, maxUnavailable: 1 }))).toEqual([]);
  expect(policyProblems(policyWith({ webCount: 2, maxUnavailable: 2 }))).toHaveLength(1);
});

test("half a process cannot be asked for", () => {
  expect(policyProblems(policyWith({ webCount: 1.5 }))).toHaveLength(1);
  expect(policyProblems(policyWith({ webCount: 2, maxUnavailable: 0.5 }))).toHaveLength(1);
});

test("the step limit grows with the processes to replace", () => {
  expect(stepLimit(policyWith({ webCount: 2 }))).toBe(46);
});
