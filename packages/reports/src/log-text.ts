/** The end of a log: its last lines, and how many there are in all. */
export interface LogTail {
  readonly text: string;
  readonly shownLines: number;
  readonly totalLines: number;
}

/** Longer than any honest line; a minified bundle on one line must not fill the report. */
const LONGEST_LINE = 2000;

function cutLongLines(text: string): string {
  if (text.length <= LONGEST_LINE) return text;
  return text
    .split("\n")
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} … (${line.length} characters)` : line))
    .join("\n");
}

/** Takes the last `limit` lines of a log; very long lines are cut, and say so. Line ends at the end do not count. */
export function tailOf(log: string, limit: number): LogTail {
  const text = log.endsWith("\n") ? log.slice(0, -1) : log;
  if (text === "") return { text: "", shownLines: 0, totalLines: 0 };
  let totalLines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) totalLines += 1;
  if (totalLines <= limit) return { text: cutLongLines(text), shownLines: totalLines, totalLines };
  let start = text.length;
  for (let left = limit; left > 0; left -= 1) start = text.lastIndexOf("\n", start - 1);
  return { text: cutLongLines(text.slice(start + 1)), shownLines: limit, totalLines };
}

/*
 * Escape sequences: CSI with its final letter; OSC, DCS and their like to BEL or ST, at most to the end of the line (one
 * that is never closed must not eat the log); the two-character ones. Source: ECMA-48.
 */
const ESCAPES = /\x1b(?:\[([0-9;:?<=>]*)[ -/]*([@-~])|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[ -/]*[0-~]?)/g;
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;
const HAS_CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;

/** A carriage return within a line draws over it: what was drawn over is dropped. */
function dropOverdrawn(text: string): string {
  if (!text.includes("\r")) return text;
  return text
    .split("\n")
    .map((line) => line.replace(/\r+$/, ""))
    .map((line) => line.slice(line.lastIndexOf("\r") + 1))
    .join("\n");
}

/** Calls `onText` and `onStyle` (the parameters of a colour sequence, "1;31") in turn; every other control goes. */
export function walkLog(log: string, onText: (text: string) => void, onStyle: (parameters: string) => void): void {
  if (!HAS_CONTROLS.test(log)) return onText(log);
  const text = dropOverdrawn(log);
  let from = 0;
  for (const match of text.matchAll(ESCAPES)) {
    onText(text.slice(from, match.index).replace(CONTROLS, ""));
    if (match[2] === "m") onStyle(match[1] ?? "");
    from = match.index + match[0].length;
  }
  onText(text.slice(from).replace(CONTROLS, ""));
}

/** A log as plain text: no escape sequences, no control characters but tab and line feed. */
export function stripControls(log: string): string {
  let plain = "";
  walkLog(
    log,
    (text) => (plain += text),
    () => undefined,
  );
  return plain;
}
