import type { CheckReport } from "./report.ts";

/**
 * The report as plain lines for a terminal: each line with its carets and advice, then the text put right.
 * Ends without a newline. Example, for the branch "develp":
 * `branch name: 1 mistake`, an empty line, `  develp`, `  ^^^^^^ begin with feature/, …`, and the example.
 */
export function renderReport(report: CheckReport): string {
  const lines = report.text.split(/\r?\n/);
  const count = report.mistakes.length;
  const found = report.mistakes.flatMap((mistake, index) => {
    const text = lines[mistake.line - 1] ?? "";
    const isRepeated = report.mistakes[index - 1]?.line === mistake.line;
    const carets = `  ${blanksFor(text.slice(0, mistake.column - 1))}${"^".repeat(mistake.length)} ${mistake.message}`;
    return isRepeated ? [carets] : [`  ${text}`, carets];
  });
  const example = report.example.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
  const title = `${report.subject}: ${count === 1 ? "1 mistake" : `${count} mistakes`}`;
  return [title, "", ...found, "", "Put right:", "", ...example].join("\n");
}

/** Blanks as wide as the text on a terminal, as far as tabs and letters outside the basic plane go. */
function blanksFor(text: string): string {
  return [...text].map((character) => (character === "\t" ? "\t" : " ")).join("");
}
