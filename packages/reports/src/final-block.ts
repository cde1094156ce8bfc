import type { Verdict } from "@ecommerce-cart/pipeline-model";
import type { JobRecord, RunRecord } from "./run-record.ts";
import { listNextSteps } from "./next-steps.ts";
import { tailOf } from "./log-text.ts";
import { cleanLine, createPaint, cutToWidth, RUN_SIGNS, VERDICT_SIGNS } from "./terminal-style.ts";
import type { Paint, TerminalOptions } from "./terminal-style.ts";
import {
  countOf,
  describeOutcome,
  FAMILY_TEXT,
  formatDuration,
  groupByFamily,
  listVerdicts,
  RUN_STATUS_TEXT,
  VERDICT_TEXT,
} from "./wording.ts";

export interface FinalBlockOptions extends TerminalOptions {
  /** The whole log of a job, or its end; only those of failed jobs are read. */
  readonly logs: ReadonlyMap<string, string>;
  /** Shown as it is. Left out where no report was written. */
  readonly reportPath?: string;
  /** Every gate has its row, those that pass too. */
  readonly isVerbose?: boolean;
}

const LOG_LINES = 20;

function renderFailedJob(job: JobRecord, log: string, options: TerminalOptions): string {
  const paint = createPaint(options.isColour);
  const tail = tailOf(log, LOG_LINES);
  const lines = tail.text === "" ? ["(it wrote nothing)"] : tail.text.split("\n");
  const left = tail.totalLines - tail.shownLines;
  const above = left > 0 ? `${paint("dim", `  │ … ${countOf(left, "line")} above`)}\n` : "";
  const body = lines.map((line) => `${paint("dim", "  │")} ${cleanLine(line, options.isColour)}\n`).join("");
  const where = job.logFile === undefined ? "" : paint("dim", `  └ ${job.logFile}\n`);
  const advisory = job.isAdvisory ? " (advisory)" : "";
  const title = `✘ ${job.stage} / ${job.name}${advisory}: ${cleanLine(job.reason ?? "failed", false)}`;
  return `\n${paint(job.isAdvisory ? "yellow" : "red", title)}\n${above}${body}${where}`;
}

/** How many gates are shown in full. */
export interface VerdictOptions extends Pick<TerminalOptions, "isColour"> {
  /** Every gate has its row, those that pass too. */
  readonly isVerbose?: boolean;
  /** Passing gates' names are cut to it; 100 where left out. */
  readonly columns?: number;
}

function renderVerdictRow(verdict: Verdict, width: number, paint: Paint): string {
  const { sign, tone } = VERDICT_SIGNS[verdict.status];
  const answer = paint(tone, `${sign} ${VERDICT_TEXT[verdict.status].padEnd("not measured".length)}`);
  const figure = `${verdict.figure ?? "no figure"} (asked ${verdict.threshold})`;
  const advisory = verdict.isRequired ? "" : ", advisory";
  const head = `    ${answer}  ${verdict.gate.padEnd(width)}  ${cleanLine(figure, false)}${advisory}\n`;
  return verdict.status === "pass" ? head : `${head}        ${cleanLine(explain(verdict), false)}\n`;
}

function explain({ reason, status, waiver, offenders }: Verdict): string {
  const [worst] = offenders;
  const place = worst === undefined ? "" : ` ${worst.line === undefined ? worst.file : `${worst.file}:${worst.line}`}`;
  const who = status === "waived" && waiver !== undefined ? ` Waived by ${waiver.owner} until ${waiver.until}.` : "";
  return `${reason}${place}${who}`;
}

function renderPassing(passing: readonly Verdict[], columns: number, paint: Paint): string {
  if (passing.length === 0) return "";
  const names = passing.map(({ gate }) => cleanLine(gate, false)).join(", ");
  const head = `${VERDICT_SIGNS.pass.sign} ${passing.length} pass`;
  return `    ${paint(VERDICT_SIGNS.pass.tone, head)}  ${cutToWidth(names, Math.max(20, columns - head.length - 6))}\n`;
}

/**
 * Gates by family: for each that does not pass the answer, its figure, what was asked, why and where; those that pass on
 * one line, or in full where asked for.
 */
export function renderVerdicts(verdicts: readonly Verdict[], options: VerdictOptions): string {
  const { isColour, isVerbose = false, columns = 100 } = options;
  const paint = createPaint(isColour);
  return groupByFamily(verdicts, (verdict) => verdict)
    .map(({ family, open, passing }) => {
      const shown = isVerbose ? [...open, ...passing] : open;
      const width = Math.max(0, ...shown.map(({ gate }) => gate.length));
      const rows = shown.map((verdict) => renderVerdictRow(verdict, width, paint)).join("");
      return `  ${paint("bold", FAMILY_TEXT[family])}\n${rows}${isVerbose ? "" : renderPassing(passing, columns, paint)}`;
    })
    .join("");
}

function renderGates(record: RunRecord, options: FinalBlockOptions): string {
  const verdicts = listVerdicts(record).map(({ verdict }) => verdict);
  if (verdicts.length === 0) return "";
  return `\n${createPaint(options.isColour)("bold", "Gates")}\n${renderVerdicts(verdicts, options)}`;
}

/** Nobody does more at once; the report has the rest. */
const MOST_STEPS = 10;

function renderSteps(record: RunRecord, paint: Paint): string {
  const steps = listNextSteps(record);
  if (steps.length === 0) return "";
  const left = steps.length - MOST_STEPS;
  const rest = left > 0 ? `  ${paint("dim", `… ${left} more in the report`)}\n` : "";
  const lines = steps.slice(0, MOST_STEPS).map((step) => {
    const command = step.command === undefined ? "" : `  ${paint("cyan", step.command)}`;
    return `  ${step.urgency === "must" ? "→" : "·"} ${step.title}${command}\n`;
  });
  return `\n${paint("bold", "What to do")}\n${lines.join("")}${rest}`;
}

/**
 * The last thing a run prints: failed jobs with the last 20 lines of their logs, gates, what to do, the outcome and
 * where the report is. The outcome stands last, where the eye is when the prompt comes back. Ends with a line end.
 */
export function renderFinalBlock(record: RunRecord, options: FinalBlockOptions): string {
  const paint = createPaint(options.isColour);
  const failed = record.jobs.filter((job) => job.status === "failed");
  const logs = failed.map((job) => renderFailedJob(job, options.logs.get(job.name) ?? "", options));
  const { sign, tone } = RUN_SIGNS[record.run.status];
  const outcome = `${sign} ${RUN_STATUS_TEXT[record.run.status]}`;
  const sentence = `${describeOutcome(record)} · ${formatDuration(record.times.wallMs)}`;
  const report = options.reportPath === undefined ? "" : `  Report: ${options.reportPath}\n`;
  return [
    ...logs,
    renderGates(record, options),
    renderSteps(record, paint),
    `\n${paint("bold", paint(tone, outcome))}  ${sentence}\n${report}`,
  ].join("");
}
