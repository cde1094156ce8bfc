import { expect, test } from "vitest";
import { toRunRecord } from "./to-run-record.ts";
import { aJobEnd, aRunEnd, aRunStart, aVerdict } from "./test-builders/a-run.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";
import { countOf, describeOutcome, formatDuration, formatFineDuration, listVerdicts } from "./wording.ts";

test.each([
  [0, "0.0s"],
  [-5, "0.0s"],
  [3249, "3.2s"],
  [59_949, "59.9s"],
  [59_950, "1m 00s"],
  [64_000, "1m 04s"],
  [3_599_400, "59m 59s"],
  [3_599_500, "1h 00m"],
  [3_725_000, "1h 02m"],
])("%d ms is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [0, "0 ms"],
  [214.4, "214 ms"],
  [999.4, "999 ms"],
  [999.5, "1.0s"],
])("looked at closely, %d ms is %s", (ms, text) => {
  expect(formatFineDuration(ms)).toBe(text);
});

test("one is singular", () => {
  expect([countOf(0, "job"), countOf(1, "job"), countOf(2, "job")]).toEqual(["0 jobs", "1 job", "2 jobs"]);
});

test("the outcome of a run with everything names what stands in the way first", () => {
  expect(describeOutcome(toRunRecord(aRunOfEverything()))).toBe(
    "2 of 12 jobs failed, 2 gates failing, 1 gate not measured, 1 advisory job failed, 1 gate waived, 2 restored",
  );
});

test("the outcome of a good run counts jobs and gates", () => {
  const record = toRunRecord([aRunStart(), aJobEnd({ verdicts: [aVerdict()] }), aRunEnd()]);
  expect(describeOutcome(record)).toBe("1 job, 1 gate passing");
});

test("verdicts that need somebody stand first, required before advisory", () => {
  const verdicts = [
    aVerdict({ gate: "a" }),
    aVerdict({ gate: "b", status: "fail", isRequired: false }),
    aVerdict({ gate: "c", status: "not-measured" }),
    aVerdict({ gate: "d", status: "fail" }),
  ];
  const record = toRunRecord([aRunStart(), aJobEnd({ verdicts }), aRunEnd()]);
  expect(listVerdicts(record).map(({ verdict }) => verdict.gate)).toEqual(["d", "b", "c", "a"]);
});
