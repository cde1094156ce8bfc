import type { RunStatus, Verdict } from "@ecommerce-cart/pipeline-model";
import type { RecordedJobStatus } from "./run-record.ts";

/**
 * What a sign means; also the name of its colour. Each has a shape of its own, so that nothing depends on colour.
 */
export type Mood = "good" | "bad" | "unknown" | "waived" | "restored" | "quiet" | "cut";

export const JOB_MOODS: Readonly<Record<RecordedJobStatus, Mood>> = {
  passed: "good",
  restored: "restored",
  skipped: "quiet",
  failed: "bad",
  "not-measured": "unknown",
  interrupted: "cut",
  "not-started": "quiet",
};

export const VERDICT_MOODS: Readonly<Record<Verdict["status"], Mood>> = {
  pass: "good",
  fail: "bad",
  "not-measured": "unknown",
  waived: "waived",
};

export const RUN_MOODS: Readonly<Record<RunStatus, Mood>> = {
  passed: "good",
  failed: "bad",
  "not-measured": "unknown",
  "rolled-back": "bad",
  refused: "unknown",
  interrupted: "cut",
};

/** Drawn on a 16 by 16 grid: a filled outline in the mood's colour, and a mark in the page's. */
const SHAPES: Readonly<Record<Mood, string>> = {
  good: '<circle cx="8" cy="8" r="7.5"/><path class="mark" d="M4.6 8.4 7 10.8l4.5-5"/>',
  bad: '<path d="M4.9.5h6.2l4.4 4.4v6.2l-4.4 4.4H4.9L.5 11.1V4.9z"/><path class="mark" d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"/>',
  unknown:
    '<path d="M8 .2 15.8 8 8 15.8.2 8z"/><path class="mark" d="M6.2 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2m0 2.3v.1"/>',
  waived: '<path d="M8 .4 14.6 3v4.6c0 3.8-2.7 6.6-6.6 8-3.9-1.4-6.6-4.2-6.6-8V3z"/><path class="mark" d="M5 8h6"/>',
  restored:
    '<rect x=".5" y=".5" width="15" height="15" rx="4"/><path class="mark" d="M4.6 6.2A3.9 3.9 0 1 1 4.2 9M4.4 3.8v2.6H7"/>',
  quiet: '<circle class="line" cx="8" cy="8" r="6.6"/><path class="line" d="M5 8h6"/>',
  cut: '<rect x=".8" y=".8" width="14.4" height="14.4"/><path class="mark" d="M5.6 5v6m4.8-6v6"/>',
};

/** The shapes, once per page; `renderSign` points at them. */
export function renderSignSprite(): string {
  const symbols = Object.entries(SHAPES).map(
    ([mood, shape]) => `<symbol id="sign-${mood}" viewBox="0 0 16 16">${shape}</symbol>`,
  );
  return `<svg class="sprite" aria-hidden="true">${symbols.join("")}</svg>`;
}

/** A sign; the text beside it says the same, so it is hidden from screen readers. */
export function renderSign(mood: Mood): string {
  return `<svg class="sign m-${mood}" aria-hidden="true"><use href="#sign-${mood}"/></svg>`;
}

const ICON_COLOURS: Readonly<Record<Mood, string>> = {
  good: "1a7f4b",
  bad: "c0262d",
  unknown: "b26a00",
  waived: "6a4fb3",
  restored: "2563b8",
  quiet: "5f6875",
  cut: "9b2f86",
};

/** The page's icon as an address without a request, so that a tab shows how the run went. */
export function renderIcon(mood: Mood): string {
  const shape = SHAPES[mood]
    .replaceAll('class="mark"', 'fill="none" stroke="white" stroke-width="2"')
    .replaceAll('"', "'");
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='#${ICON_COLOURS[mood]}'>${shape}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
