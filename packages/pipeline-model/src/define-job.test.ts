import { expect, test } from "vitest";
import {
  DEFAULT_GLOBAL_INPUTS,
  defineJob,
  definePipeline,
  EXIT_CODES,
  exitCodeFor,
  statusFromVerdicts,
  suggestName,
} from "./index.ts";
import type { Verdict, VerdictStatus } from "./index.ts";

test("a job's defaults are the documented ones", () => {
  expect(defineJob({ name: "lint", command: "eslint ." })).toEqual({
    name: "lint",
    description: "lint",
    action: { kind: "command", command: "eslint ." },
    inputs: ["**"],
    outputs: [],
    environment: [],
    secrets: [],
    services: [],
    needs: [],
    timeoutMs: 600_000,
    retries: 0,
    isRestorable: true,
    isAdvisory: false,
  });
});

test("a function job bears the job's name, and options win over defaults", () => {
  const run = async () => ({ kind: "passed" as const });
  const job = defineJob({ name: "gate", run, description: "Coverage", retries: 2, freshForMs: 5 });
  expect(job.action).toEqual({ kind: "function", name: "gate", run });
  expect([job.description, job.retries, job.freshForMs]).toEqual(["Coverage", 2, 5]);
});

test("a pipeline takes plain options and built jobs alike", () => {
  const built = defineJob({ name: "a", command: "true" });
  const pipeline = definePipeline({
    name: "p",
    stages: [{ name: "s", jobs: [built, { name: "b", command: "true" }] }],
  });
  expect(pipeline.stages[0]?.jobs).toEqual([built, defineJob({ name: "b", command: "true" })]);
  expect(pipeline.globalInputs).toEqual(DEFAULT_GLOBAL_INPUTS);
});

test("exit codes are the documented ones", () => {
  expect(EXIT_CODES).toEqual({
    passed: 0,
    failed: 1,
    usage: 2,
    "not-measured": 3,
    "rolled-back": 4,
    "waiting-for-approval": 5,
    refused: 6,
    interrupted: 130,
  });
  expect(exitCodeFor("not-measured")).toBe(3);
});

function aVerdict(status: VerdictStatus, isRequired = true): Verdict {
  return { gate: "g", family: "code", status, isRequired, threshold: "", reason: "", offenders: [] };
}

test.each([
  [[], "passed"],
  [[aVerdict("pass"), aVerdict("waived")], "passed"],
  [[aVerdict("fail", false), aVerdict("not-measured", false)], "passed"],
  [[aVerdict("pass"), aVerdict("not-measured")], "not-measured"],
  [[aVerdict("not-measured"), aVerdict("fail")], "failed"],
] as const)("verdicts %# decide", (verdicts, status) => {
  expect(statusFromVerdicts(verdicts)).toBe(status);
});

test.each([
  ["linnt", "lint"],
  ["tset", undefined],
  ["testt", "test"],
  ["deploy", undefined],
])("the name nearest to %j is %j", (name, nearest) => {
  expect(suggestName(name, ["lint", "test"])).toBe(nearest);
});
