import type { JobRecord, RunRecord, StageRecord } from "./run-record.ts";
import { JOB_MOODS, renderSign } from "./html-signs.ts";
import { escapeHtml, jobAnchor } from "./html-text.ts";
import { formatDuration, formatFineDuration, JOB_STATUS_TEXT } from "./wording.ts";

/** Steps that people read at a glance, in milliseconds. */
const STEPS_MS = [
  10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 14_400_000,
];

/** The axis: its end (at least the run's), and the distance of its ticks, at most six of them. */
export interface Axis {
  readonly endMs: number;
  readonly stepMs: number;
}

/** Chooses the axis for a run of `wallMs`. Example: 44 s gives ticks every 10 s and an end at 44 s. */
export function chooseAxis(wallMs: number): Axis {
  const endMs = Math.max(wallMs, 10);
  return { endMs, stepMs: STEPS_MS.find((step) => endMs / step <= 6) ?? endMs / 6 };
}

function percent(ms: number, axis: Axis): string {
  return `${Math.min(100, Math.max(0, (ms / axis.endMs) * 100)).toFixed(2)}%`;
}

function renderTick(ms: number, axis: Axis): string {
  const label = axis.stepMs < 1000 ? `${ms} ms` : formatDuration(ms).replace(".0s", "s");
  return `<span style="left:${percent(ms, axis)}">${ms === 0 ? "0" : label}</span>`;
}

function renderAxis(axis: Axis): string {
  const count = Math.floor(axis.endMs / axis.stepMs) + 1;
  const ticks = Array.from({ length: count }, (_, index) => index * axis.stepMs)
    // A label at the very end would stick out of the page.
    .filter((ms) => ms <= axis.endMs * 0.96)
    .map((ms) => renderTick(ms, axis));
  return `<div class="axis" aria-hidden="true"><div class="ticks">${ticks.join("")}</div></div>`;
}

function renderBar(job: JobRecord, axis: Axis): string {
  if (job.startMs === undefined) return `<span class="note">${escapeHtml(job.reason ?? "")}</span>`;
  const width = percent((job.endMs ?? job.startMs) - job.startMs, axis);
  const place = `left:min(${percent(job.startMs, axis)}, calc(100% - 7px));width:${width}`;
  return `<span class="bar m-${JOB_MOODS[job.status]}" style="${place}"></span>`;
}

function renderRow(job: JobRecord, axis: Axis, isOnChain: boolean): string {
  const time = job.startMs === undefined ? "" : ` <b>${formatFineDuration(job.durationMs)}</b>`;
  const chain = isOnChain
    ? '<span class="chain" title="on the longest chain">◆<span class="hidden"> on the longest chain</span></span>'
    : "";
  const name = `<a href="#${jobAnchor(job.name)}">${escapeHtml(job.name)}</a>`;
  return (
    `<li class="row${isOnChain ? " on-chain" : ""}">` +
    `<span class="name">${renderSign(JOB_MOODS[job.status])}${name}${chain}</span>` +
    `<span class="track">${renderBar(job, axis)}</span>` +
    `<span class="end">${JOB_STATUS_TEXT[job.status]}${time}</span></li>`
  );
}

function renderStage(stage: StageRecord, record: RunRecord, axis: Axis): string {
  const chain = new Set(record.times.longestChainMs > 0 ? record.times.longestChain : []);
  const jobs = record.jobs.filter((job) => job.stage === stage.name);
  const took =
    stage.startMs === undefined || stage.endMs === undefined ? "" : formatFineDuration(stage.endMs - stage.startMs);
  const rows = jobs.map((job) => renderRow(job, axis, chain.has(job.name))).join("");
  return `<section class="stage"><h3>${escapeHtml(stage.name)} <span>${took}</span></h3><ol>${rows}</ol></section>`;
}

function renderChain(record: RunRecord): string {
  const { longestChain, longestChainMs, wallMs } = record.times;
  if (longestChainMs === 0) return "";
  const names = longestChain.map((name) => `<a href="#${jobAnchor(name)}">${escapeHtml(name)}</a>`).join(" → ");
  return `<p class="caption"><span class="chain">◆</span> Longest chain, ${formatFineDuration(longestChainMs)} of ${formatFineDuration(wallMs)}: ${names}</p>`;
}

/** Stages and their jobs on one axis of time, with the longest chain marked. */
export function renderTimeline(record: RunRecord): string {
  const lastEndMs = Math.max(0, ...record.jobs.map((job) => job.endMs ?? 0));
  const axis = chooseAxis(Math.max(record.times.wallMs, lastEndMs));
  const stages = record.stages.map((stage) => renderStage(stage, record, axis)).join("");
  const step = `--step:${((axis.stepMs / axis.endMs) * 100).toFixed(3)}%`;
  return (
    `<section aria-labelledby="timeline"><h2 id="timeline">Stages and jobs</h2>` +
    `<div class="timeline card" style="${step}">${renderAxis(axis)}${stages}</div>${renderChain(record)}</section>`
  );
}
