import type { RunRecord } from "./run-record.ts";
import { renderGates, renderVerdicts } from "./html-gates.ts";
import { renderJobs } from "./html-jobs.ts";
import { renderIcon, renderSign, renderSignSprite, RUN_MOODS } from "./html-signs.ts";
import { STYLE } from "./html-style.ts";
import { escapeHtml, jobAnchor } from "./html-text.ts";
import { renderTimeline } from "./html-timeline.ts";
import { listNextSteps } from "./next-steps.ts";
import type { NextStep } from "./next-steps.ts";
import { describeOutcome, formatFineDuration, RUN_STATUS_TEXT } from "./wording.ts";

export interface HtmlOptions {
  /** By job: the whole log, or its end. A job without one is shown without. */
  readonly logs: ReadonlyMap<string, string>;
  /** Lines of each log on the page; the rest is behind the link to the file. 400 by default. */
  readonly logLineLimit?: number;
}

/** No request leaves the page and no script runs on it, whatever a log says; inline styles place the bars. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function renderHead(record: RunRecord): string {
  const { run, source } = record;
  const title = `${RUN_STATUS_TEXT[run.status]} · ${run.pipeline} ${source.label}`;
  return (
    `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">` +
    `<meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title>` +
    `<link rel="icon" href="${renderIcon(RUN_MOODS[run.status])}"><style>${STYLE}</style></head>`
  );
}

function formatStart(iso: string): string {
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(iso.slice(0, 16).replace("T", " "))} UTC</time>`;
}

function renderOrigin({ run, source, machine }: RunRecord): string {
  const branch = source.branch === undefined ? "detached HEAD" : escapeHtml(source.branch);
  const dirty = source.isDirty ? ' <span class="tag warn">work tree differs from the commit</span>' : "";
  const facts = [
    ["Commit", `<code title="${escapeHtml(source.commit)}">${escapeHtml(source.label)}</code>${dirty}`],
    ["Branch", branch],
    ["Environment", escapeHtml(run.environmentName)],
    ["Started", formatStart(run.startedAt)],
    ["Machine", `${machine.cores} cores, Node ${escapeHtml(machine.nodeVersion)}`],
  ];
  return `<dl class="origin">${facts.map(([name, html]) => `<div><dt>${name}</dt><dd>${html}</dd></div>`).join("")}</dl>`;
}

function renderFigures({ times, totals, jobs, machine }: RunRecord): string {
  const figures = [
    [formatFineDuration(times.wallMs), "wall time"],
    times.longestChainMs > 0 ? [formatFineDuration(times.longestChainMs), "longest chain"] : [],
    times.cpuMs === undefined ? [] : [formatFineDuration(times.cpuMs), `CPU on ${machine.cores} cores`],
    times.efficiency === undefined ? [] : [`${times.efficiency.toFixed(2)}×`, "the least possible"],
    [`${totals.jobs.restored} of ${jobs.length}`, "jobs restored"],
  ].filter((figure) => figure.length > 0);
  return `<ul class="figures">${figures.map(([figure, name]) => `<li><b>${figure}</b> ${name}</li>`).join("")}</ul>`;
}

function renderOutcome(record: RunRecord): string {
  const { run } = record;
  const mood = RUN_MOODS[run.status];
  const cut = run.isComplete
    ? ""
    : "<p>The events of this run end before the run does: it was killed, or the machine went away.</p>";
  return (
    `<header class="outcome m-${mood}"><p class="pipeline">${escapeHtml(run.pipeline)} · run ${escapeHtml(run.id)}</p>` +
    `<h1>${renderSign(mood)}${RUN_STATUS_TEXT[run.status]}</h1>` +
    `<p class="sentence">${escapeHtml(describeOutcome(record))}</p>${cut}` +
    `${renderFigures(record)}${renderOrigin(record)}</header>`
  );
}

const URGENCY_TEXT: Readonly<Record<NextStep["urgency"], string>> = { must: "first", should: "soon", note: "note" };

function renderStep(step: NextStep): string {
  const command = step.command === undefined ? "" : `<code class="command">${escapeHtml(step.command)}</code>`;
  const link = step.job === undefined ? "" : ` <a href="#${jobAnchor(step.job)}">Log of ${escapeHtml(step.job)}</a>`;
  return (
    `<li class="u-${step.urgency}"><span class="tag">${URGENCY_TEXT[step.urgency]}</span>` +
    `<div><b>${escapeHtml(step.title)}</b><p>${escapeHtml(step.text)}${link}</p>${command}</div></li>`
  );
}

/** Nobody does more at once; the rest is folded away. */
const MOST_STEPS = 8;

function renderMoreSteps(steps: readonly NextStep[]): string {
  if (steps.length === 0) return "";
  return `<details class="more card"><summary>and ${steps.length} more</summary><ol class="steps">${steps.map(renderStep).join("")}</ol></details>`;
}

function renderSteps(record: RunRecord): string {
  const steps = listNextSteps(record);
  const list =
    steps.length === 0
      ? '<p class="card empty">Nothing. Every required job and gate passed.</p>'
      : `<ol class="steps card">${steps.slice(0, MOST_STEPS).map(renderStep).join("")}</ol>${renderMoreSteps(steps.slice(MOST_STEPS))}`;
  return `<section aria-labelledby="steps"><h2 id="steps">What to do</h2>${list}</section>`;
}

/**
 * Writes the report as one page without requests or scripts: verdicts, what to do, gates by family, the time axis, each job's log.
 * Links to full logs are relative to the run folder, where the page is meant to lie.
 */
export function renderHtml(record: RunRecord, options: HtmlOptions): string {
  const main = [
    renderOutcome(record),
    renderVerdicts(record),
    renderSteps(record),
    renderGates(record),
    renderTimeline(record),
    renderJobs(record, options.logs, options.logLineLimit ?? 400),
  ].join("");
  return `<!doctype html>\n<html lang="en">${renderHead(record)}<body>${renderSignSprite()}<main>${main}</main></body></html>\n`;
}
