import { expect, test } from "vitest";
import { renderFinalBlock, renderVerdicts } from "./final-block.ts";
import { toRunRecord } from "./to-run-record.ts";
import { aJobEnd, aRunEnd, aRunStart } from "./test-builders/a-run.ts";
import { aRunOfEverything, sampleLogs } from "./test-builders/a-run-of-everything.ts";
import { aRunOfFortyGates } from "./test-builders/a-run-of-forty-gates.ts";

const plain = { isColour: false, columns: 80, logs: sampleLogs(), reportPath: ".pipeline/runs/latest/report.html" };

test("the outcome and the report's path stand last", () => {
  const lines = renderFinalBlock(toRunRecord(aRunOfEverything()), plain).trimEnd().split("\n");
  expect(lines.at(-2)).toMatch(/^✘ Failed {2}2 of 12 jobs failed/);
  expect(lines.at(-1)).toBe("  Report: .pipeline/runs/latest/report.html");
});

test("a failed job shows the last 20 lines of its log and how many are above", () => {
  const logs = new Map([["lint", Array.from({ length: 21 }, (_, line) => `line ${line + 1}`).join("\n")]]);
  const record = toRunRecord([
    aRunStart(),
    aJobEnd({ status: "failed", reason: "exit 1", logFile: "logs/lint.log" }),
    aRunEnd({ status: "failed" }),
  ]);
  const text = renderFinalBlock(record, { ...plain, logs });
  expect(text).toContain("✘ build / lint: exit 1\n  │ … 1 line above\n  │ line 2\n");
  expect(text).toContain("  │ line 21\n  └ logs/lint.log\n");
  expect(text).not.toContain("│ line 1\n");
});

test("a failed job that wrote nothing says so", () => {
  const record = toRunRecord([aRunStart(), aJobEnd({ status: "failed" }), aRunEnd({ status: "failed" })]);
  expect(renderFinalBlock(record, { ...plain, logs: new Map() })).toContain("(it wrote nothing)");
});

test("gates and what to do are listed; a good run without gates has neither", () => {
  expect(renderFinalBlock(toRunRecord(aRunOfEverything()), plain)).toMatch(
    /Gates\n  Tests\n    ✘ fail .*\n[^]*What to do\n  → /,
  );
  const good = renderFinalBlock(toRunRecord([aRunStart(), aJobEnd(), aRunEnd()]), {
    isColour: false,
    columns: 80,
    logs: new Map(),
  });
  expect(good).toBe("\n✔ Passed  1 job · 1.0s\n");
});

test("without colour no escape reaches the terminal; with it a log cannot move the cursor", () => {
  expect(renderFinalBlock(toRunRecord(aRunOfEverything()), plain)).not.toContain("\x1b");
  const logs = new Map([["lint", "\x1b[31mred\x1b[2J\x1b]0;title\x07"]]);
  const record = toRunRecord([aRunStart(), aJobEnd({ status: "failed" }), aRunEnd({ status: "failed" })]);
  const text = renderFinalBlock(record, { ...plain, logs, isColour: true });
  expect(text).toContain("\x1b[31mred\x1b[0m");
  expect(text.replace(/\x1b\[[0-9;]*m/g, "")).not.toContain("\x1b");
});

test("forty gates stand by family on less than a screen and a half, those that pass on one line each family", () => {
  const verdicts = toRunRecord(aRunOfFortyGates()).jobs.flatMap((job) => job.verdicts);
  const lines = renderVerdicts(verdicts, { isColour: false, columns: 80 }).trimEnd().split("\n");
  expect(verdicts).toHaveLength(40);
  expect(lines.length).toBeLessThanOrEqual(36);
  expect(lines.filter((line) => /^ {2}\S/.test(line))).toEqual(["  Tests", "  Code", "  Security", "  Performance"]);
  expect(lines.filter((line) => line.includes("✔"))).toHaveLength(4);
  expect(lines.find((line) => line.includes("12 pass"))).toMatch(/^ {4}✔ 12 pass {2}complexity, .*…$/);
  expect(lines.find((line) => line.includes("Waived by ana until 2026-12-15"))).toBeDefined();
  const all = renderVerdicts(verdicts, { isColour: false, isVerbose: true });
  expect(all.match(/✔ pass/g)).toHaveLength(29);
});

test("what to do is cut to ten, and says where the rest is", () => {
  const text = renderFinalBlock(toRunRecord(aRunOfFortyGates()), plain);
  expect(text).toContain("… 3 more in the report");
});
