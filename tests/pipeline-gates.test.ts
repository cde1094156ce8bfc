import { judgeGate } from "@ecommerce-cart/quality-gates";
import type { Gate } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { aReading, vitestOf } from "../packages/quality-gates/src/test-builders/a-report.ts";
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
