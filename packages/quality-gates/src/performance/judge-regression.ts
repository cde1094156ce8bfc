import type { Verdict, Waiver } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GateReading } from "../gate.ts";
import { countOf } from "../percent.ts";
import { estimateRatio, pairsToDecide } from "./paired-ratio.ts";
import type { RatioEstimate } from "./paired-ratio.ts";
import { readMeasurement } from "./performance-policy.ts";
import { NO_RELEASE_BEFORE } from "./performance-results.ts";
import type { RegressionFigures } from "./performance-results.ts";
import type { MeasurementPolicy } from "./performance-policy.ts";

/** What the regression gate asks, as data: the candidate is not slower than the last release by more than a tolerance. */
export interface RegressionPolicy extends MeasurementPolicy {
  readonly kind: "performance-regression";
  /** Candidate / last release: 1.10 is a tenth slower. */
  readonly toleranceRatio: number;
  /**
   * Of the two-sided interval, for one look at the pairs: 0.95 fails a release that is exactly at the tolerance in 2.5 %
   * of runs where the pairs are looked at once, 0.982 where up to four times.
   */
  readonly confidence: number;
  /** Pairs of blocks; fewer measure nothing. 8 where left out, never below 2. */
  readonly minimumPairs?: number;
  /** For as long as there is no release before; it covers nothing else, no failed build of one and no failure. */
  readonly firstRelease?: Waiver;
}

/**
 * Judges the candidate against the last release, both measured in alternating blocks of the same run. It fails where
 * even the lower bound of the ratio exceeds the tolerance, passes where even the upper bound does not reach it, and is
 * otherwise not measured: noise is neither blamed nor believed.
 */
export function judgeRegression(policy: RegressionPolicy, reading: GateReading): Verdict {
  const threshold = `< ${policy.toleranceRatio.toFixed(2)} times the last release`;
  const results = readMeasurement(policy, reading);
  const isFirst = results.ok && isFirstRelease(results.value.regression);
  const waived = isFirst && policy.firstRelease !== undefined ? { ...policy, waiver: policy.firstRelease } : policy;
  return toVerdict(waived, { threshold, ...answer(policy, results) }, reading);
}

function isFirstRelease(regression: RegressionFigures): boolean {
  return regression.kind === "no-comparison" && regression.reason === NO_RELEASE_BEFORE;
}

function answer(policy: RegressionPolicy, results: ReturnType<typeof readMeasurement>): Answer {
  if (!results.ok) return notMeasured(`${results.error}. Measure again: ./pipeline run performance.`);
  const { regression } = results.value;
  if (regression.kind === "no-comparison") return notMeasured(`${regression.reason}.`);
  const { pairs, baseline, requestsPerBlock } = regression;
  const least = Math.max(2, policy.minimumPairs ?? 8);
  if (pairs.length < least || requestsPerBlock === 0)
    return notMeasured(`${countOf(pairs.length, "pair")} of blocks measured; at least ${least} should be.`);
  return weigh(policy, estimateRatio(pairs, policy.confidence), baseline.id);
}

function weigh(policy: RegressionPolicy, estimate: RatioEstimate, baseline: string): Answer {
  const { toleranceRatio, confidence } = policy;
  const { ratio, lower, upper, pairCount } = estimate;
  const figure = `${ratio.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
  const basis = `${figure} times the time of ${baseline}, ${Math.round(confidence * 100)} % interval of ${countOf(pairCount, "pair")} of blocks`;
  if (lower > toleranceRatio) return { status: "fail", figure, reason: `Slower: ${basis}.`, offenders: [] };
  if (upper < toleranceRatio) return { status: "pass", figure, reason: `${basis}.`, offenders: [] };
  const needed = pairsToDecide(estimate, { tolerance: toleranceRatio, confidence });
  const advice =
    needed === undefined
      ? "No number of pairs within reason would settle it: the ratio is at the tolerance"
      : `About ${needed} pairs would settle it (${needed - pairCount} more)`;
  return notMeasured(`Inconclusive: ${basis}. ${advice}.`, figure);
}
