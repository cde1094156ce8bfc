import { matchesGlob } from "node:path/posix";
import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount } from "../percent.ts";
import { applyBaseline } from "./baseline.ts";
import type { BaselineEntry, Ratchet, RuleBreak } from "./baseline.ts";
import type { CodeMeasures, FileMeasures, FunctionMeasures } from "./code-measures.ts";
import { readCodeReport } from "./read-code-report.ts";

interface FunctionPolicy extends GatePolicy {
  /** Every function must stay below. */
  readonly below: number;
  /** What the job `measure-code` wrote. */
  readonly codeReport: string;
  /** Globs of files that are not asked; all measured files are where left out. */
  readonly ignored?: readonly string[];
  /** Functions that broke the rule before it was there: new code is held to it all the same. */
  readonly baseline?: readonly BaselineEntry[];
}

/** What a gate of cyclomatic complexity asks, as data: `below` paths through each function. */
export interface ComplexityPolicy extends FunctionPolicy {
  readonly kind: "complexity";
}

/** What a gate of function length asks, as data: `below` lines in each function. */
export interface FunctionLengthPolicy extends FunctionPolicy {
  readonly kind: "function-length";
}

const MOST_OFFENDERS = 20;

/** How a kind of gate reads a function. */
interface Measure {
  readonly valueOf: (measured: FunctionMeasures) => number;
  readonly describe: (value: number) => string;
}

const COMPLEXITY: Measure = { valueOf: ({ complexity }) => complexity, describe: (value) => `complexity ${value}` };
const LENGTH: Measure = { valueOf: ({ lines }) => lines, describe: (value) => countOf(value, "line") };

function listBreaks(files: readonly FileMeasures[], below: number, { valueOf }: Measure): readonly RuleBreak[] {
  return files
    .flatMap(({ path, functions }) =>
      functions.map((one) => ({ file: path, function: one.name, line: one.line, value: valueOf(one) })),
    )
    .filter(({ value }) => value >= below)
    .sort((a, b) => b.value - a.value || (a.file < b.file ? -1 : 1));
}

function listOffenders({ counted, borne, stale }: Ratchet, { describe }: Measure): readonly Offender[] {
  const toOffender = ({ file, line, function: name, value }: RuleBreak): Offender => ({
    file,
    line,
    message: `${name}: ${describe(value)}`,
  });
  return [
    ...counted.map(toOffender),
    ...borne.map(toOffender).map((one) => ({ ...one, message: `${one.message} (baseline)` })),
    ...stale.map(({ file, function: name }) => ({ file, message: `${name} is mended: take it out of the baseline` })),
  ].slice(0, MOST_OFFENDERS);
}

function reasonFor({ counted, borne, stale }: Ratchet): string {
  const broken =
    counted.length === 0 ? "No function breaks the rule" : `${countOf(counted.length, "function")} too many`;
  const parts = [
    borne.length > 0 ? `${formatCount(borne.length)} borne by the baseline` : "",
    stale.length > 0 ? `${formatCount(stale.length)} of the baseline can be taken out` : "",
  ].filter((part) => part !== "");
  return `${[broken, ...parts].join("; ")}.`;
}

function weigh(measures: CodeMeasures, policy: FunctionPolicy, measure: Measure): Answer {
  const isIgnored = (path: string): boolean => (policy.ignored ?? []).some((glob) => matchesGlob(path, glob));
  const files = [...measures.values()].filter(({ path }) => !isIgnored(path));
  const values = files.flatMap(({ functions }) => functions.map(measure.valueOf));
  if (values.length === 0) return notMeasured("No function was measured.");
  const ratchet = applyBaseline(listBreaks(files, policy.below, measure), policy.baseline ?? []);
  const most = values.reduce((a, b) => Math.max(a, b));
  const where = `${countOf(values.length, "function")} of ${countOf(files.length, "file")}`;
  return {
    status: ratchet.counted.length === 0 ? "pass" : "fail",
    figure: `${measure.describe(most)} at most, in ${where}`,
    reason: reasonFor(ratchet),
    offenders: listOffenders(ratchet, measure),
  };
}

function judge(policy: FunctionPolicy, reading: GateReading, measure: Measure): Verdict {
  const measures = readCodeReport(policy.codeReport, reading);
  const answer = measures.ok ? weigh(measures.value, policy, measure) : notMeasured(measures.error);
  return toVerdict(policy, { threshold: `< ${policy.below}`, ...answer }, reading);
}

/** Judges cyclomatic complexity: 1 + the branches of each function, and of the top level of each file. */
export function judgeComplexity(policy: ComplexityPolicy, reading: GateReading): Verdict {
  return judge(policy, reading, COMPLEXITY);
}

/** Judges the length of each function: from its first line to its last, blank lines and comments included. */
export function judgeFunctionLength(policy: FunctionLengthPolicy, reading: GateReading): Verdict {
  return judge(policy, reading, LENGTH);
}
