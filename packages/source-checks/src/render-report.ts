import { showInvisible } from "./invisible.ts";
import type { CheckReport, Mistake } from "./report.ts";

/** Characters of a line that are shown: a mistake can be seen, and a megabyte cannot. */
const LONGEST_LINE = 160;

/**
 * The report as plain lines for a terminal: each line with its carets and advice, then the text put right.
 * Ends without a newline. Example, for the branch "develp":
 * `branch name: 1 mistake`, an empty line, `  develp`, `  ^^^^^^ begin with feature/, …`, and the example.
 */
export function renderReport(report: CheckReport): string {
  const lines = report.text.split(/\r?\n/).map((line) => shorten(showInvisible(line)));
  const count = report.mistakes.length;
  const found = report.mistakes.flatMap((mistake, index) => {
    const text = lines[mistake.line - 1] ?? "";
    const isRepeated = report.mistakes[index - 1]?.line === mistake.line;
    return isRepeated ? [caretsFor(mistake, text)] : [`  ${text}`, caretsFor(mistake, text)];
  });
  const example = report.example.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
  const title = `${report.subject}: ${count === 1 ? "1 mistake" : `${count} mistakes`}`;
  return [title, "", ...found, "", "Put right:", "", ...example].join("\n");
}

function shorten(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

function caretsFor({ column, length, message }: Mistake, text: string): string {
  const from = Math.min(column - 1, LONGEST_LINE);
  const width = blanksFor(text.slice(from, from + length)).length;
  return `  ${blanksFor(text.slice(0, from))}${"^".repeat(Math.max(1, width))} ${message}`;
}

/** Blanks as wide as the text on a terminal: East Asian letters and emoji take two cells, combining marks none. */
function blanksFor(text: string): string {
  return [...text].map((character) => (character === "\t" ? "\t" : " ".repeat(widthOf(character)))).join("");
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

function widthOf(character: string): number {
  if (/\p{Mn}|[\u200c\u200d\ufe00-\ufe0f]/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
