import type { RunEvent } from "@ecommerce-cart/pipeline-model";
import { expect, test } from "vitest";
import { countRows, createLiveView } from "./live-view.ts";
import { cutToWidth } from "./terminal-style.ts";
import { aJobEnd, aJobStart, aRunEnd, aRunStart, at } from "./test-builders/a-run.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";

function frame(
  events: readonly RunEvent[],
  nowMs: number,
  size: { columns?: number; rows?: number; isColour?: boolean } = {},
) {
  const { columns = 80, rows = 40, isColour = false } = size;
  const view = createLiveView({ isColour });
  return view.render(events.reduce(view.reduce, view.initial), Date.parse(at(nowMs)), { columns, rows });
}

test("before the first event there is a frame already", () => {
  expect(frame([], 0)).toContain("starting");
});

test("a running job shows its elapsed time, its cause and its last line", () => {
  const output = (line: string): RunEvent => ({ type: "job-output", at: at(200), job: "lint", line });
  const text = frame(
    [aRunStart(), aJobStart({ at: at(100) }), output("first"), output("\x1b[32msecond\x1b[0m"), output("")],
    2600,
  );
  expect(text).toMatch(/lint +2\.5s  no earlier run\n      second\n/);
  expect(text).toContain("0/1 jobs, 1 running");
});

test("the elapsed time of a run goes on with the clock and stops at its end", () => {
  expect(frame([aRunStart()], 5000)).toContain("5.0s");
  expect(frame([aRunStart(), aJobStart(), aJobEnd(), aRunEnd()], 9000)).toMatch(/development  1\.0s/);
});

test("the bar is empty at the start and full at the end", () => {
  expect(frame([aRunStart()], 0)).toMatch(/\n░+  0\/1 jobs/);
  expect(frame([aRunStart(), aJobStart(), aJobEnd()], 1000)).toMatch(/\n█+  1\/1 jobs/);
});

test("a reducer leaves the state it was given as it was", () => {
  const view = createLiveView({ isColour: false });
  const before = view.reduce(view.initial, aRunStart());
  const copy = structuredClone(before);
  view.reduce(before, aJobStart());
  expect(before).toEqual(copy);
});

test("a job that was not planned is drawn all the same", () => {
  expect(frame([aRunStart(), aJobStart({ job: "extra", stage: "late" })], 100)).toMatch(/late\n  . extra/);
});

test("no frame is taller or wider than the terminal, at any moment of a run", () => {
  const events = aRunOfEverything();
  for (const columns of [20, 40, 80]) {
    for (const rows of [5, 10, 24]) {
      for (let length = 0; length <= events.length; length += 1) {
        const lines = frame(events.slice(0, length), 30_000, { columns, rows }).split("\n");
        expect(lines.length).toBeLessThan(rows);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      }
    }
  }
});

test("each frame has the size that the terminal has by then", () => {
  const view = createLiveView({ isColour: false });
  const state = aRunOfEverything().reduce(view.reduce, view.initial);
  const widest = (size: { columns: number; rows: number }) =>
    Math.max(
      ...view
        .render(state, 0, size)
        .split("\n")
        .map((line) => line.length),
    );
  expect([widest({ columns: 100, rows: 40 }), widest({ columns: 30, rows: 40 })]).toEqual([100, 30]);
  expect(view.render(state, 0, { columns: 30, rows: 8 }).split("\n").length).toBeLessThan(8);
});

test.each([
  ["abcd\nef", 4, 2],
  ["abcde\nef", 4, 3],
  ["\x1b[1mabcd\x1b[22m\n", 4, 2],
  ["日本語", 4, 2],
])("%j takes up, %d cells wide, %d rows", (text, columns, rows) => {
  expect(countRows(text, columns)).toBe(rows);
});

test("where room is short, failures and running jobs stay", () => {
  const text = frame(aRunOfEverything().slice(0, 24), 24_000, { rows: 10 });
  expect(text).toContain("integration-tests");
  expect(text).toMatch(/… \d+ more lines/);
});

test("colour is only there when asked for", () => {
  expect(frame(aRunOfEverything(), 0)).not.toContain("\x1b");
  expect(frame(aRunOfEverything(), 0, { isColour: true })).toContain("\x1b[31m");
});

test.each([
  ["abcde", 5, "abcde"],
  ["abcdef", 5, "abcd…"],
  ["日本語", 6, "日本語"],
  ["日本語", 5, "日本…"],
  ["e\u0301e\u0301", 2, "e\u0301e\u0301"],
])("%s in %d cells is %s", (text, columns, cut) => {
  expect(cutToWidth(text, columns)).toBe(cut);
});
