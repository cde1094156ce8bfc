import { expect, test } from "vitest";
import { toRunRecord } from "./to-run-record.ts";
import { renderSummary } from "./summary.ts";
import { aJobEnd, aJobStart, aRunEnd, aRunStart, aVerdict } from "./test-builders/a-run.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";

const everything = renderSummary(toRunRecord(aRunOfEverything()));

test("outcome, what to do, gates and jobs stand in this order", () => {
  const places = ["## ✘ Failed", "### What to do", "### Gates", "### Jobs"].map((title) => everything.indexOf(title));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});

test("every row of a table has as many cells as its head", () => {
  const cells = (line: string): number => line.replace(/\\\|/g, "").split("|").length;
  const rows = everything.split("\n").filter((line) => line.startsWith("|"));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) expect(cells(row)).toBe(7);
});

test("text from outside shows literally and keeps to its cell", () => {
  const evil = "a|b `c` <img src=x> [x](http://y)\n# **z**";
  const verdict = aVerdict({ status: "fail", reason: evil, offenders: [{ file: "a`b|c.ts", line: 3, message: evil }] });
  const record = toRunRecord([
    aRunStart(),
    aJobStart(),
    aJobEnd({ status: "failed", reason: evil, verdicts: [verdict] }),
    aRunEnd({ status: "failed" }),
  ]);
  const markdown = renderSummary(record);
  expect(markdown).toContain("a\\|b \\`c\\` \\<img src=x\\> \\[x\\](http://y) \\# \\*\\*z\\*\\*");
  expect(markdown).toContain("`` a`b\\|c.ts:3 ``");
  expect(markdown).not.toMatch(/(?<!\\)<img/);
});

test("a run that was cut off is told as it is", () => {
  const markdown = renderSummary(
    toRunRecord([aRunStart({ source: { commit: "c".repeat(40), isDirty: false, label: "ccccccc" } }), aJobStart()]),
  );
  expect(markdown).toContain("## ■ Interrupted");
  expect(markdown).toContain("1 job interrupted");
  expect(markdown).not.toContain("### Gates");
  expect(markdown).not.toContain("CPU");
});
