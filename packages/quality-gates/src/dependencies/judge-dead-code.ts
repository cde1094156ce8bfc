import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf } from "../percent.ts";
import { readDeadCodeReport } from "./read-dead-code.ts";

/** What a gate of dead code asks, as data: nothing is unused, and nothing used is undeclared. */
export interface DeadCodePolicy extends GatePolicy {
  readonly kind: "dead-code";
  /** What the job `measure-dependencies` wrote of knip. */
  readonly deadCodeReport: string;
}

const MOST_OFFENDERS = 20;

function answer({ deadCodeReport }: DeadCodePolicy, reading: GateReading): Answer {
  const report = readDeadCodeReport(deadCodeReport, reading);
  if (!report.ok) return notMeasured(report.error);
  const { findings, analysedFiles } = report.value;
  return {
    status: findings.length === 0 ? "pass" : "fail",
    figure: `${countOf(findings.length, "finding")} in ${countOf(analysedFiles, "file")}`,
    reason:
      findings.length === 0
        ? "Every file, export and dependency is used, and what is used is declared."
        : "Use them, delete them, or declare them.",
    offenders: findings.slice(0, MOST_OFFENDERS),
  };
}

/** Judges dead code: unused files, exports and dependencies, and packages that are used without being declared. */
export function judgeDeadCode(policy: DeadCodePolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "0", ...answer(policy, reading) }, reading);
}
