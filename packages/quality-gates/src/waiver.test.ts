import type { Verdict, Waiver } from "@ecommerce-cart/pipeline-model";
import { expect, test } from "vitest";
import { applyWaiver } from "./waiver.ts";

const VERDICT: Verdict = {
  gate: "g",
  family: "code",
  status: "fail",
  threshold: ">= 80 %",
  reason: "Too low.",
  isRequired: true,
  offenders: [],
};
const waiver = (change: Partial<Waiver> = {}): Waiver => ({
  owner: "ana",
  reason: "moving",
  until: "2026-11-23",
  ...change,
});

test("a waiver holds on its last day and has lapsed on the next", () => {
  expect(applyWaiver(VERDICT, waiver(), "2026-11-23").status).toBe("waived");
  const lapsed = applyWaiver(VERDICT, waiver(), "2026-11-24");
  expect(lapsed).toMatchObject({ status: "fail", reason: "Too low. (the waiver of ana lapsed on 2026-11-23)" });
});

test("what is not measured may be waived as well", () => {
  expect(applyWaiver({ ...VERDICT, status: "not-measured" }, waiver(), "2026-11-23").status).toBe("waived");
});

test("a pass stays a pass", () => {
  const pass: Verdict = { ...VERDICT, status: "pass" };
  expect(applyWaiver(pass, waiver(), "2026-11-23")).toBe(pass);
});

test("without a waiver nothing changes", () => {
  expect(applyWaiver(VERDICT, undefined, "2026-11-23")).toBe(VERDICT);
});

test.each([
  ["no owner", { owner: " " }],
  ["no reason", { reason: "" }],
  ["no date", { until: "" }],
  ["a word for a date", { until: "forever" }],
  ["a date that does not exist", { until: "2027-02-30" }],
  ["a date in another order", { until: "31-12-2027" }],
])("an incomplete waiver changes nothing but the reason: %s", (_, change) => {
  const verdict = applyWaiver(VERDICT, waiver(change), "2026-11-23");
  expect(verdict.status).toBe("fail");
  expect(verdict.reason).toContain("does not count");
});
