import type { JobFinished, JobStatus } from "@ecommerce-cart/pipeline-model";
import { expect, test } from "vitest";
import { describeDuration } from "./describe-duration.ts";
import { runVerdict } from "./run-status.ts";
import type { EndedJob } from "./schedule-jobs.ts";

function anEnd(status: JobStatus, rest: { readonly exitCode?: number; readonly isAdvisory?: boolean } = {}): EndedJob {
  const { isAdvisory = false, exitCode } = rest;
  const finished: JobFinished = {
    type: "job-finished",
    at: "",
    job: "j",
    stage: "s",
    status,
    isAdvisory,
    durationMs: 0,
    verdicts: [],
  };
  return exitCode === undefined ? { finished } : { finished, exitCode };
}

test.each([
  [[], "passed", 0],
  [[anEnd("passed"), anEnd("restored"), anEnd("skipped")], "passed", 0],
  [[anEnd("passed"), anEnd("not-measured")], "not-measured", 3],
  [[anEnd("failed"), anEnd("not-measured")], "failed", 1],
  [[anEnd("failed", { isAdvisory: true }), anEnd("not-measured", { isAdvisory: true })], "passed", 0],
  [[anEnd("failed", { exitCode: 4 })], "rolled-back", 4],
  [[anEnd("failed", { exitCode: 5 })], "refused", 5],
  [[anEnd("failed", { exitCode: 6 })], "refused", 6],
  [[anEnd("failed", { exitCode: 17 })], "failed", 1],
  [[anEnd("failed", { exitCode: 4 }), anEnd("failed")], "failed", 1],
] as const)("jobs %# make a run %s, exit code %i", (ended, status, exitCode) => {
  expect(runVerdict(ended, false)).toEqual({ status, exitCode });
});

test("an interrupt outweighs a failure", () => {
  expect(runVerdict([anEnd("failed")], true)).toEqual({ status: "interrupted", exitCode: 130 });
});

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1000, "1 s"],
  [1500, "1500 ms"],
  [90_000, "90 s"],
  [600_000, "10 min"],
  [3_600_000, "1 h"],
  [86_400_000, "1 d"],
  [130_000, "2.2 min"],
])("%i ms reads %s", (durationMs, text) => {
  expect(describeDuration(durationMs)).toBe(text);
});
