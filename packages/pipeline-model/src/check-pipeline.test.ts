import { expect, test } from "vitest";
import { checkPipeline, definePipeline } from "./index.ts";
import type { JobDefinition, PipelineDefinition } from "./index.ts";

function problemsOf(jobs: readonly JobDefinition[], rest: Partial<PipelineDefinition> = {}): readonly string[] {
  const definition = { name: "p", stages: [{ name: "test", jobs }], ...rest };
  return checkPipeline(definePipeline(definition)).map(({ path, message }) => `${path}: ${message}`);
}

function problemsOfJob(job: Partial<JobDefinition>): readonly string[] {
  return problemsOf([{ name: "job", command: "true", ...job } as JobDefinition]).map((problem) =>
    problem.replace("stages[0].jobs[0].", ""),
  );
}

test("a valid pipeline has no problem", () => {
  const lint = { name: "lint", command: "eslint .", outputs: ["reports/lint"] };
  const unit = { name: "unit-2", command: "vitest", needs: ["lint"], inputs: ["reports/lint/**", "!x", "./src"] };
  expect(problemsOf([lint, unit])).toEqual([]);
});

test("every problem is reported at once, each with its path", () => {
  const build = { name: "Build", command: " ", timeoutMs: -1, needs: ["lint"] };
  const lint = { name: "lint", command: "eslint .", outputs: ["../x"], environment: ["A"], secrets: ["A"] };
  const unit = { name: "unit", command: "vitest", needs: ["build", "lint", "linnt"] };
  const stages = [
    { name: "build", jobs: [build] },
    { name: "test", jobs: [lint, unit] },
  ];
  expect(checkPipeline(definePipeline({ name: "p", stages }))).toEqual([
    {
      path: "stages[0].jobs[0].name",
      message: '"Build" is not kebab-case: lower-case letters, digits and single hyphens',
    },
    { path: "stages[0].jobs[0].needs[0]", message: '"lint" is in the later stage "test"; move one of the two' },
    { path: "stages[1].jobs[1].needs[0]", message: 'unknown job "build"; did you mean "Build"?' },
    { path: "stages[1].jobs[1].needs[2]", message: 'unknown job "linnt"; did you mean "lint"?' },
    { path: "stages[0].jobs[0].action.command", message: "is empty; say what to run" },
    { path: "stages[0].jobs[0].timeoutMs", message: "-1 is not a whole number from 1 to 2147483647" },
    { path: "stages[1].jobs[0].outputs[0]", message: '"../x" leads out of the checkout' },
    { path: "stages[1].jobs[0].secrets[0]", message: "A is in environment too; keep it here only" },
  ]);
});

test("a cycle is told once, as a path", () => {
  const jobs = [
    { name: "a", command: "true", needs: ["b"] },
    { name: "b", command: "true", needs: ["c"] },
    { name: "c", command: "true", needs: ["a"] },
    { name: "d", command: "true", needs: ["a"] },
  ];
  expect(problemsOf(jobs)).toEqual(["stages[0].jobs[0].needs: cycle: a -> b -> c -> a"]);
});

test("two cycles are both told", () => {
  const pair = (a: string, b: string) => [
    { name: a, command: "true", needs: [b] },
    { name: b, command: "true", needs: [a] },
  ];
  expect(problemsOf([...pair("a", "b"), ...pair("c", "d")])).toHaveLength(2);
});

test("a job that needs itself, or one job twice, is told so", () => {
  const jobs = [
    { name: "a", command: "true", needs: ["a"] },
    { name: "b", command: "true", needs: ["a", "a"] },
  ];
  expect(problemsOf(jobs)).toEqual([
    "stages[0].jobs[0].needs[0]: a job cannot need itself",
    'stages[0].jobs[1].needs[1]: "a" is named twice',
  ]);
});

test("duplicate stages and jobs name their first place", () => {
  const stages = [
    { name: "test", jobs: [{ name: "a", command: "true" }] },
    { name: "test", jobs: [{ name: "a", command: "true" }] },
  ];
  expect(problemsOf([], { stages })).toEqual([
    'stages[1].name: stage "test" is already at stages[0].name',
    'stages[1].jobs[0].name: job "a" is already at stages[0].jobs[0].name',
  ]);
});

test.each([
  [{ inputs: ["/etc"] }, 'inputs[0]: "/etc" is absolute; paths are relative to the checkout'],
  [{ inputs: ["!/etc"] }, 'inputs[0]: "!/etc" is absolute; paths are relative to the checkout'],
  [{ inputs: ["C:\\x"] }, 'inputs[0]: "C:\\x" is absolute; paths are relative to the checkout'],
  [{ inputs: ["src/../.."] }, 'inputs[0]: "src/../.." leads out of the checkout'],
  [{ inputs: [""] }, 'inputs[0]: "" is empty'],
  [
    { inputs: ["+(a|b)"] },
    'inputs[0]: "+(a|b)" uses an extended glob; write one pattern for each alternative, or {a,b}',
  ],
  [{ outputs: ["dist/*"] }, 'outputs[0]: "dist/*" is a glob; an output is a file or a folder'],
  [{ outputs: ["./"] }, 'outputs[0]: "./" is the whole checkout; name the files and folders that the job makes'],
  [{ outputs: ["/tmp/x"] }, 'outputs[0]: "/tmp/x" is absolute; paths are relative to the checkout'],
  [{ outputs: [".git/hooks"] }, 'outputs[0]: ".git/hooks" lies in .git, which is not a job\'s to write'],
  [{ outputs: [".pipeline"] }, 'outputs[0]: ".pipeline" lies in .pipeline, which is not a job\'s to write'],
  [{ timeoutMs: 0 }, "timeoutMs: 0 is not a whole number from 1 to 2147483647"],
  [{ timeoutMs: 2 ** 31 }, "timeoutMs: 2147483648 is not a whole number from 1 to 2147483647"],
  [{ retries: -1 }, "retries: -1 is not a whole number from 0"],
  [{ retries: 0.5 }, "retries: 0.5 is not a whole number from 0"],
  [{ freshForMs: 0 }, "freshForMs: 0 is not a whole number from 1"],
  [{ freshForMs: 1, isRestorable: false }, "freshForMs: means nothing where isRestorable is false; remove one of both"],
  [{ services: ["postgress" as "postgres"] }, 'services[0]: unknown service "postgress"; did you mean "postgres"?'],
  [{ services: ["kafka" as "postgres"] }, 'services[0]: unknown service "kafka"; known are postgres, redis'],
  [{ environment: ["A-B"] }, 'environment[0]: "A-B" is not the name of a variable'],
  [{ environment: ["A", "A"] }, 'environment[1]: variable "A" is already at environment[0]'],
  [{ secrets: ["A", "A"] }, 'secrets[1]: secret "A" is already at secrets[0]'],
])("%j is refused", (job, problem) => {
  expect(problemsOfJob(job).map((text) => text.replace("stages[0].jobs[0].", ""))).toEqual([problem]);
});

test.each([
  { timeoutMs: 1 },
  { timeoutMs: 2 ** 31 - 1 },
  { retries: 0 },
  { freshForMs: 1 },
  { services: ["redis" as const] },
])("%j is accepted", (job) => expect(problemsOfJob(job)).toEqual([]));

test.each([
  ["dist", "dist"],
  ["dist", "dist/shop"],
  ["./dist/shop/", "dist"],
])("outputs %j and %j of two jobs overlap", (first, second) => {
  const jobs = [
    { name: "a", command: "true", outputs: [first] },
    { name: "b", command: "true", outputs: [second] },
  ];
  expect(problemsOf(jobs)).toHaveLength(1);
  expect(problemsOf(jobs)[0]).toMatch(
    /^stages\[0\]\.jobs\[1\]\.outputs\[0\]: ".*" overlaps ".*" at stages\[0\]\.jobs\[0\]\.outputs\[0\]$/,
  );
});

test("outputs that only begin alike do not overlap", () => {
  const jobs = [
    { name: "a", command: "true", outputs: ["dist"] },
    { name: "b", command: "true", outputs: ["dist-2"] },
  ];
  expect(problemsOf(jobs)).toEqual([]);
});

test("reading another job's output takes a need, direct or through others", () => {
  const build = { name: "build", command: "true", outputs: ["dist"] };
  const middle = { name: "middle", command: "true", inputs: [], needs: ["build"] };
  const reader = { name: "read", command: "true", inputs: ["dist/**/*.js"] };
  expect(problemsOf([build, reader])).toEqual([
    'stages[0].jobs[1].inputs[0]: "dist/**/*.js" is an output of "build"; add it to needs',
  ]);
  expect(problemsOf([build, middle, { ...reader, needs: ["middle"] }])).toEqual([]);
  expect(problemsOf([build, { ...reader, inputs: ["!dist/**"] }])).toEqual([]);
});
