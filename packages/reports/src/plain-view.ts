import type { JobFinished, RunEvent, RunFinished, RunStarted, Verdict } from "@ecommerce-cart/pipeline-model";
import { createPaint, cleanLine, JOB_SIGNS, RUN_SIGNS, VERDICT_SIGNS } from "./terminal-style.ts";
import type { Paint, TerminalOptions } from "./terminal-style.ts";
import { formatDuration, JOB_STATUS_TEXT, RUN_STATUS_TEXT, VERDICT_TEXT } from "./wording.ts";

/** `isVerbose`: every line that a job writes is shown, with the job's name before it, and every gate. Lines are never cut to `columns`. */
export interface PlainViewOptions extends TerminalOptions {
  readonly isVerbose?: boolean;
}

/** One line per thing that happened, for pipes and CI. */
export interface PlainView {
  /** Returns the lines for this event, each with its line end; "" where there is nothing to say. */
  readonly onEvent: (event: RunEvent) => string;
}

interface Widths {
  readonly stage: number;
  readonly job: number;
}

function measureNames(event: RunStarted): Widths {
  const jobs = event.stages.flatMap((stage) => stage.jobs.map((job) => job.name.length));
  return { stage: Math.max(0, ...event.stages.map((stage) => stage.name.length)), job: Math.max(0, ...jobs) };
}

const STATUS_WIDTH = Math.max(...Object.values(JOB_STATUS_TEXT).map((text) => text.length));

function describeStart(event: RunStarted, paint: Paint): string {
  const { source } = event;
  const branch = source.branch === undefined ? "" : ` (${source.branch})`;
  const jobs = event.stages.reduce((sum, stage) => sum + stage.jobs.length, 0);
  const rest = `${source.label}${branch}, ${event.environmentName}, ${jobs} jobs, ${event.cores} cores, Node ${event.nodeVersion}`;
  return `${paint("bold", `${event.pipeline} ${event.runId}`)}  ${rest}\n`;
}

function describeVerdict(verdict: Verdict, paint: Paint): string {
  const { sign, tone } = VERDICT_SIGNS[verdict.status];
  const answer = paint(tone, `${sign} ${VERDICT_TEXT[verdict.status]}`);
  const figure = `${verdict.figure ?? "no figure"} (asked ${verdict.threshold})`;
  const advisory = verdict.isRequired ? "" : ", advisory";
  return `    ${answer}  ${verdict.gate}  ${figure}${advisory}: ${cleanLine(verdict.reason, false)}\n`;
}

interface FinishOptions {
  readonly widths: Widths;
  readonly isVerbose: boolean;
}

function describeFinish(event: JobFinished, { widths, isVerbose }: FinishOptions, paint: Paint): string {
  const status = JOB_STATUS_TEXT[event.status].padEnd(STATUS_WIDTH);
  const time = formatDuration(event.durationMs).padStart(6);
  const reason = event.reason === undefined ? "" : `  ${cleanLine(event.reason, false)}`;
  const advisory = event.isAdvisory && event.status === "failed" ? "  (advisory)" : "";
  const name = `${event.stage.padEnd(widths.stage)}  ${event.job.padEnd(widths.job)}`;
  const line = `${name}  ${paint(JOB_SIGNS[event.status].tone, status)}  ${time}${advisory}${reason}\n`;
  return line + describeVerdicts(event.verdicts, isVerbose, paint);
}

/** More passing gates of one job than this are counted, where not every one is asked for. */
const MOST_PASSING = 3;

function describeVerdicts(verdicts: readonly Verdict[], isVerbose: boolean, paint: Paint): string {
  const passing = verdicts.filter(({ status }) => status === "pass");
  if (isVerbose || passing.length <= MOST_PASSING)
    return verdicts.map((verdict) => describeVerdict(verdict, paint)).join("");
  const open = verdicts.filter(({ status }) => status !== "pass").map((verdict) => describeVerdict(verdict, paint));
  const { sign, tone } = VERDICT_SIGNS.pass;
  return `${open.join("")}    ${paint(tone, `${sign} ${passing.length} gates pass`)}\n`;
}

function describeEnd(event: RunFinished, paint: Paint): string {
  const { sign, tone } = RUN_SIGNS[event.status];
  return `${paint(tone, `${sign} ${RUN_STATUS_TEXT[event.status]}`)} after ${formatDuration(event.durationMs)}\n`;
}

/** Creates the view for pipes and CI. It remembers the widths of the names and nothing else. */
export function createPlainView(options: PlainViewOptions): PlainView {
  const paint = createPaint(options.isColour);
  let widths: Widths = { stage: 0, job: 0 };
  const onEvent = (event: RunEvent): string => {
    switch (event.type) {
      case "run-started":
        widths = measureNames(event);
        return describeStart(event, paint);
      case "job-started": {
        const name = `${event.stage.padEnd(widths.stage)}  ${event.job.padEnd(widths.job)}`;
        return (
          paint("dim", `${name}  ${"started".padEnd(STATUS_WIDTH)}          ${cleanLine(event.cause, false)}`) + "\n"
        );
      }
      case "job-output":
        return options.isVerbose === true ? `${event.job} | ${cleanLine(event.line, options.isColour)}\n` : "";
      case "job-finished":
        return describeFinish(event, { widths, isVerbose: options.isVerbose === true }, paint);
      case "run-finished":
        return describeEnd(event, paint);
    }
  };
  return { onEvent };
}
