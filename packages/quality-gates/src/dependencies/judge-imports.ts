import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf } from "../percent.ts";
import { readImportReport } from "./read-imports.ts";

/** What a gate of imports asks, as data: no cycle, and no import across layers. */
export interface ImportPolicy extends GatePolicy {
  readonly kind: "imports";
  /** What the job `measure-dependencies` wrote of dependency-cruiser. */
  readonly importReport: string;
  /** Names of rules that must have been asked: a rule that was deleted measures nothing. */
  readonly rules: readonly string[];
}

const MOST_OFFENDERS = 20;

function answer({ importReport, rules }: ImportPolicy, reading: GateReading): Answer {
  const report = readImportReport(importReport, reading);
  if (!report.ok) return notMeasured(report.error);
  const { violations, modules, importCount, rules: asked } = report.value;
  const unasked = rules.filter((rule) => !asked.has(rule));
  if (rules.length === 0) return notMeasured("No rule is named.");
  if (importCount === 0) return notMeasured(`${importReport} found no import at all.`);
  if (unasked.length > 0) return notMeasured(`${importReport} was not asked ${unasked.join(", ")}: put the rule back.`);
  return {
    status: violations.length === 0 ? "pass" : "fail",
    figure: `${countOf(violations.length, "bad import")} of ${countOf(importCount, "import")} in ${countOf(modules.size, "file")}`,
    reason:
      violations.length === 0
        ? "No cycle, and no import across layers."
        : "Turn these imports round, or part the files.",
    offenders: violations.slice(0, MOST_OFFENDERS),
  };
}

/** Judges imports: cycles, and what the layers of the repository forbid. */
export function judgeImports(policy: ImportPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "0", ...answer(policy, reading) }, reading);
}
