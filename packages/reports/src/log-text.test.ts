import { expect, test } from "vitest";
import { stripControls, tailOf } from "./log-text.ts";

test("a log at the limit is shown whole, one line more is cut", () => {
  expect(tailOf("a\nb\nc\n", 3)).toEqual({ text: "a\nb\nc", shownLines: 3, totalLines: 3 });
  expect(tailOf("a\nb\nc\nd\n", 3)).toEqual({ text: "b\nc\nd", shownLines: 3, totalLines: 4 });
});

test("an empty log has no lines", () => {
  expect(tailOf("", 3)).toEqual({ text: "", shownLines: 0, totalLines: 0 });
  expect(tailOf("\n", 3).totalLines).toBe(0);
});

test("a line of 2,000 characters stays, a longer one is cut and says so", () => {
  expect(tailOf("x".repeat(2000), 1).text).toBe("x".repeat(2000));
  expect(tailOf("x".repeat(2001), 1).text).toBe(`${"x".repeat(2000)} … (2001 characters)`);
});

test.each([
  ["colours", "\x1b[1;31mred\x1b[0m", "red"],
  ["cursor moves and screen clears", "a\x1b[2J\x1b[1;1Hb", "ab"],
  ["links and titles", "\x1b]8;;https://example.org\x07text\x1b]8;;\x1b\\", "text"],
  ["an operating system command that never ends stops at its line", "a\x1b]0;title\nb", "a\nb"],
  ["an escape at the very end", "a\x1b", "a"],
  ["a bell and a null", "a\x07\0b", "ab"],
  ["8-bit controls", "a\x9b31mb", "a31mb"],
  ["Windows line ends", "a\r\nb\r\n", "a\nb\n"],
  ["progress drawn over itself", "10 %\r50 %\rdone\nnext", "done\nnext"],
])("plain text keeps no control: %s", (_, log, plain) => {
  expect(stripControls(log)).toBe(plain);
});

test("tabs and line feeds stay", () => {
  expect(stripControls("\x1b[mA\tB\nC")).toBe("A\tB\nC");
});

test("a long line of carriage returns takes no time to speak of", () => {
  const log = `${"a".repeat(200_000)}\r${"\x1b[".repeat(50_000)}`;
  const started = process.hrtime.bigint();
  stripControls(log);
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000);
});
