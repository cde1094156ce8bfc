import { expect, test } from "vitest";
import { aPerformanceReport, comparedWith, pairsOf } from "../test-builders/a-performance-report.ts";
import { aReading } from "../test-builders/a-report.ts";
import { judgeRegression } from "./judge-regression.ts";
import { estimateRatio } from "./paired-ratio.ts";
import { NO_RELEASE_BEFORE } from "./performance-results.ts";
import type { BlockPair, RegressionFigures } from "./performance-results.ts";
import { studentT } from "./student-t.ts";

const REPORT = "reports/performance-results.json";
const POLICY = {
  kind: "performance-regression",
  name: "regression",
  family: "performance",
  report: REPORT,
  toleranceRatio: 1.1,
  confidence: 0.95,
} as const;

function judge(regression: RegressionFigures, waiver?: { owner: string; reason: string; until: string }) {
  const files = { [REPORT]: JSON.stringify(aPerformanceReport({ regression })) };
  return judgeRegression({ ...POLICY, ...(waiver === undefined ? {} : { waiver }) }, aReading({ files }));
}

test.each([
  [1, "pass"],
  [0.5, "pass"],
  [1.08, "pass"],
  [1.12, "fail"],
  [1.25, "fail"],
])("a ratio of %d with little noise: %s", (ratio, status) => {
  expect(judge(comparedWith(pairsOf(ratio, 20))).status).toBe(status);
});

test("noise that reaches over the tolerance is inconclusive, and says how many pairs would settle it", () => {
  expect(judge(comparedWith(pairsOf(1.05, 20, 0.2)))).toMatchObject({
    status: "not-measured",
    figure: "1.050 (0.885 to 1.246)",
    reason: expect.stringMatching(/^Inconclusive: .* About 246 pairs would settle it \(226 more\)\.$/),
  });
  expect(judge(comparedWith(pairsOf(1.1, 20, 0.2))).reason).toContain("the ratio is at the tolerance");
});

test("the first release is not measured, and says why", () => {
  const verdict = judge({ kind: "no-comparison", reason: "no release before this one" });
  expect(verdict).toMatchObject({ status: "not-measured", reason: "no release before this one." });
});

test("what is waived for the first release is that alone", () => {
  const firstRelease = { owner: "ops", reason: "the first", until: "2026-12-01" };
  const verdictOf = (regression: RegressionFigures) => {
    const files = { [REPORT]: JSON.stringify(aPerformanceReport({ regression })) };
    return judgeRegression({ ...POLICY, firstRelease }, aReading({ files })).status;
  };
  expect(verdictOf({ kind: "no-comparison", reason: NO_RELEASE_BEFORE })).toBe("waived");
  expect(verdictOf({ kind: "no-comparison", reason: "v0.1.0 could not be built" })).toBe("not-measured");
  expect(verdictOf(comparedWith(pairsOf(1.1, 20, 0.2)))).toBe("not-measured");
  expect(verdictOf(comparedWith(pairsOf(1.5, 20)))).toBe("fail");
});

test("too few pairs are not measured, on both sides of the least", () => {
  expect(judge(comparedWith(pairsOf(1, 8))).status).toBe("pass");
  expect(judge(comparedWith(pairsOf(1, 7))).status).toBe("not-measured");
  expect(judge({ ...comparedWith(pairsOf(1, 8)), requestsPerBlock: 0 } as RegressionFigures).status).toBe(
    "not-measured",
  );
});

test("a waiver sets a regression aside", () => {
  const slower = comparedWith(pairsOf(1.5, 20));
  expect(judge(slower, { owner: "ops", reason: "new search", until: "2026-12-01" }).status).toBe("waived");
});

test.each([
  [0.95, 1, 12.706],
  [0.95, 2, 4.303],
  [0.95, 7, 2.365],
  [0.95, 19, 2.093],
  [0.99, 10, 3.169],
  [0.9, 30, 1.697],
])("Student's t at %d with %d degrees of freedom is %d, as in tables", (confidence, degrees, expected) => {
  expect(studentT(confidence, degrees)).toBeCloseTo(expected, 3);
});

/** The same numbers in every run. Normal by Box and Muller. */
function aNormal(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

interface Noise {
  /** Log standard deviation of one block. */
  readonly block: number;
  /** Log standard deviation of what drifts over the run, slowly; and how often a block is hit by a hiccup of 2 to 5 times. */
  readonly drift: number;
  readonly hiccupShare: number;
}

const HEAVY: Noise = { block: 0.25, drift: 0.1, hiccupShare: 0.05 };

/** Forty pairs of blocks, A B B A …, on a machine whose speed drifts. */
function simulatePairs(ratio: number, noise: Noise, normal: () => number): readonly BlockPair[] {
  let drift = 0;
  const block = (factor: number): number => {
    drift = 0.9 * drift + noise.drift * normal();
    const isHit = Math.abs(normal()) > 1.96 && noise.hiccupShare > 0;
    return 4 * factor * Math.exp(drift + noise.block * normal()) * (isHit ? 2 + 3 * Math.abs(Math.sin(normal())) : 1);
  };
  return Array.from({ length: 40 }, (_, pair) => {
    if (pair % 2 === 0) return { baselineMs: block(1), candidateMs: block(ratio) };
    const candidateMs = block(ratio);
    return { baselineMs: block(1), candidateMs };
  });
}

function shareOfVerdicts(ratio: number, noise: Noise): { readonly failed: number; readonly passed: number } {
  const normal = aNormal(42);
  const runs = Array.from({ length: 4000 }, () => estimateRatio(simulatePairs(ratio, noise, normal), 0.95));
  const share = (is: (bounds: { lower: number; upper: number }) => boolean): number =>
    runs.filter(is).length / runs.length;
  return { failed: share(({ lower }) => lower > 1.1), passed: share(({ upper }) => upper < 1.1) };
}

test("no change under heavy noise fails in fewer than 1 of 200 runs; exactly at the tolerance in at most 2.5 %", () => {
  expect(shareOfVerdicts(1, HEAVY).failed).toBeLessThan(0.005);
  // 4,000 runs of 2.5 % stray by 0.5 % (two deviations).
  expect(shareOfVerdicts(1.1, HEAVY).failed).toBeLessThan(0.03);
});

test("a slowdown of 25 % fails in 9 of 10 runs at 15 % noise of a block, and passes in none under any noise", () => {
  expect(shareOfVerdicts(1.25, { block: 0.15, drift: 0.05, hiccupShare: 0 }).failed).toBeGreaterThan(0.9);
  expect(shareOfVerdicts(1.25, HEAVY).passed).toBeLessThan(0.01);
});

test("no change passes in 8 of 10 runs at 12 % noise of a block", () => {
  expect(shareOfVerdicts(1, { block: 0.12, drift: 0.05, hiccupShare: 0 }).passed).toBeGreaterThan(0.8);
});
