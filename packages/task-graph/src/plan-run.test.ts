import { definePipeline } from "@ecommerce-cart/pipeline-model";
import type { Pipeline } from "@ecommerce-cart/pipeline-model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decideNext, orderJobs, planRun, rankByRemainingChain } from "./index.ts";
import type { JobProgress, PlacedJob, RunPosition } from "./index.ts";

type Sketch = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Stages of jobs with their needs; a name ending in "?" is advisory. */
function aPipeline(sketch: Sketch): Pipeline {
  const stages = Object.entries(sketch).map(([name, jobs]) => ({
    name,
    jobs: Object.entries(jobs).map(([job, needs]) => ({
      name: job.replace("?", ""),
      command: "true",
      needs,
      isAdvisory: job.endsWith("?"),
    })),
  }));
  return definePipeline({ name: "p", stages });
}

function namesOf(plan: readonly PlacedJob[]): readonly string[] {
  return plan.map(({ job }) => job.name);
}

const SHOP: Sketch = {
  build: { lint: [], compile: [] },
  test: { unit: ["compile"], api: ["compile"] },
  gate: { coverage: ["unit"], size: [] },
};

test("jobs come after what they need, otherwise as they are written", () => {
  const pipeline = aPipeline({ s: { c: ["b"], a: [], b: ["a"] } });
  expect(namesOf(orderJobs(pipeline))).toEqual(["a", "b", "c"]);
});

test("in any acyclic pipeline every job stands once, after all that it needs", () => {
  const graph = fc.array(fc.array(fc.nat({ max: 20 }), { maxLength: 4 }), { maxLength: 20 });
  fc.assert(
    fc.property(graph, (rows) => {
      const jobs = rows.map((row, index) => [
        `j${index}`,
        [...new Set(row.filter((n) => n < index))].map((n) => `j${n}`),
      ]);
      const ordered = namesOf(orderJobs(aPipeline({ s: Object.fromEntries(jobs.toReversed()) as Sketch[string] })));
      expect(new Set(ordered).size).toBe(rows.length);
      for (const [name, needs] of jobs)
        for (const need of needs as string[])
          expect(ordered.indexOf(need)).toBeLessThan(ordered.indexOf(name as string));
    }),
  );
});

test("a cycle is a bug of the caller, and named", () => {
  expect(() => orderJobs(aPipeline({ s: { a: ["b"], b: ["a"] } }))).toThrow("jobs need each other: a -> b -> a");
});

test.each([
  [[], ["lint", "compile", "unit", "api", "coverage", "size"]],
  [["test"], ["compile", "unit", "api"]],
  [["coverage"], ["compile", "unit", "coverage"]],
  [
    ["lint", "api"],
    ["lint", "compile", "api"],
  ],
  [["gate"], ["compile", "unit", "coverage", "size"]],
])("the selection %j runs %j", (selection, expected) => {
  const plan = planRun(aPipeline(SHOP), selection);
  expect(plan.ok && namesOf(plan.value)).toEqual(expected);
});

test.each([
  ["development", [], ["bundle", "deploy"]],
  ["staging", [], ["bundle", "load", "deploy"]],
  ["development", ["deploy"], ["bundle", "deploy"]],
  ["staging", ["deploy"], ["bundle", "load", "deploy"]],
  ["development", ["load"], ["bundle", "load"]],
  [undefined, [], ["bundle", "load", "deploy"]],
])(
  "in %s the selection %j runs %j: a job of other environments runs only where it is named",
  (name, selection, jobs) => {
    const pipeline = definePipeline({
      name: "p",
      stages: [
        {
          name: "s",
          jobs: [
            { name: "bundle", command: "true" },
            { name: "load", command: "true", needs: ["bundle"], onlyFor: ["staging", "production"] },
            { name: "deploy", command: "true", needs: ["bundle", "load"] },
          ],
        },
      ],
    });
    const plan = planRun(pipeline, selection, name);
    expect(plan.ok && namesOf(plan.value)).toEqual(jobs);
  },
);

test("an unknown selection names the nearest stage or job", () => {
  expect(planRun(aPipeline(SHOP), ["test", "unti"])).toEqual({
    ok: false,
    error: { kind: "unknown-selection", name: "unti" },
  });
  expect(planRun(aPipeline(SHOP), ["compil"])).toEqual({
    ok: false,
    error: { kind: "unknown-selection", name: "compil", suggestion: "compile" },
  });
});

test("a job's rank is the longest chain that starts with it", () => {
  const plan = orderJobs(aPipeline({ s: { a: [], b: ["a"], c: ["a"], d: ["b", "c"] } }));
  const ranks = rankByRemainingChain(
    plan,
    new Map([
      ["a", 10],
      ["b", 200],
      ["c", 3000],
    ]),
  );
  expect([...ranks].sort()).toEqual([
    ["a", 4010],
    ["b", 1200],
    ["c", 4000],
    ["d", 1000],
  ]);
});

function aPosition(
  sketch: Sketch,
  progress: Readonly<Record<string, JobProgress>>,
  rest: Partial<RunPosition> = {},
): RunPosition {
  const plan = orderJobs(aPipeline(sketch));
  const complete = plan.map(({ job }): [string, JobProgress] => [job.name, progress[job.name] ?? "waiting"]);
  return { plan, progress: new Map(complete), ranks: new Map(), keepGoing: false, ...rest };
}

test("what needs nothing, or only what is done, may start; the longest chain first", () => {
  const ranks = new Map([
    ["lint", 1],
    ["unit", 5],
    ["api", 9],
    ["size", 3],
  ]);
  const next = decideNext(aPosition(SHOP, { compile: "done" }, { ranks }));
  expect(next).toEqual({ ready: ["api", "unit", "size", "lint"], leftOut: [] });
});

test("what runs is not started again, and what needs it waits", () => {
  expect(decideNext(aPosition(SHOP, { compile: "running", lint: "running" })).ready).toEqual(["size"]);
});

test("a failure leaves out the rest of its stage and what needs it, and nothing else", () => {
  const sketch = { a: { one: [], two: [], three: [] }, b: { four: ["two"], five: ["four"], six: [] } };
  const next = decideNext(aPosition(sketch, { one: "failed", three: "running" }));
  expect(next.ready).toEqual(["six"]);
  expect(next.leftOut).toEqual([
    { job: "two", reason: 'stage "a" stopped: one failed' },
    { job: "four", reason: "needs two, which did not run" },
    { job: "five", reason: "needs four, which did not run" },
  ]);
});

test("keeping going leaves out only what needs the failed job", () => {
  const sketch = { a: { one: [], two: [], three: ["one"] }, b: { four: ["three"] } };
  const next = decideNext(aPosition(sketch, { one: "failed" }, { keepGoing: true }));
  expect(next.ready).toEqual(["two"]);
  expect(next.leftOut.map(({ job, reason }) => `${job}: ${reason}`)).toEqual([
    "three: needs one, which failed",
    "four: needs three, which did not run",
  ]);
});

test("what was not measured stops what needs it, not its stage", () => {
  const sketch = { a: { one: [], two: [], three: ["one"] } };
  const next = decideNext(aPosition(sketch, { one: "not-measured" }));
  expect(next).toEqual({
    ready: ["two"],
    leftOut: [{ job: "three", reason: "needs one, which could not be measured" }],
  });
});

test.each(["failed", "not-measured"] as const)("an advisory job that is %s stops nothing", (progress) => {
  const next = decideNext(aPosition({ a: { "one?": [], two: [], three: ["one"] } }, { one: progress }));
  expect(next).toEqual({ ready: ["two", "three"], leftOut: [] });
});

test("an advisory job that never ran leaves out what needs it", () => {
  const sketch = { a: { one: [] }, b: { "two?": ["one"], three: ["two"] } };
  expect(decideNext(aPosition(sketch, { one: "failed" })).leftOut.map(({ job }) => job)).toEqual(["two", "three"]);
});
