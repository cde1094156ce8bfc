import type { RunStatus, Verdict } from "@ecommerce-cart/pipeline-model";
import type { RecordedJobStatus } from "./run-record.ts";
import { walkLog } from "./log-text.ts";

/** How the terminal views may write. The caller decides colour (NO_COLOR, a pipe) and knows the width. */
export interface TerminalOptions {
  readonly isColour: boolean;
  /** Width in characters; lines of a live frame are cut to it. */
  readonly columns: number;
}

/** Parameters of the colour sequences in use. Source: ECMA-48, SGR. */
export type Tone = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan";

const CODES: Readonly<Record<Tone, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

/** Colours texts, or leaves them as they are. */
export type Paint = (tone: Tone, text: string) => string;

/** Returns the painter for a terminal with or without colours. */
export function createPaint(isColour: boolean): Paint {
  if (!isColour) return (_tone, text) => text;
  return (tone, text) => `\x1b[${CODES[tone][0]}m${text}\x1b[${CODES[tone][1]}m`;
}

/** Sign and colour of a status. The sign differs for each, so that colour is never needed. */
export interface Sign {
  readonly sign: string;
  readonly tone: Tone;
}

export const JOB_SIGNS: Readonly<Record<RecordedJobStatus, Sign>> = {
  passed: { sign: "✔", tone: "green" },
  restored: { sign: "↺", tone: "blue" },
  skipped: { sign: "–", tone: "dim" },
  failed: { sign: "✘", tone: "red" },
  "not-measured": { sign: "?", tone: "yellow" },
  interrupted: { sign: "■", tone: "magenta" },
  "not-started": { sign: "○", tone: "dim" },
};

export const VERDICT_SIGNS: Readonly<Record<Verdict["status"], Sign>> = {
  pass: { sign: "✔", tone: "green" },
  fail: { sign: "✘", tone: "red" },
  "not-measured": { sign: "?", tone: "yellow" },
  waived: { sign: "◇", tone: "magenta" },
};

export const RUN_SIGNS: Readonly<Record<RunStatus, Sign>> = {
  passed: { sign: "✔", tone: "green" },
  failed: { sign: "✘", tone: "red" },
  "not-measured": { sign: "?", tone: "yellow" },
  "rolled-back": { sign: "↩", tone: "red" },
  refused: { sign: "⊘", tone: "yellow" },
  interrupted: { sign: "■", tone: "magenta" },
};

/** A text from outside on one terminal line: colours kept where wanted and closed, everything else removed. */
export function cleanLine(text: string, isColour: boolean): string {
  let clean = "";
  let isStyled = false;
  walkLog(
    text,
    (part) => (clean += part),
    (parameters) => {
      if (!isColour) return;
      clean += `\x1b[${parameters}m`;
      isStyled = true;
    },
  );
  clean = clean.replaceAll("\t", "  ").replaceAll("\n", " ");
  return isStyled ? `${clean}\x1b[0m` : clean;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;
const ZERO = /[\u0300-\u036f\u200b-\u200f\ufe00-\ufe0f]/;

function widthOf(character: string): number {
  if (character < "\u0300") return 1;
  if (ZERO.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** How many terminal cells plain text takes. */
export function widthOfText(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Cuts plain text to `columns` terminal cells, with an ellipsis where something went. Wide characters take two cells. */
export function cutToWidth(text: string, columns: number): string {
  if (text.length * 2 <= columns) return text;
  let used = 0;
  let kept = "";
  let keptWithEllipsis = "";
  for (const character of text) {
    used += widthOf(character);
    if (used > columns) return `${keptWithEllipsis}…`;
    kept += character;
    if (used < columns) keptWithEllipsis = kept;
  }
  return kept;
}
