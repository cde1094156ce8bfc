import { expect, test } from "vitest";
import { createPlainView } from "./plain-view.ts";
import { aJobEnd, aJobStart, aRunEnd, aRunStart, aVerdict } from "./test-builders/a-run.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";

const options = { isColour: false, columns: 80 };

test("a restored job is one line with its reason", () => {
  const view = createPlainView(options);
  view.onEvent(aRunStart());
  const line = view.onEvent(
    aJobEnd({ status: "restored", durationMs: 3, reason: "inputs unchanged since run 20261122" }),
  );
  expect(line).toBe("build  lint  restored        0.0s  inputs unchanged since run 20261122\n");
});

test("names stand in columns as wide as the longest", () => {
  const view = createPlainView(options);
  const lines = aRunOfEverything()
    .map(view.onEvent)
    .join("")
    .split("\n")
    .filter((line) => /^(source|build|test|gate|package|deploy) /.test(line));
  expect(new Set(lines.map((line) => line.search(/started|restored|passed|failed|skipped|not measured/))).size).toBe(1);
});

test("a job's verdicts follow it, each with figure, threshold and reason", () => {
  const text = createPlainView(options).onEvent(
    aJobEnd({ verdicts: [aVerdict({ status: "fail", reason: "Too low." })] }),
  );
  expect(text.split("\n")[1]).toBe(
    "    ✘ fail  line coverage  83.21 % of 4,210 lines in 118 files (asked >= 80 %): Too low.",
  );
});

test("many gates that pass are one line, unless every one is asked for", () => {
  const passing = Array.from({ length: 9 }, (_, index) => aVerdict({ gate: `gate ${index}` }));
  const event = aJobEnd({ verdicts: [...passing, aVerdict({ status: "fail" })] });
  expect(createPlainView(options).onEvent(event).split("\n").slice(1, -1)).toEqual([
    expect.stringContaining("✘ fail  line coverage"),
    "    ✔ 9 gates pass",
  ]);
  expect(
    createPlainView({ ...options, isVerbose: true })
      .onEvent(event)
      .match(/✔ pass/g),
  ).toHaveLength(9);
});

test("output is left out, unless asked for", () => {
  const event = { type: "job-output" as const, at: "", job: "lint", line: "\x1b[31mhi\x1b[0m\x1b[2J" };
  expect(createPlainView(options).onEvent(event)).toBe("");
  expect(createPlainView({ ...options, isVerbose: true }).onEvent(event)).toBe("lint | hi\n");
});

test("without colour no event of a run writes an escape; with it they do", () => {
  const render = (isColour: boolean): string =>
    aRunOfEverything()
      .map(createPlainView({ isColour, columns: 80 }).onEvent)
      .join("");
  expect(render(false)).not.toContain("\x1b");
  expect(render(true)).toContain("\x1b[31m");
});

test("every event is whole lines", () => {
  const view = createPlainView({ ...options, isVerbose: true });
  for (const event of [...aRunOfEverything(), aJobStart({ cause: "a\nb" })])
    expect(view.onEvent(event)).toMatch(/^([^\n]+\n)+$/);
});

test("the end names the outcome", () => {
  expect(createPlainView(options).onEvent(aRunEnd({ status: "not-measured", durationMs: 1234 }))).toBe(
    "? Not measured after 1.2s\n",
  );
});
