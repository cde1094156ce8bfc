import { expect, test } from "vitest";
import { decodeEvents, encodeEvent } from "./event-lines.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";

test("events come back as they were written", () => {
  const events = aRunOfEverything();
  expect(decodeEvents(events.map(encodeEvent).join(""))).toEqual({ events, unreadableLines: 0 });
});

test("a line feed inside an event does not break its line", () => {
  const line = encodeEvent({ type: "job-output", at: "2026-11-23T06:00:00.000Z", job: "lint", line: "a\nb" });
  expect(line.split("\n")).toHaveLength(2);
});

test("a file cut off anywhere gives every whole event and counts the rest", () => {
  const events = aRunOfEverything();
  const text = events.map(encodeEvent).join("");
  for (let length = 0; length <= text.length; length += 97) {
    const whole = text.slice(0, length).split("\n").length - 1;
    const { events: read, unreadableLines } = decodeEvents(text.slice(0, length));
    expect(read.length).toBeGreaterThanOrEqual(whole);
    expect(read.length + unreadableLines).toBeLessThanOrEqual(whole + 1);
  }
});

test.each(["null", "[]", '{"type":"other"}', "{"])("a line that is no event is counted: %s", (line) => {
  expect(decodeEvents(`${line}\n`)).toEqual({ events: [], unreadableLines: 1 });
});
