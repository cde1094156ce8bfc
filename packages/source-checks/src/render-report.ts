import type { CheckReport } from "./report.ts";

/** The report as plain lines, with a caret under each mistake and the corrected example. Ends without a newline. */
export function renderReport(report: CheckReport): string {
  const lines = report.text.split("\n");
  const count = report.mistakes.length;
  const found = report.mistakes.flatMap((mistake) => [
    `  ${lines[mistake.line - 1] ?? ""}`,
    `  ${" ".repeat(mistake.column - 1)}${"^".repeat(mistake.length)} ${mistake.message}`,
  ]);
  const example = report.example.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
  return [
    `${report.subject}: ${count === 1 ? "1 mistake" : `${count} mistakes`}`,
    "",
    ...found,
    "",
    "For example:",
    ...example,
  ].join("\n");
}
