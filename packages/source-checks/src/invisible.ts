import type { MessageLine } from "./message-lines.ts";
import type { Mistake } from "./report.ts";

// Control characters but the tab, soft hyphens, marks without width, and those that turn the direction of text (CVE-2021-42574).
// The joiners U+200C and U+200D stay: Persian and emoji need them.
const INVISIBLE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Characters that nobody sees and that change what a message says or how it is read. */
export function invisibleMistakes({ number, text }: MessageLine): readonly Mistake[] {
  return [...text.matchAll(INVISIBLE)].map(({ 0: character, index }) => ({
    line: number,
    column: index + 1,
    length: 1,
    message: `remove this invisible character, ${codePointOf(character)}`,
  }));
}

/** The text without them. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, "");
}

/** The text with a "·" in the place of each, so that it can be pointed at and does nothing to a terminal. */
export function showInvisible(text: string): string {
  return text.replace(INVISIBLE, "·");
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
