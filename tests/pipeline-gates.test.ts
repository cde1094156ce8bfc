import { judgeGate } from "@ecommerce-cart/quality-gates";
import type { Gate } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { changeOf } from "../packages/quality-gates/src/test-builders/a-change.ts";
import { aReading, istanbulOf, sourcesOf, vitestOf } from "../packages/quality-gates/src/test-builders/a-report.ts";
import type { ReadingParts } from "../packages/quality-gates/src/test-builders/a-report.ts";
import { gates } from "../pipeline.ts";

const GATES: readonly Gate[] = Object.values(gates).flat();
const ENVIRONMENTS = ["development", "staging", "preproduction", "production"];

test("every gate has a name of its own", () => {
  const names = GATES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("no gate is left out where real users are served, and environments are named as their files are", () => {
  for (const { name, requiredIn } of GATES)
    if (requiredIn !== undefined) {
      expect([name, requiredIn]).toEqual([name, expect.arrayContaining(["production"])]);
      expect([name, requiredIn.filter((one) => !ENVIRONMENTS.includes(one))]).toEqual([name, []]);
    }
});

test("no report is optional where real users are served", () => {
  const optional = GATES.flatMap((gate) => ("reports" in gate ? [...gate.reports] : [])).flatMap((report) =>
    typeof report !== "string" && "optionalIn" in report ? (report.optionalIn ?? []) : [],
  );
  expect(optional).not.toContain("production");
});

test.each(gates.functional)(
  "$name: one failed test fails the gate; no test, or no report, measures nothing",
  (gate) => {
    const judge = (files: Readonly<Record<string, string>>) => judgeGate(gate, aReading({ files })).status;
    const reportOf = (statuses: readonly string[]) =>
      Object.fromEntries(gate.reports.map(({ path }) => [path, vitestOf(statuses)]));
    const passed = Array<string>("minimumTests" in gate ? gate.minimumTests : 1).fill("passed");
    expect(judge(reportOf(passed))).toBe("pass");
    expect(judge(reportOf([...passed, "failed"]))).toBe("fail");
    expect(judge(reportOf(passed.slice(1)))).toBe("not-measured");
    expect(judge(reportOf([]))).toBe("not-measured");
    expect(judge({})).toBe("not-measured");
  },
);

test.each(["unit tests", "integration tests", "smoke tests"])("%s are required in every environment", (name) => {
  const gate = gates.functional.find((one) => one.name === name);
  expect(gate).toBeDefined();
  expect(gate).not.toHaveProperty("requiredIn");
});

const COVERED = Object.fromEntries(
  ["apps/shop/src/cart/domain/cart.ts", "packages/rollout/src/a.ts", "packages/release/src/a.ts"].map((path) => [
    path,
    [1, 1, 1, 1],
  ]),
);
const WHOLE = istanbulOf(COVERED);
const E2E_REPORT = "coverage/e2e/coverage-final.json";
const ABSENT: Readonly<Record<string, NonNullable<ReadingParts["files"]>[string]>> = {
  deleted: { text: undefined },
  empty: "",
  "cut off": WHOLE.slice(0, -1),
  "without a file": "{}",
  "without a line": istanbulOf({ "apps/shop/src/cart/domain/cart.ts": [] }),
  "of another tree": { text: WHOLE, treeDigest: "sha256:bb" },
  "bound to no tree": { text: WHOLE, treeDigest: "" },
  "older than the sources": { text: WHOLE, writtenAt: "2026-11-23T05:59:59.999Z" },
};

function judgeCoverage(gate: Gate, environmentName: string, endToEnd: NonNullable<ReadingParts["files"]>[string]) {
  const suites = ["unit", "integration"].map((suite) => [`coverage/${suite}/coverage-final.json`, WHOLE]);
  const files = {
    ...Object.fromEntries(suites),
    "reports/change.json": changeOf({ "packages/release/src/a.ts": [[1, 4]] }),
    [E2E_REPORT]: endToEnd,
  };
  return judgeGate(gate, aReading({ files, environmentName, sources: sourcesOf(COVERED) }));
}

test.each(gates.coverage.flatMap((gate) => Object.entries(ABSENT).map(([what, report]) => ({ gate, what, report }))))(
  "$gate.name: end-to-end coverage $what measures nothing where a browser is required, and is left out elsewhere",
  ({ gate, report }) => {
    for (const environment of ENVIRONMENTS.filter((one) => one !== "development")) {
      expect(judgeCoverage(gate, environment, WHOLE).status).toBe("pass");
      expect([environment, judgeCoverage(gate, environment, report).status]).toEqual([environment, "not-measured"]);
    }
    const { status, reason } = judgeCoverage(gate, "development", report);
    expect([status, reason]).toEqual(["pass", expect.stringContaining(`allows: ${E2E_REPORT}`)]);
  },
);
