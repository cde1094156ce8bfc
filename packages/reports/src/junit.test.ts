import { readJunit } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { renderJunit } from "./junit.ts";
import { toRunRecord } from "./to-run-record.ts";
import { aJobEnd, aJobStart, aRunEnd, aRunStart } from "./test-builders/a-run.ts";
import { aRunOfEverything } from "./test-builders/a-run-of-everything.ts";

test("a JUnit reader finds every job and every gate, with stated sums that agree", () => {
  const results = readJunit(renderJunit(toRunRecord(aRunOfEverything())));
  if (!results.ok) throw new Error(JSON.stringify(results.error));
  const { cases } = results.value;
  expect(cases).toHaveLength(12 + 6);
  expect(cases.filter((one) => one.status === "failed").map((one) => one.name)).toEqual([
    "integration-tests",
    "line-coverage",
    "vulnerabilities",
    "integration tests",
    "line coverage",
    "critical vulnerabilities",
  ]);
});

test("what stops nothing turns nothing red", () => {
  const xml = renderJunit(toRunRecord([aRunStart(), aJobEnd({ status: "failed", isAdvisory: true }), aRunEnd()]));
  expect(xml).toContain('failures="0" errors="0" skipped="1"');
});

test("a run that was cut off has errors, not successes", () => {
  expect(renderJunit(toRunRecord([aRunStart(), aJobStart()]))).toContain('errors="1"');
});

test("text from outside stays valid XML", () => {
  const evil = `<&>"'\0\x1b[31m\ud800 ok \u{1f600}\nnext`;
  const xml = renderJunit(
    toRunRecord([aRunStart(), aJobEnd({ status: "failed", reason: evil }), aRunEnd({ status: "failed" })]),
  );
  const results = readJunit(xml);
  if (!results.ok) throw new Error(JSON.stringify(results.error));
  expect(results.value.cases[0]?.message).toBe(`<&>"'[31m ok \u{1f600}`);
});
