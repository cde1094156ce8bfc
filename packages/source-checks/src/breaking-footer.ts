import type { MessageLine } from "./message-lines.ts";

const WELL_FORMED = /^BREAKING[ -]CHANGE: *\S/;
// A sentence may begin with the words: only what looks like a footer is taken for one.
const MEANT = /^\s*breaking[ -]?changes?\s*(?::|-|$)\s*/i;

/** Whether a line is a footer that announces a breaking change. */
export function isBreakingFooter(line: string): boolean {
  return WELL_FORMED.test(line);
}

/** The lines of the body that are meant as such a footer and are written in another way. */
export function malformedBreakingFooters(body: readonly MessageLine[]): readonly MessageLine[] {
  return body.filter((line) => MEANT.test(line.text) && !WELL_FORMED.test(line.text));
}

/** A malformed footer, put right. `text` stands in where it says nothing. */
export function correctedBreakingFooter(line: string, text: string): string {
  const said = line.replace(MEANT, "").trim();
  return `BREAKING CHANGE: ${said === "" ? text : said}`;
}
