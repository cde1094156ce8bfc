import type { JobRecord, RunRecord } from "./run-record.ts";
import { JOB_MOODS, renderSign } from "./html-signs.ts";
import { escapeHtml, jobAnchor, logToHtml, relativeHref } from "./html-text.ts";
import { tailOf } from "./log-text.ts";
import { countOf, formatFineDuration, isBlocking, JOB_STATUS_TEXT } from "./wording.ts";

function renderFact(name: string, html: string | undefined): string {
  return html === undefined || html === "" ? "" : `<div><dt>${name}</dt><dd>${html}</dd></div>`;
}

function escapeOptional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : escapeHtml(text);
}

function renderFacts(job: JobRecord): string {
  const needs = job.needs.map((need) => `<a href="#${jobAnchor(need)}">${escapeHtml(need)}</a>`).join(", ");
  const span =
    job.startMs === undefined || job.endMs === undefined
      ? undefined
      : `${formatFineDuration(job.startMs)} to ${formatFineDuration(job.endMs)} after the start`;
  const facts = [
    renderFact("Why it ran", job.status === "restored" ? undefined : escapeOptional(job.cause)),
    renderFact(job.status === "failed" ? "Why it failed" : "Result", escapeOptional(job.reason)),
    renderFact("Needs", needs),
    renderFact("When", span),
    renderFact(
      "Fingerprint",
      job.fingerprint === undefined ? undefined : `<code>${escapeHtml(job.fingerprint.slice(0, 16))}</code>`,
    ),
  ];
  return `<dl class="facts">${facts.join("")}</dl>`;
}

function renderLog(job: JobRecord, log: string | undefined, lineLimit: number): string {
  const tail = tailOf(log ?? "", lineLimit);
  const link = job.logFile === undefined ? "" : `<a href="${relativeHref(job.logFile)}">${escapeHtml(job.logFile)}</a>`;
  if (tail.text === "") return `<p class="log-head quiet">No log lines here. ${link}</p>`;
  const shown =
    tail.shownLines < tail.totalLines
      ? `Last ${tail.shownLines} of ${countOf(tail.totalLines, "line")}`
      : countOf(tail.totalLines, "line");
  const head = `<p class="log-head"><span>${shown}</span> ${link}</p>`;
  return `${head}<pre tabindex="0" role="group" aria-label="Log of ${escapeHtml(job.name)}">${logToHtml(tail.text)}</pre>`;
}

function renderJob(job: JobRecord, log: string | undefined, lineLimit: number): string {
  const mood = JOB_MOODS[job.status];
  const isOpen = isBlocking(job);
  const tag = job.isAdvisory ? ' <span class="tag">advisory</span>' : "";
  const time = job.startMs === undefined ? "" : formatFineDuration(job.durationMs);
  const description = job.description === "" ? "" : `<p>${escapeHtml(job.description)}</p>`;
  return (
    `<details class="job m-${mood}" id="${jobAnchor(job.name)}"${isOpen ? " open" : ""}><summary>${renderSign(mood)}` +
    `<span class="job-name">${escapeHtml(job.name)}</span>${tag}<span class="job-note">${escapeHtml(job.reason ?? job.cause ?? "")}</span>` +
    `<span class="job-status">${JOB_STATUS_TEXT[job.status]}</span><span class="job-time">${time}</span></summary>` +
    `<div class="job-body">${description}${renderFacts(job)}${renderLog(job, log, lineLimit)}</div></details>`
  );
}

/** Every job with its facts and the end of its log, one click away; failed ones stand open. */
export function renderJobs(record: RunRecord, logs: ReadonlyMap<string, string>, lineLimit: number): string {
  const stages = record.stages.map((stage) => {
    const jobs = record.jobs.filter((job) => job.stage === stage.name);
    return `<h3>${escapeHtml(stage.name)}</h3>${jobs.map((job) => renderJob(job, logs.get(job.name), lineLimit)).join("")}`;
  });
  return `<section aria-labelledby="jobs" class="jobs"><h2 id="jobs">Jobs and their logs</h2>${stages.join("")}</section>`;
}
