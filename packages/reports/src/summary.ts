import type { RunRecord } from "./run-record.ts";
import { listNextSteps } from "./next-steps.ts";
import { stripControls } from "./log-text.ts";
import { JOB_SIGNS, RUN_SIGNS, VERDICT_SIGNS } from "./terminal-style.ts";
import {
  describeOutcome,
  formatDuration,
  JOB_STATUS_TEXT,
  listVerdicts,
  RUN_STATUS_TEXT,
  VERDICT_TEXT,
} from "./wording.ts";

/** Text from outside as Markdown that shows it literally, on one line. */
function escapeMarkdown(text: string): string {
  return stripControls(text)
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>#|~&!$]/g, "\\$&");
}

/** Text from outside in a code span, also inside a table: the fence is longer than any run of backticks in it. */
function codeSpan(text: string): string {
  const clean = stripControls(text).replace(/\s+/g, " ").replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${clean}${fence}` : `${fence} ${clean} ${fence}`;
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}

function renderGates(record: RunRecord): string {
  const rows = listVerdicts(record).map(({ verdict }) => [
    `${VERDICT_SIGNS[verdict.status].sign} ${VERDICT_TEXT[verdict.status]}`,
    escapeMarkdown(verdict.gate) + (verdict.isRequired ? "" : " (advisory)"),
    escapeMarkdown(verdict.figure ?? "none"),
    escapeMarkdown(verdict.threshold),
    escapeMarkdown(verdict.reason) +
      verdict.offenders
        .slice(0, 3)
        .map(
          (one) =>
            `<br>${codeSpan(one.file + (one.line === undefined ? "" : `:${one.line}`))} ${escapeMarkdown(one.message)}`,
        )
        .join(""),
  ]);
  if (rows.length === 0) return "";
  return `\n### Gates\n\n${renderTable(["Verdict", "Gate", "Figure", "Asked", "Why"], rows)}`;
}

function renderJobs(record: RunRecord): string {
  const chain = new Set(record.times.longestChain);
  const rows = record.jobs.map((job) => [
    escapeMarkdown(job.stage),
    escapeMarkdown(job.name) + (chain.has(job.name) && record.times.longestChainMs > 0 ? " ◆" : ""),
    `${JOB_SIGNS[job.status].sign} ${JOB_STATUS_TEXT[job.status]}${job.isAdvisory ? " (advisory)" : ""}`,
    job.startMs === undefined ? "" : formatDuration(job.durationMs),
    escapeMarkdown(job.reason ?? job.cause ?? ""),
  ]);
  return `\n### Jobs\n\n${renderTable(["Stage", "Job", "Status", "Time", "Why"], rows)}`;
}

function renderSteps(record: RunRecord): string {
  const steps = listNextSteps(record).map((step) => {
    const command = step.command === undefined ? "" : ` ${codeSpan(step.command)}`;
    return `1. **${escapeMarkdown(step.title)}.** ${escapeMarkdown(step.text)}${command}\n`;
  });
  return steps.length === 0 ? "" : `\n### What to do\n\n${steps.join("")}`;
}

function renderFigures({ times, machine, source, run }: RunRecord): string {
  const branch = source.branch === undefined ? "" : ` on ${codeSpan(source.branch)}`;
  const chain = times.longestChainMs > 0 ? `, longest chain ◆ ${formatDuration(times.longestChainMs)}` : "";
  const cpu = times.cpuMs === undefined ? "" : `, CPU ${formatDuration(times.cpuMs)} on ${machine.cores} cores`;
  const efficiency = times.efficiency === undefined ? "" : `, ${times.efficiency.toFixed(2)} times the least possible`;
  const dirty = source.isDirty ? ", **work tree differs from the commit**" : "";
  return [
    `Commit ${codeSpan(source.label)}${branch}${dirty}, for ${escapeMarkdown(run.environmentName)}.`,
    `${formatDuration(times.wallMs)}${chain}${cpu}${efficiency}.`,
    `Run ${codeSpan(run.id)}, ${run.startedAt}, Node ${escapeMarkdown(machine.nodeVersion)}.`,
  ].join("  \n");
}

/** A run as Markdown (GitHub's tables): outcome, what to do, gates, jobs. Text from outside shows literally. */
export function renderSummary(record: RunRecord): string {
  const title = `## ${RUN_SIGNS[record.run.status].sign} ${RUN_STATUS_TEXT[record.run.status]}: ${escapeMarkdown(record.run.pipeline)}`;
  const head = `${title}\n\n${describeOutcome(record)}.\n\n${renderFigures(record)}\n`;
  return head + renderSteps(record) + renderGates(record) + renderJobs(record);
}
