import type { Offender, Verdict, Waiver } from "@ecommerce-cart/pipeline-model";
import { countOf } from "../percent.ts";
import { applyWaiver } from "../waiver.ts";

/** What our pipeline makes of SonarQube's quality gate. The gate's conditions are the server's. */
export interface SonarPolicy {
  readonly name: string;
  /** False: reported, and stops nothing; our own measures judge. */
  readonly isRequired: boolean;
  readonly waiver?: Waiver;
}

/** One condition of a quality gate, as the server tells it. */
export interface SonarCondition {
  readonly metric: string;
  /** "OK", "ERROR"; "NO_VALUE" and others: not measured. */
  readonly status: string;
  /** "GT": more than the limit is wrong; "LT": less. */
  readonly comparator: string;
  readonly limit: string;
  readonly value: string | undefined;
}

/** What came of asking a server. */
export type SonarOutcome =
  | {
      readonly kind: "answered";
      /** "OK", "ERROR", "NONE"; old servers also "WARN". */
      readonly status: string;
      readonly conditions: readonly SonarCondition[];
      /** The server left conditions out, because fewer than 20 lines are new. */
      readonly hasIgnoredConditions: boolean;
    }
  /** No scanner, no answer, a failed analysis: `reason` is a sentence. */
  | { readonly kind: "unavailable"; readonly reason: string };

type Found = Pick<Verdict, "status" | "reason" | "figure" | "offenders">;

/**
 * Judges the answer of a SonarQube server: only OK passes, with at least one condition that was measured. NONE, no
 * condition and no answer are not measured. `today` is an ISO 8601 date, for the waiver.
 */
export function judgeSonar(policy: SonarPolicy, outcome: SonarOutcome, today: string): Verdict {
  const { name, isRequired, waiver } = policy;
  const found = outcome.kind === "answered" ? weigh(outcome) : notMeasured(outcome.reason);
  const verdict: Verdict = { gate: name, family: "code", threshold: "the server's quality gate", isRequired, ...found };
  return applyWaiver(verdict, waiver, today);
}

function weigh(answer: Extract<SonarOutcome, { kind: "answered" }>): Found {
  const { status, conditions, hasIgnoredConditions } = answer;
  const measured = conditions.filter((one) => one.status === "OK" || one.status === "ERROR" || one.status === "WARN");
  const bad = measured.filter((one) => one.status !== "OK");
  const figure = `${measured.length - bad.length} of ${countOf(conditions.length, "condition")} met`;
  const ignored = hasIgnoredConditions
    ? " The server left conditions on new code out, because fewer than 20 lines are new."
    : "";
  if (status === "NONE") return notMeasured("The server has no quality gate for this project.");
  if (status !== "OK")
    return { status: "fail", figure, reason: `SonarQube says ${status}.${ignored}`, offenders: bad.map(toOffender) };
  if (measured.length === 0) return notMeasured(`SonarQube says OK and measured no condition.${ignored}`);
  return { status: "pass", figure, reason: `SonarQube says OK.${ignored}`, offenders: [] };
}

function notMeasured(reason: string): Found {
  return { status: "not-measured", reason, offenders: [] };
}

/** A condition is about the whole project: it has no file. */
function toOffender({ metric, comparator, limit, value }: SonarCondition): Offender {
  const asked = comparator === "GT" ? "at most" : "at least";
  return { file: "(SonarQube)", message: `${metric} is ${value ?? "unknown"}, asked ${asked} ${limit}` };
}
