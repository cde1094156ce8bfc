import { EMPTY_LIVE_STATE, reduceLiveState } from "./live-state.ts";
import type { LiveJob, LiveState } from "./live-state.ts";
import { cleanLine, createPaint, cutToWidth, JOB_SIGNS, widthOfText } from "./terminal-style.ts";
import type { Sign, TerminalOptions, Tone } from "./terminal-style.ts";
import { formatDuration } from "./wording.ts";
import type { RunEvent } from "@ecommerce-cart/pipeline-model";

/** Size of the terminal in cells. It may be another at each frame: a person resizes the window. */
export interface TerminalSize {
  /** No line of a frame is wider. */
  readonly columns: number;
  /** A frame is never taller, so that it can be drawn over in place. */
  readonly rows: number;
}

/** A live tree. The caller keeps the state, writes the frames and moves the cursor. */
export interface LiveView {
  readonly initial: LiveState;
  readonly reduce: (state: LiveState, event: RunEvent) => LiveState;
  /** A frame at `nowMs` (milliseconds since 1970): lines without a line end after the last, none wider than the terminal. */
  readonly render: (state: LiveState, nowMs: number, size: TerminalSize) => string;
}

type FrameOptions = TerminalSize & Pick<TerminalOptions, "isColour">;

interface Line {
  readonly text: string;
  readonly tone?: Tone;
  /** True: only the sign at the line's start is coloured. */
  readonly isSignOnly?: boolean;
  /** Lines of the highest rank are dropped first where the frame is too tall; those of rank 0 last. */
  readonly rank: number;
}

const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
const FRAME_MS = 100;

function signOf(job: LiveJob, nowMs: number): Sign {
  if (job.status === "running")
    return { sign: FRAMES[Math.floor(nowMs / FRAME_MS) % FRAMES.length] ?? "*", tone: "cyan" };
  return job.status === "waiting" ? JOB_SIGNS["not-started"] : JOB_SIGNS[job.status];
}

const RANKS: Readonly<Record<LiveJob["status"], number>> = {
  failed: 0,
  "not-measured": 0,
  interrupted: 0,
  running: 1,
  passed: 3,
  restored: 3,
  skipped: 3,
  waiting: 4,
};

function timeOf(job: LiveJob, nowMs: number): string {
  if (job.status === "waiting" || job.status === "skipped") return "";
  return formatDuration(job.status === "running" ? nowMs - (job.startedAtMs ?? nowMs) : job.durationMs);
}

function jobLines(job: LiveJob, nowMs: number, nameWidth: number): readonly Line[] {
  const { sign, tone } = signOf(job, nowMs);
  const note = job.note === "" ? "" : `  ${cleanLine(job.note, false)}`;
  const text = `  ${sign} ${job.name.padEnd(nameWidth)}  ${timeOf(job, nowMs).padStart(6)}${note}`;
  const rank = RANKS[job.status];
  const line: Line = { text, tone, rank, isSignOnly: tone !== "dim" && rank > 0 };
  if (job.status !== "running" || job.lastLine === "") return [line];
  return [line, { text: `      ${cleanLine(job.lastLine, false).trim()}`, tone: "dim", rank: 5 }];
}

function treeLines(state: LiveState, nowMs: number): readonly Line[] {
  const jobs = Object.values(state.jobs);
  const nameWidth = Math.max(0, ...jobs.map((job) => job.name.length));
  const stages = [...new Set(jobs.map((job) => job.stage))];
  return stages.flatMap((stage) => [
    { text: stage, tone: "bold" as const, rank: 2 },
    ...jobs.filter((job) => job.stage === stage).flatMap((job) => jobLines(job, nowMs, nameWidth)),
  ]);
}

/**
 * How many rows of a terminal `columns` wide a frame takes that was drawn for a wider one, or for this one: terminals
 * wrap lines anew when they become narrower.
 */
export function countRows(frame: string, columns: number): number {
  const rowsOf = (line: string): number => Math.max(1, Math.ceil(widthOfText(cleanLine(line, false)) / columns));
  return frame.split("\n").reduce((rows, line) => rows + rowsOf(line), 0);
}

/** Takes away the least telling lines, the earliest of them first, until the frame fits. */
function fitLines(lines: readonly Line[], height: number): readonly Line[] {
  if (lines.length <= height) return lines;
  const room = Math.max(0, height - 1);
  const kept = new Set(
    lines
      .map((line, index) => ({ rank: line.rank, index }))
      .sort((a, b) => a.rank - b.rank || b.index - a.index)
      .slice(0, room)
      .map(({ index }) => index),
  );
  const rest: Line = { text: `  … ${lines.length - room} more lines`, tone: "dim", rank: 0 };
  return [...lines.filter((_, index) => kept.has(index)), rest].slice(0, height);
}

function headLine(state: LiveState, nowMs: number): string {
  const { started } = state;
  if (started === undefined) return "starting";
  const branch = started.source.branch === undefined ? "" : ` (${started.source.branch})`;
  const elapsedMs = state.finished?.durationMs ?? Math.max(0, nowMs - state.startedAtMs);
  return `${started.pipeline}  ${started.source.label}${branch} → ${started.environmentName}  ${formatDuration(elapsedMs)}`;
}

function barLine(state: LiveState, columns: number): string {
  const jobs = Object.values(state.jobs);
  const count = (status: LiveJob["status"]): number => jobs.filter((job) => job.status === status).length;
  const done = jobs.length - count("waiting") - count("running");
  const width = Math.max(4, Math.min(30, columns - 30));
  const filled = jobs.length === 0 ? 0 : Math.floor((done / jobs.length) * width);
  const parts = [`${done}/${jobs.length} jobs`, `${count("running")} running`];
  if (count("restored") > 0) parts.push(`${count("restored")} restored`);
  if (count("failed") > 0) parts.push(`${count("failed")} failed`);
  return `${"█".repeat(filled)}${"░".repeat(width - filled)}  ${parts.join(", ")}`;
}

function renderLine(line: Line, options: FrameOptions): string {
  const text = cutToWidth(line.text, options.columns);
  if (line.tone === undefined) return text;
  const paint = createPaint(options.isColour);
  return line.isSignOnly === true ? paint(line.tone, text.slice(0, 3)) + text.slice(3) : paint(line.tone, text);
}

function renderFrame(state: LiveState, nowMs: number, options: FrameOptions): string {
  const tree = fitLines(treeLines(state, nowMs), Math.max(0, options.rows - 3));
  const lines: readonly Line[] = [
    { text: headLine(state, nowMs), tone: "bold", rank: 0 },
    ...tree,
    { text: barLine(state, options.columns), rank: 0 },
  ];
  return lines.map((line) => renderLine(line, options)).join("\n");
}

/**
 * Creates the view for a person's terminal: a tree with elapsed times and a bar. A frame leaves one row of the
 * terminal free, so that nothing scrolls. Call `render` on each event and about ten times a second.
 */
export function createLiveView({ isColour }: Pick<TerminalOptions, "isColour">): LiveView {
  return {
    initial: EMPTY_LIVE_STATE,
    reduce: reduceLiveState,
    render: (state, nowMs, { columns, rows }) => renderFrame(state, nowMs, { isColour, columns, rows }),
  };
}
