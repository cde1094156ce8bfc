import { checkPipeline } from "@ecommerce-cart/pipeline-model";
import type { Gate } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { gates, pipeline } from "../../../pipeline.ts";
import { runVariables } from "../src/run/execute-run.ts";

const JOBS = pipeline.stages.flatMap((stage) => stage.jobs);
const JUDGES = ["coverage", "code", "functional", "security", "bill-of-materials"];

function job(name: string) {
  const found = JOBS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no job ${name}`);
  return found;
}

/** Every job that must have ended before another, by needs of needs. */
function allNeedsOf(name: string): ReadonlySet<string> {
  const names = new Set(job(name).needs);
  for (const need of names) for (const one of job(need).needs) names.add(one);
  return names;
}

test("the pipeline is sound", () => {
  expect(checkPipeline(pipeline)).toEqual([]);
});

test("every judge looks at what environments require and at the day: a waiver lapses", () => {
  for (const name of JUDGES.filter((one) => job(one).isRestorable)) {
    expect(job(name).environment).toContain("PIPELINE_DATE");
    expect(job(name).inputs).toContain("environments/*.yaml");
  }
  const source = { commit: "c", branch: "main", isDirty: false } as Parameters<typeof runVariables>[0];
  expect(runVariables(source)).toMatchObject({ PIPELINE_DATE: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
});

test("a deployment waits for every judge", () => {
  expect([...allNeedsOf("deploy")]).toEqual(expect.arrayContaining(JUDGES));
});

test("each report that a security gate needs is written, with its binding, by a job that its judge waits for", () => {
  const outputs = new Set([...allNeedsOf("security")].flatMap((name) => job(name).outputs));
  const missing = gates.security
    .flatMap(reportsOf)
    .filter((path) => !outputs.has(path) || !outputs.has(`${path}.tree`));
  expect(missing).toEqual([]);
});

function reportsOf(gate: Gate): readonly string[] {
  if (gate.kind === "secrets") return [gate.tree, gate.history];
  if ("report" in gate) return [gate.report];
  if (!("reports" in gate)) return [];
  return gate.reports.map((report) => (typeof report === "string" ? report : report.path));
}
