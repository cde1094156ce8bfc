import type { Offender } from "@ecommerce-cart/pipeline-model";
import { writeCodeMeasures } from "../code/code-measures.ts";
import type { FileMeasures } from "../code/code-measures.ts";
import type { TechnicalDebtPolicy } from "../code/judge-technical-debt.ts";

/** A measured file of 100 lines with one small function; a test states what differs. */
export function aFile(change: Partial<FileMeasures> = {}): FileMeasures {
  const functions = [{ name: "add", line: 3, lines: 9, complexity: 2 }];
  return { path: "src/a.ts", lines: 100, functions, clones: [], markers: [], ...change };
}

/** A function of three lines; a test states what differs. */
export function aFunction(change: Partial<FileMeasures["functions"][number]> = {}) {
  return { name: "add", line: 3, lines: 3, complexity: 1, ...change };
}

/** Lines `from` to `to` stand in src/b.ts too. */
export function aClone(from: number, to: number) {
  return { from, to, otherPath: "src/b.ts", otherFrom: 1 };
}

/** Two sources without a fault. */
export const SAMPLE_FILES: readonly FileMeasures[] = [aFile(), aFile({ path: "src/b.ts" })];

/** What the job `measure-code` writes. */
export const codeOf = writeCodeMeasures;

/** What knip's reporter of ours writes. */
export function deadCodeOf(analysedFiles: number, findings: readonly Offender[] = []): string {
  return JSON.stringify({ analysedFiles, hasConfigErrors: false, findings });
}

/** What dependency-cruiser writes, as far as we read it; two imports. */
export function importsOf(paths: readonly string[], violations: readonly unknown[] = []): string {
  const modules = paths.map((source) => ({ source }));
  const ruleSetUsed = { forbidden: [{ name: "no-cycles" }] };
  const summary = { violations, totalCruised: paths.length, totalDependenciesCruised: 2, ruleSetUsed };
  return JSON.stringify({ modules, summary });
}

/** 5 % of 30 minutes a line. */
export const DEBT_POLICY: TechnicalDebtPolicy = {
  kind: "technical-debt",
  name: "technical debt",
  family: "code",
  belowPercent: 5,
  minutesPerLine: 30,
  remediation: {
    complexFunction: 10,
    complexityPoint: 1,
    longFunction: 20,
    clone: 10,
    marker: 20,
    deadCode: 5,
    badImport: 30,
  },
  complexFrom: 10,
  longFrom: 50,
  codeReport: "code",
  deadCodeReport: "dead",
  importReport: "imports",
};
