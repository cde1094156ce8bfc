import type { JobFinished, JobStatus, PlannedJob, RunEvent, RunStarted, Verdict } from "@ecommerce-cart/pipeline-model";
import { at, aVerdict, aRunStart, aJobStart, aJobEnd, aRunEnd } from "./a-run.ts";

export interface SampleJob extends PlannedJob {
  readonly stage: string;
  readonly status: JobStatus;
  readonly startMs: number;
  readonly durationMs: number;
  readonly cause?: string;
  readonly reason?: string;
  readonly isAdvisory?: boolean;
  readonly verdicts?: readonly Verdict[];
}

const RESTORED = "inputs unchanged since run 20261122-174210-8c01d3e";

/** One job of every status, a gate of every verdict. */
export const SAMPLE_JOBS: readonly SampleJob[] = [
  {
    name: "branch-name",
    stage: "source",
    description: "The branch is named as agreed",
    needs: [],
    status: "failed",
    isAdvisory: true,
    startMs: 40,
    durationMs: 60,
    cause: "never restored",
    reason: 'the branch "try-things" is none of main, develop, feature/*, bugfix/*, hotfix/*, release/*',
  },
  {
    name: "commit-messages",
    stage: "source",
    description: "Commits are type(scope): description",
    needs: [],
    status: "restored",
    startMs: 45,
    durationMs: 12,
    reason: RESTORED,
  },
  {
    name: "install",
    stage: "build",
    description: "Packages as the lockfile says",
    needs: [],
    status: "restored",
    startMs: 60,
    durationMs: 20,
    reason: RESTORED,
  },
  {
    name: "lint",
    stage: "build",
    description: "House rules and layers",
    needs: ["install"],
    status: "passed",
    startMs: 110,
    durationMs: 6240,
    cause: "packages/reports/src/html.ts changed",
  },
  {
    name: "compile",
    stage: "build",
    description: "Types checked, output in dist/",
    needs: ["install"],
    status: "passed",
    startMs: 112,
    durationMs: 4100,
    cause: "packages/reports/src/html.ts changed",
  },
  {
    name: "unit-tests",
    stage: "test",
    description: "Unit tests with coverage",
    needs: ["compile"],
    status: "passed",
    startMs: 4230,
    durationMs: 11_900,
    cause: "packages/reports/src/html.ts changed",
    verdicts: [
      aVerdict({
        gate: "unit tests",
        family: "functional",
        figure: "412 passed, 0 failed, 0 skipped",
        threshold: "100 % pass",
        reason: "All 412 tests in 87 files passed.",
      }),
    ],
  },
  {
    name: "integration-tests",
    stage: "test",
    description: "Against PostgreSQL",
    needs: ["compile"],
    status: "failed",
    startMs: 6400,
    durationMs: 17_300,
    cause: "apps/shop/src/checkout/use-cases/place-order.ts changed",
    reason: "command exited with 1",
    verdicts: [
      aVerdict({
        gate: "integration tests",
        family: "functional",
        status: "fail",
        figure: "58 passed, 1 failed, 2 skipped",
        threshold: "100 % pass",
        reason: "1 of 59 tests failed; 2 more were skipped.",
        offenders: [
          {
            file: "apps/shop/tests/checkout.int.test.ts",
            line: 48,
            message: "one key is one order: expected 1 order, found 2",
          },
        ],
      }),
    ],
  },
  {
    name: "line-coverage",
    stage: "gate",
    description: "Lines covered by all tests",
    needs: ["unit-tests"],
    status: "failed",
    startMs: 16_200,
    durationMs: 140,
    cause: "its needs changed",
    reason: "a required gate fails",
    verdicts: [
      aVerdict({
        status: "fail",
        figure: "79.97 % of 4,210 lines in 118 files",
        reason: "3,367 of 4,210 lines are covered: one more is needed.",
        offenders: [
          {
            file: "apps/shop/src/orders/postgres/postgres-order-store.ts",
            line: 31,
            message: "88 of 140 lines uncovered",
          },
          { file: "packages/targets/embedded/src/router.ts", line: 112, message: "61 of 204 lines uncovered" },
          { file: "packages/deployer/src/resume.ts", line: 9, message: "44 of 44 lines uncovered: no test loads it" },
        ],
      }),
    ],
  },
  {
    name: "vulnerabilities",
    stage: "gate",
    description: "Known weaknesses of what we depend on",
    needs: ["install"],
    status: "not-measured",
    startMs: 6360,
    durationMs: 2210,
    cause: "its answer was 26 hours old",
    reason: "the registry gave no answer",
    verdicts: [
      aVerdict({
        gate: "critical vulnerabilities",
        family: "security",
        status: "not-measured",
        threshold: "0",
        reason:
          "The registry answered 405: nothing is known about 214 packages. Ask again, or name a registry that audits.",
      }),
    ].map(({ figure: _, ...verdict }) => verdict),
  },
  {
    name: "outdated",
    stage: "gate",
    description: "How far behind our dependencies are",
    needs: ["install"],
    status: "passed",
    startMs: 8590,
    durationMs: 1400,
    cause: "its answer was 26 hours old",
    verdicts: [
      aVerdict({
        gate: "outdated dependencies",
        family: "security",
        status: "waived",
        figure: "12.4 %",
        threshold: "< 10 %",
        reason: "26 of 210 packages are outdated.",
        waiver: {
          owner: "ana",
          reason: "the new major of the mail library drops Node 24.0; agreed in issue 41",
          until: "2026-12-15",
        },
      }),
      aVerdict({
        gate: "licences",
        family: "security",
        figure: "9 kinds, all allowed",
        threshold: "allowed list",
        reason: "210 packages looked at.",
        isRequired: false,
      }),
    ],
  },
  {
    name: "bundle",
    stage: "package",
    description: "The release, with its digest",
    needs: ["unit-tests", "integration-tests", "line-coverage"],
    status: "skipped",
    startMs: 23_710,
    durationMs: 0,
    reason: "integration-tests failed",
  },
  {
    name: "deploy",
    stage: "deploy",
    description: "Migrate, switch, smoke-test",
    needs: ["bundle"],
    status: "skipped",
    startMs: 23_711,
    durationMs: 0,
    reason: "bundle was skipped",
  },
];

function planStages(jobs: readonly SampleJob[]): RunStarted["stages"] {
  return [...new Set(jobs.map((job) => job.stage))].map((name) => ({
    name,
    jobs: jobs
      .filter((job) => job.stage === name)
      .map(({ name: job, description, needs }) => ({ name: job, description, needs })),
  }));
}

function endOf(job: SampleJob): JobFinished {
  return aJobEnd({
    at: at(job.startMs + job.durationMs),
    job: job.name,
    stage: job.stage,
    status: job.status,
    durationMs: job.durationMs,
    isAdvisory: job.isAdvisory ?? false,
    verdicts: job.verdicts ?? [],
    fingerprint: "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0",
    ...(job.reason === undefined ? {} : { reason: job.reason }),
    ...(job.status === "skipped" ? {} : { logFile: `logs/${job.name}.log` }),
  });
}

/** The events of a run in which everything happens that can: every job status, every verdict. In order of time. */
export function aRunOfEverything(jobs: readonly SampleJob[] = SAMPLE_JOBS): readonly RunEvent[] {
  const start = aRunStart({
    source: { commit: "540e8d8".padEnd(40, "0"), isDirty: true, branch: "try-things", label: "540e8d8-dirty" },
    stages: planStages(jobs),
  });
  const middle = jobs.flatMap((job): RunEvent[] =>
    job.cause === undefined
      ? [endOf(job)]
      : [aJobStart({ at: at(job.startMs), job: job.name, stage: job.stage, cause: job.cause }), endOf(job)],
  );
  const end = aRunEnd({ at: at(23_760), status: "failed", exitCode: 1, durationMs: 23_760, cpuMs: 39_400 });
  return [start, ...middle.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), end];
}

/** Logs for the sample run: colours, hostile text, and one of 1,200 lines. */
export function sampleLogs(): ReadonlyMap<string, string> {
  const long = Array.from(
    { length: 1200 },
    (_, line) => `  ✓ case ${line + 1} of the catalogue search (${line % 9} ms)`,
  );
  return new Map([
    ["branch-name", 'the branch "try-things" is none of main, develop, feature/*\n'],
    ["commit-messages", "12 commits since main: all well formed\n"],
    ["install", "up to date, 214 packages in 9s\n"],
    ["lint", "\x1b[32m✔\x1b[39m no problems in 312 files\n\x1b[2m312 modules, 1,204 dependencies cruised\x1b[22m\n"],
    ["compile", "compiled apps/shop and 3 packages\n"],
    ["unit-tests", long.join("\n")],
    [
      "integration-tests",
      " \x1b[1m\x1b[36mRUN\x1b[39m\x1b[22m  v5.1.1\n\n \x1b[32m✓\x1b[39m apps/shop/tests/cart.int.test.ts \x1b[2m(21 tests)\x1b[22m \x1b[33m1204\x1b[39mms\n" +
        " \x1b[31m❯\x1b[39m apps/shop/tests/checkout.int.test.ts \x1b[2m(14 tests\x1b[22m | \x1b[31m1 failed\x1b[39m\x1b[2m)\x1b[22m\n   \x1b[31m×\x1b[39m one key is one order\n" +
        "     \x1b[31m→ expected [ { id: 'o-1' }, { id: 'o-2' } ] to have a length of 1 but got 2\x1b[39m\n\n" +
        "AssertionError: <script>alert(1)</script> & friends\n ❯ apps/shop/tests/checkout.int.test.ts:48:31\n" +
        "     46|   const orders = await listOrders(cart.id);\n     47|   // the key was sent twice\n     48|   expect(orders).toHaveLength(1);\n       |                  ^\n\n" +
        " Tests  \x1b[31m1 failed\x1b[39m | 58 passed | 2 skipped (61)\n",
    ],
    ["line-coverage", "3,367 of 4,210 lines covered\n"],
    [
      "vulnerabilities",
      "npm error code E405\nnpm error 405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk\n",
    ],
    ["outdated", "26 of 210 packages are outdated\n"],
  ]);
}
