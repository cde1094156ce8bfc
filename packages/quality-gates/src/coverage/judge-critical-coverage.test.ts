import { expect, test } from "vitest";
import { aFileOf, aReading, lcovOf, sourcesOf, summaryOf } from "../test-builders/a-report.ts";
import type { Hits } from "../test-builders/a-report.ts";
import { judgeCriticalCoverage } from "./judge-critical-coverage.ts";
import type { CriticalCoveragePolicy } from "./judge-critical-coverage.ts";

const POLICY: CriticalCoveragePolicy = {
  kind: "critical-coverage",
  name: "critical paths",
  family: "code",
  paths: ["src/*/domain/**"],
  reports: [{ path: "coverage", format: "lcov" }],
};
const CART = "src/cart/domain/cart.ts";

function judge(hits: Hits, policy: Partial<CriticalCoveragePolicy> = {}) {
  const reading = aReading({ files: { coverage: lcovOf(hits) }, sources: sourcesOf(hits) });
  return judgeCriticalCoverage({ ...POLICY, ...policy }, reading);
}

test("every line of the critical paths covered passes, whatever the rest is", () => {
  expect(judge({ ...aFileOf(1000, 1000, CART), ...aFileOf(0, 9) })).toMatchObject({
    status: "pass",
    figure: "100.00 % of 1,000 lines in 1 file",
    threshold: "100 %",
    offenders: [],
  });
});

test("one line of a thousand fails and is named", () => {
  expect(judge(aFileOf(999, 1000, CART))).toMatchObject({
    status: "fail",
    figure: "99.90 % of 1,000 lines in 1 file",
    reason: "999 of 1,000 lines covered. 1 left.",
    offenders: [{ file: CART, line: 1000, message: "1 line uncovered: 1000" }],
  });
});

test("many holes are counted and the first of them named", () => {
  const every = Array.from({ length: 20 }, (_, index) => index % 2);
  expect(judge({ [CART]: every }).offenders[0]?.message).toBe(
    "10 lines uncovered: 1, 3, 5, 7, 9, 11, 13, 15 and 2 more",
  );
});

test("a path that matches no source fails and is named, even where all others are covered", () => {
  expect(judge(aFileOf(1, 1, CART), { paths: ["src/*/domain/**", "src/money/**"] })).toMatchObject({
    status: "fail",
    reason: expect.stringContaining("No source matches src/money/**: mend the policy."),
  });
  expect(judge(aFileOf(1, 1))).toMatchObject({ status: "fail", reason: expect.stringContaining("src/*/domain/**") });
});

test("a critical source that no report mentions is uncovered", () => {
  const sources = sourcesOf({ ...aFileOf(1, 1, CART), ...aFileOf(0, 3, "src/cart/domain/sku.ts") });
  const reading = aReading({ files: { coverage: lcovOf(aFileOf(1, 1, CART)) }, sources });
  expect(judgeCriticalCoverage(POLICY, reading)).toMatchObject({
    status: "fail",
    offenders: [{ file: "src/cart/domain/sku.ts", line: 1 }],
  });
});

test("sums alone do: they name no line", () => {
  const hits = aFileOf(1, 3, CART);
  const reading = aReading({ files: { coverage: summaryOf(hits) }, sources: sourcesOf(hits) });
  const reports = [{ path: "coverage", format: "istanbul-summary" as const }];
  expect(judgeCriticalCoverage({ ...POLICY, reports }, reading)).toMatchObject({
    status: "fail",
    offenders: [{ file: CART, message: "2 lines uncovered" }],
  });
});

test("no path, or paths without a line to cover, measure nothing", () => {
  expect(judge(aFileOf(1, 1, CART), { paths: [] }).status).toBe("not-measured");
  expect(judge({ [CART]: [] }).status).toBe("not-measured");
});
