import { expect, test } from "vitest";
import { toRunRecord } from "./to-run-record.ts";
import { aJobEnd, aJobStart, aRunEnd, aRunStart, at, aVerdict } from "./test-builders/a-run.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";

test("a whole run is recorded with its outcome, jobs and times", () => {
  const record = toRunRecord([
    aRunStart(),
    aJobStart({ at: at(100) }),
    aJobEnd({ at: at(900), durationMs: 800 }),
    aRunEnd(),
  ]);
  expect(record.schemaVersion).toBe(1);
  expect(record.run).toMatchObject({
    status: "passed",
    exitCode: 0,
    isComplete: true,
    startedAt: at(0),
    finishedAt: at(1000),
  });
  expect(record.jobs).toMatchObject([
    {
      name: "lint",
      stage: "build",
      status: "passed",
      startMs: 100,
      endMs: 900,
      durationMs: 800,
      cause: "no earlier run",
    },
  ]);
  expect(record.stages).toMatchObject([{ name: "build", status: "passed", startMs: 100, endMs: 900, jobs: ["lint"] }]);
});

test("efficiency is wall time over the larger of longest chain and CPU per core", () => {
  const byChain = toRunRecord([aRunStart(), aJobStart(), aJobEnd({ durationMs: 800 }), aRunEnd({ cpuMs: 900 })]);
  expect(byChain.times).toMatchObject({ wallMs: 1000, longestChainMs: 800, cpuMs: 900, efficiency: 1.25 });
  const byCpu = toRunRecord([aRunStart(), aJobStart(), aJobEnd({ durationMs: 800 }), aRunEnd({ cpuMs: 1900 })]);
  expect(byCpu.times.efficiency).toBeCloseTo(1000 / 950, 3);
});

test("a run of no measurable length has no efficiency", () => {
  const record = toRunRecord([aRunStart(), aRunEnd({ durationMs: 0, cpuMs: 0 })]);
  expect(record.times.efficiency).toBeUndefined();
});

test("events that end without the run's end give an interrupted run without an exit code", () => {
  const record = toRunRecord([
    aRunStart(),
    aJobStart({ at: at(100) }),
    { type: "job-output", at: at(700), job: "lint", line: "…" },
  ]);
  expect(record.run).toMatchObject({ status: "interrupted", isComplete: false, finishedAt: at(700) });
  expect(record.run.exitCode).toBeUndefined();
  expect(record.times).toMatchObject({ wallMs: 700, cpuMs: undefined, efficiency: undefined });
  expect(record.jobs[0]).toMatchObject({ status: "interrupted", startMs: 100, endMs: 700, durationMs: 600 });
});

test("a run cut off at any event is never recorded as passed", () => {
  const events = aRunOfEverything();
  for (let length = 1; length < events.length; length += 1) {
    const record = toRunRecord(events.slice(0, length));
    expect(record.run.status).toBe("interrupted");
    expect(record.jobs).toHaveLength(12);
  }
});

test("a job whose turn never came is not started", () => {
  const [job] = toRunRecord([aRunStart()]).jobs;
  expect(job).toMatchObject({ status: "not-started", durationMs: 0 });
  expect(job?.startMs).toBeUndefined();
});

test("a restored job without a start takes its start from its duration", () => {
  const [job] = toRunRecord([aRunStart(), aJobEnd({ status: "restored", at: at(50), durationMs: 20 }), aRunEnd()]).jobs;
  expect(job).toMatchObject({ status: "restored", startMs: 30, endMs: 50 });
});

test("a job tried again starts with its first attempt and ends as its last", () => {
  const events = [
    aRunStart(),
    aJobStart({ at: at(10) }),
    aJobStart({ at: at(500), cause: "attempt 2" }),
    aJobEnd(),
    aRunEnd(),
  ];
  expect(toRunRecord(events).jobs[0]).toMatchObject({ startMs: 10, endMs: 1000, status: "passed" });
});

test("a job that was not planned is recorded all the same", () => {
  const record = toRunRecord([aRunStart(), aJobEnd({ job: "extra", stage: "late", status: "failed" }), aRunEnd()]);
  expect(record.jobs.map((job) => job.name)).toEqual(["lint", "extra"]);
  expect(record.stages.map((stage) => stage.name)).toEqual(["build", "late"]);
});

test.each([
  ["failed", { status: "failed" as const }, "failed"],
  ["advisory failure counts as passed", { status: "failed" as const, isAdvisory: true }, "passed"],
  ["not measured", { status: "not-measured" as const }, "not-measured"],
  ["all skipped", { status: "skipped" as const }, "skipped"],
  ["restored", { status: "restored" as const }, "restored"],
])("a stage is as its worst job that counts: %s", (_, change, status) => {
  expect(toRunRecord([aRunStart(), aJobEnd(change), aRunEnd()]).stages[0]?.status).toBe(status);
});

test("totals count every job status and every verdict", () => {
  const { totals } = toRunRecord(aRunOfEverything());
  expect(totals.jobs).toEqual({
    passed: 4,
    restored: 2,
    skipped: 2,
    failed: 3,
    "not-measured": 1,
    interrupted: 0,
    "not-started": 0,
  });
  expect(totals.verdicts).toEqual({ pass: 2, fail: 2, "not-measured": 1, waived: 1 });
});

test("verdicts are kept whole, and the record survives JSON", () => {
  const verdict = aVerdict({ offenders: [{ file: "a.ts", line: 3, message: "m" }] });
  const record = toRunRecord([aRunStart(), aJobStart(), aJobEnd({ verdicts: [verdict] }), aRunEnd()]);
  expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  expect(record.jobs[0]?.verdicts).toEqual([verdict]);
});

test("events without a start are the caller's bug", () => {
  expect(() => toRunRecord([aRunEnd()])).toThrow("run-started");
});
