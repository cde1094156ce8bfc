import type { Gate } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
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
