import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount, formatPercent, leastPart } from "../percent.ts";
import { readDeadCodeReport } from "../dependencies/read-dead-code.ts";
import { readImportReport } from "../dependencies/read-imports.ts";
import type { CodeMeasures, FileMeasures } from "./code-measures.ts";
import { readCodeReport } from "./read-code-report.ts";

/** Minutes that it takes to mend one finding of a kind. */
export interface RemediationMinutes {
  /** A function at or above `complexFrom`, and each point above. */
  readonly complexFunction: number;
  readonly complexityPoint: number;
  /** A function of `longFrom` lines or more. */
  readonly longFunction: number;
  /** Each place of a clone. */
  readonly clone: number;
  /** Each comment that owes something. */
  readonly marker: number;
  /** Each file, export or dependency that nothing uses. */
  readonly deadCode: number;
  /** Each import in a cycle or across layers. */
  readonly badImport: number;
}

/** What a gate of technical debt asks, as data: minutes to mend what is found, over minutes to write the code. */
export interface TechnicalDebtPolicy extends GatePolicy {
  readonly kind: "technical-debt";
  /** From 0 to 100, at most two decimals. Reached is too much. */
  readonly belowPercent: number;
  /** What one non-blank line costs to write. SonarQube takes 30. */
  readonly minutesPerLine: number;
  readonly remediation: RemediationMinutes;
  readonly complexFrom: number;
  readonly longFrom: number;
  readonly codeReport: string;
  readonly deadCodeReport: string;
  readonly importReport: string;
}

interface Finding extends Offender {
  readonly minutes: number;
}

const MOST_OFFENDERS = 10;

function findInFunctions(
  { path, functions }: FileMeasures,
  { complexFrom, longFrom, remediation }: TechnicalDebtPolicy,
): readonly Finding[] {
  return functions.flatMap(({ name, line, lines, complexity }) => {
    const points = complexity - complexFrom;
    const complex = { file: path, line, message: `${name}: complexity ${complexity}` };
    const long = { file: path, line, message: `${name}: ${countOf(lines, "line")}` };
    return [
      ...(points >= 0
        ? [{ ...complex, minutes: remediation.complexFunction + points * remediation.complexityPoint }]
        : []),
      ...(lines >= longFrom ? [{ ...long, minutes: remediation.longFunction }] : []),
    ];
  });
}

function findInFile(file: FileMeasures, policy: TechnicalDebtPolicy): readonly Finding[] {
  const { clone, marker } = policy.remediation;
  return [
    ...findInFunctions(file, policy),
    ...file.clones.map(({ from, otherPath, otherFrom }) => ({
      file: file.path,
      line: from,
      message: `stands at ${otherPath}:${otherFrom} too`,
      minutes: clone,
    })),
    ...file.markers.map(({ line, text }) => ({ file: file.path, line, message: text, minutes: marker })),
  ];
}

interface Debt {
  readonly findings: readonly Finding[];
  readonly measures: CodeMeasures;
}

function readDebt(policy: TechnicalDebtPolicy, reading: GateReading): Result<Debt, string> {
  const measures = readCodeReport(policy.codeReport, reading);
  if (!measures.ok) return measures;
  const dead = readDeadCodeReport(policy.deadCodeReport, reading);
  if (!dead.ok) return dead;
  const imports = readImportReport(policy.importReport, reading);
  if (!imports.ok) return imports;
  const files = reading.sources.flatMap(({ path }) => measures.value.get(path) ?? []);
  const { deadCode, badImport } = policy.remediation;
  const findings = [
    ...files.flatMap((file) => findInFile(file, policy)),
    ...dead.value.findings.map((one) => ({ ...one, minutes: deadCode })),
    ...imports.value.violations.map((one) => ({ ...one, minutes: badImport })),
  ];
  return findings.every(({ minutes }) => Number.isSafeInteger(minutes) && minutes >= 0)
    ? ok({ findings, measures: measures.value })
    : err("The policy's minutes are no whole numbers from 0 on: mend it.");
}

function listOffenders(findings: readonly Finding[]): readonly Offender[] {
  return findings
    .toSorted((a, b) => b.minutes - a.minutes || (a.file < b.file ? -1 : 1))
    .slice(0, MOST_OFFENDERS)
    .map(({ minutes, message, ...place }) => ({ ...place, message: `${countOf(minutes, "minute")}: ${message}` }));
}

function weigh({ findings, measures }: Debt, policy: TechnicalDebtPolicy, reading: GateReading): Answer {
  const lines = reading.sources.reduce((sum, { path }) => sum + (measures.get(path)?.lines ?? 0), 0);
  const whole = lines * policy.minutesPerLine;
  if (!(whole > 0))
    return notMeasured("Code without a line, or lines without a cost: there is nothing to compare with.");
  const part = findings.reduce((sum, { minutes }) => sum + minutes, 0);
  const least = leastPart(whole, policy.belowPercent);
  const cost = `${countOf(lines, "line")} at ${formatCount(policy.minutesPerLine)} minutes`;
  return {
    status: part < least ? "pass" : "fail",
    figure: `${formatPercent({ part, whole })}: ${countOf(part, "minute")} for ${countOf(findings.length, "finding")}, over ${cost}`,
    reason:
      part < least
        ? "The debt is small."
        : `${countOf(part - least + 1, "minute")} of the debt must be paid back first.`,
    offenders: listOffenders(findings),
  };
}

/**
 * Judges the technical debt ratio: minutes to mend every open finding, over minutes to write the sources again
 * (`minutesPerLine` for each non-blank line). Source: SonarQube, metric definitions, "technical debt ratio". Example:
 * 90 minutes over 1,000 lines at 30 minutes are 0.30 %.
 */
export function judgeTechnicalDebt(policy: TechnicalDebtPolicy, reading: GateReading): Verdict {
  const debt = readDebt(policy, reading);
  const answer = debt.ok ? weigh(debt.value, policy, reading) : notMeasured(debt.error);
  return toVerdict(policy, { threshold: `< ${policy.belowPercent} %`, ...answer }, reading);
}
