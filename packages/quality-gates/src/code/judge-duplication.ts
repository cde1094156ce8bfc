import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount, formatPercent, leastPart } from "../percent.ts";
import type { CodeMeasures, FileMeasures } from "./code-measures.ts";
import { readCodeReport } from "./read-code-report.ts";

/** What a gate of duplication asks, as data. */
export interface DuplicationPolicy extends GatePolicy {
  readonly kind: "duplication";
  /** Of the lines of all sources; from 0 to 100, at most two decimals. Reached is too many. */
  readonly belowPercent: number;
  /** What the job `measure-code` wrote. */
  readonly codeReport: string;
}

const MOST_OFFENDERS = 10;

/** Lines of a file that stand elsewhere too, each once however many clones hold it. Never more than the file has. */
export function countDuplicatedLines({ clones, lines }: Pick<FileMeasures, "clones" | "lines">): number {
  const duplicated = new Set<number>();
  for (const { from, to } of clones) for (let line = from; line <= to; line += 1) duplicated.add(line);
  return Math.min(duplicated.size, lines);
}

function listOffenders(files: readonly FileMeasures[]): readonly Offender[] {
  return files
    .flatMap(({ path, clones }) => clones.map((clone) => ({ path, length: clone.to - clone.from + 1, ...clone })))
    .sort((a, b) => b.length - a.length || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_OFFENDERS)
    .map(({ path, from, length, otherPath, otherFrom }) => ({
      file: path,
      line: from,
      message: `${countOf(length, "line")} stand at ${otherPath}:${otherFrom} too`,
    }));
}

function weigh(measures: CodeMeasures, belowPercent: number, reading: GateReading): Answer {
  const files = reading.sources.flatMap(({ path }) => measures.get(path) ?? []);
  const whole = files.reduce((sum, { lines }) => sum + lines, 0);
  const part = files.reduce((sum, file) => sum + countDuplicatedLines(file), 0);
  if (whole === 0) return notMeasured("The sources hold no line.");
  const least = leastPart(whole, belowPercent);
  const isGood = part < least;
  return {
    status: isGood ? "pass" : "fail",
    figure: `${formatPercent({ part, whole })}: ${formatCount(part)} of ${countOf(whole, "line")} in ${countOf(files.length, "file")}`,
    reason: isGood
      ? `${countOf(part, "line")} stand in more than one place.`
      : `${countOf(part, "line")} stand in more than one place: ${formatCount(part - least + 1)} too many.`,
    offenders: listOffenders(files),
  };
}

/** Judges duplication: lines that stand in more than one place, over the non-blank lines of all sources. */
export function judgeDuplication(policy: DuplicationPolicy, reading: GateReading): Verdict {
  const measures = readCodeReport(policy.codeReport, reading);
  const answer = measures.ok ? weigh(measures.value, policy.belowPercent, reading) : notMeasured(measures.error);
  return toVerdict(policy, { threshold: `< ${policy.belowPercent} %`, ...answer }, reading);
}
