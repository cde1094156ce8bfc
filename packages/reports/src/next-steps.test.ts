import type { JobFinished, RunFinished } from "@ecommerce-cart/pipeline-model";
import { expect, test } from "vitest";
import { listNextSteps } from "./next-steps.ts";
import { toRunRecord } from "./to-run-record.ts";
import { aJobEnd, aJobStart, aRunEnd, aRunStart, aVerdict } from "./test-builders/a-run.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";

function stepsOf(job: Partial<JobFinished>, run: Partial<RunFinished> = {}) {
  return listNextSteps(toRunRecord([aRunStart(), aJobStart(), aJobEnd(job), aRunEnd(run)]));
}

test("a run in which all passed has no next step", () => {
  expect(stepsOf({ verdicts: [aVerdict()] })).toEqual([]);
});

test("a failed job is named with its reason and the command for its stage", () => {
  expect(stepsOf({ status: "failed", reason: "exit 1" }, { status: "failed" })).toEqual([
    { urgency: "must", title: "Mend lint", text: "It failed: exit 1", command: "./pipeline run build", job: "lint" },
  ]);
});

test("a job that failed for another environment than development is run again for that", () => {
  const events = [aRunStart({ environmentName: "staging" }), aJobStart(), aJobEnd({ status: "failed" }), aRunEnd()];
  expect(listNextSteps(toRunRecord(events))[0]?.command).toBe("./pipeline run build --environment staging");
});

test("an advisory failure should be looked at, and stops nothing", () => {
  expect(stepsOf({ status: "failed", isAdvisory: true })).toMatchObject([{ urgency: "should", title: "Look at lint" }]);
});

test("a job that is bad because of its gate is told once, by the gate, with where to start", () => {
  const verdict = aVerdict({
    status: "fail",
    reason: "Too low.",
    offenders: [{ file: "a.ts", line: 7, message: "3 lines" }],
  });
  const steps = stepsOf({ status: "failed", verdicts: [verdict] }, { status: "failed" });
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ urgency: "must", text: "Too low. Start with a.ts:7 (3 lines)." });
});

test("a gate without a figure must get one; an advisory one should", () => {
  const missing = aVerdict({ status: "not-measured", reason: "No report." });
  expect(stepsOf({ status: "not-measured", verdicts: [missing] })).toMatchObject([
    { urgency: "must", text: "No report." },
  ]);
  expect(stepsOf({ verdicts: [{ ...missing, isRequired: false }] })).toMatchObject([{ urgency: "should" }]);
});

test("gates that another environment asks for are one step, with the command that measures them", () => {
  const left = aVerdict({ status: "not-measured", isRequired: false, askedIn: "staging" });
  expect(stepsOf({ verdicts: [left, { ...left, gate: "secrets" }] })).toEqual([
    {
      urgency: "should",
      title: "Get a figure for line coverage, secrets",
      text: "development does not ask for them; staging does.",
      command: "./pipeline run lint --environment staging",
      job: "lint",
    },
  ]);
});

test.each([
  ["rolled-back", "./pipeline status development"],
  ["refused", "./pipeline status development"],
  ["interrupted", "./pipeline run"],
] as const)("a run that was %s says what to type", (status, command) => {
  expect(stepsOf({}, { status })[0]).toMatchObject({ urgency: "must", command });
});

test("an interrupted run is started again, and its interrupted job is not blamed", () => {
  const steps = stepsOf({ status: "interrupted", reason: "the run was interrupted" }, { status: "interrupted" });
  expect(steps.map((step) => step.title)).toEqual(["Start the run again"]);
});

test("a job that was cut off because another failed is run again, not mended", () => {
  const steps = stepsOf({ status: "interrupted" }, { status: "failed" });
  expect(steps).toMatchObject([{ urgency: "must", title: "Run lint again", command: "./pipeline run build" }]);
});

test("jobs that a kill cut off are not blamed", () => {
  const steps = listNextSteps(toRunRecord([aRunStart(), aJobStart()]));
  expect(steps.map((step) => step.title)).toEqual(["Start the run again"]);
});

test("the most urgent comes first, notes last", () => {
  const urgencies = listNextSteps(toRunRecord(aRunOfEverything())).map((step) => step.urgency);
  expect(urgencies).toEqual(["must", "must", "must", "should", "note", "note"]);
});
