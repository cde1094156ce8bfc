import type { Verdict } from "@ecommerce-cart/pipeline-model";
import type { JobRecord, RunRecord } from "./run-record.ts";
import { listNextSteps } from "./next-steps.ts";
import { tailOf } from "./log-text.ts";
import { cleanLine, createPaint, RUN_SIGNS, VERDICT_SIGNS } from "./terminal-style.ts";
import type { Paint, TerminalOptions } from "./terminal-style.ts";
import { countOf, describeOutcome, formatDuration, listVerdicts, RUN_STATUS_TEXT, VERDICT_TEXT } from "./wording.ts";

export interface FinalBlockOptions extends TerminalOptions {
  /** The whole log of a job, or its end; only those of failed jobs are read. */
  readonly logs: ReadonlyMap<string, string>;
  /** Shown as it is. Left out where no report was written. */
  readonly reportPath?: string;
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

/** One row per verdict: the answer, the gate, its figure and what was asked; why, where it is no pass. */
export function renderVerdicts(verdicts: readonly Verdict[], { isColour }: Pick<TerminalOptions, "isColour">): string {
  const paint = createPaint(isColour);
  const width = Math.max(...verdicts.map((verdict) => verdict.gate.length));
  const rows = verdicts.map((verdict) => {
    const { sign, tone } = VERDICT_SIGNS[verdict.status];
    const answer = paint(tone, `${sign} ${VERDICT_TEXT[verdict.status].padEnd("not measured".length)}`);
    const figure = `${verdict.figure ?? "no figure"} (asked ${verdict.threshold})`;
    const reason = verdict.status === "pass" ? "" : `\n      ${cleanLine(verdict.reason, false)}`;
    return `  ${answer}  ${verdict.gate.padEnd(width)}  ${figure}${verdict.isRequired ? "" : ", advisory"}${reason}\n`;
  });
  return rows.join("");
}

function renderGates(record: RunRecord, options: FinalBlockOptions): string {
  const verdicts = listVerdicts(record).map(({ verdict }) => verdict);
  if (verdicts.length === 0) return "";
  return `\n${createPaint(options.isColour)("bold", "Gates")}\n${renderVerdicts(verdicts, options)}`;
}

function renderSteps(record: RunRecord, paint: Paint): string {
  const steps = listNextSteps(record);
  if (steps.length === 0) return "";
  const lines = steps.map((step) => {
    const command = step.command === undefined ? "" : `  ${paint("cyan", step.command)}`;
    return `  ${step.urgency === "must" ? "→" : "·"} ${step.title}${command}\n`;
  });
  return `\n${paint("bold", "What to do")}\n${lines.join("")}`;
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
