import { writeChange } from "../change/change-report.ts";
import { changeOf, SAMPLE_CHANGE } from "./a-change.ts";
import { codeOf, DEBT_POLICY, deadCodeOf, importsOf, SAMPLE_FILES } from "./code-reports.ts";
import { judgeGate } from "../judge-gate.ts";
import type { Gate } from "../judge-gate.ts";
import type { ReportFile } from "../report-file.ts";
import type { PerformanceMeasure } from "../performance/judge-performance.ts";
import { aPerformanceReport, comparedWith } from "./a-performance-report.ts";
import {
  aFileOf,
  aReading,
  istanbulOf,
  junitOf,
  lcovOf,
  SAMPLE_HITS,
  sourcesOf,
  summaryOf,
  vitestOf,
} from "./a-report.ts";
import type { GateSample } from "./gate-sample.ts";
import { SECURITY_SAMPLES } from "./security-samples.ts";

const PATHS = SAMPLE_FILES.map(({ path }) => path);
const SAMPLE_SOURCES = SAMPLE_FILES.map(({ path, lines }) => ({ path, lineCount: lines }));

/** At least one sample of every gate there is: who adds a gate adds its sample, or this does not compile. */
export const SAMPLES: { readonly [K in Gate["kind"]]: readonly GateSample[] } = {
  "total-coverage": [
    coverageSample("lcov", lcovOf(SAMPLE_HITS), ["TN:\n", lcovOf({ "src/file-0.ts": [] })]),
    coverageSample("istanbul-json", istanbulOf(SAMPLE_HITS), ["{}", istanbulOf({ "src/file-0.ts": [] })]),
    coverageSample("istanbul-summary", summaryOf(SAMPLE_HITS), [summaryOf({}), summaryOf({ "src/file-0.ts": [] })]),
    severalSuitesSample(),
  ],
  "changed-coverage": [
    {
      name: "coverage of changed lines",
      gate: {
        kind: "changed-coverage",
        name: "changed lines",
        family: "code",
        minimumLinesPercent: 80,
        reports: [{ path: "coverage", format: "istanbul-json" }],
        changeReport: "change",
      },
      files: { coverage: istanbulOf(SAMPLE_HITS), change: changeOf(SAMPLE_CHANGE) },
      sources: sourcesOf(SAMPLE_HITS),
      nothing: { coverage: ["{}"], change: [writeChange({ kind: "unknown", problem: "no base" })] },
    },
  ],
  "critical-coverage": [
    {
      name: "coverage of critical paths",
      gate: {
        kind: "critical-coverage",
        name: "critical paths",
        family: "code",
        paths: ["src/*.ts"],
        reports: [{ path: "coverage", format: "lcov" }],
      },
      files: { coverage: lcovOf(aFileOf(3, 3)) },
      sources: sourcesOf(aFileOf(3, 3)),
      nothing: { coverage: ["TN:\n", lcovOf({ "src/file.ts": [] })] },
    },
  ],
  complexity: [codeSample({ kind: "complexity", name: "complexity", family: "code", below: 10, codeReport: "code" })],
  "function-length": [
    codeSample({ kind: "function-length", name: "length", family: "code", below: 50, codeReport: "code" }),
  ],
  duplication: [
    codeSample({ kind: "duplication", name: "duplication", family: "code", belowPercent: 5, codeReport: "code" }),
  ],
  "technical-debt": [
    {
      name: "technical debt",
      gate: DEBT_POLICY,
      files: { code: codeOf(SAMPLE_FILES), dead: deadCodeOf(2), imports: importsOf(PATHS) },
      sources: SAMPLE_SOURCES,
      nothing: { code: [codeOf([])], dead: [deadCodeOf(0)], imports: [importsOf([])] },
    },
  ],
  "dead-code": [
    {
      name: "dead code",
      gate: { kind: "dead-code", name: "dead code", family: "code", deadCodeReport: "dead" },
      files: { dead: deadCodeOf(2) },
      sources: SAMPLE_SOURCES,
      nothing: { dead: [deadCodeOf(0), deadCodeOf(1)] },
    },
  ],
  imports: [
    {
      name: "imports",
      gate: { kind: "imports", name: "imports", family: "code", importReport: "imports", rules: ["no-cycles"] },
      files: { imports: importsOf(PATHS) },
      sources: SAMPLE_SOURCES,
      nothing: { imports: [importsOf([]), importsOf(PATHS.slice(1))] },
    },
  ],
  tests: [
    testSample("vitest-json", vitestOf(["passed", "skipped", "passed"]), [
      vitestOf([]),
      vitestOf([], { testResults: [] }),
      vitestOf(["skipped", "todo"]),
    ]),
    testSample("junit", junitOf(["passed", "skipped", "passed"]), ["<testsuites/>", junitOf([]), junitOf(["skipped"])]),
  ],
  performance: [
    performanceSample("api-p95", 200),
    performanceSample("query-p95", 100),
    performanceSample("memory", 512),
    performanceSample("cpu", 70),
    performanceSample("error-rate", 1),
  ],
  "performance-regression": [regressionSample()],
  ...SECURITY_SAMPLES,
};

function performanceSample(measure: PerformanceMeasure, limit: number): GateSample {
  const { errors, query, load } = aPerformanceReport();
  const nothing = [
    {
      sampleCount: 0,
      routes: [],
      errors: { ...errors, unexpectedStatus: 0 },
      query: { count: 0, p95: null, slowest: [], buckets: query.buckets.map((bucket) => ({ ...bucket, count: 0 })) },
      processes: [],
    },
    { load: { ...load, maximumRate: 0, sentRate: 0, isMaximumReached: false } },
  ];
  return {
    name: `${measure} of a measured release`,
    gate: { kind: "performance", name: measure, family: "performance", measure, limit, report: "performance" },
    files: { performance: JSON.stringify(aPerformanceReport()) },
    nothing: { performance: nothing.map((change) => JSON.stringify(aPerformanceReport(change))) },
  };
}

function regressionSample(): GateSample {
  const nothing = [comparedWith([]), { kind: "no-comparison", reason: "no release before this one" } as const];
  return {
    name: "a release beside the one before it",
    gate: {
      kind: "performance-regression",
      name: "regression",
      family: "performance",
      toleranceRatio: 1.1,
      confidence: 0.95,
      report: "performance",
    },
    files: { performance: JSON.stringify(aPerformanceReport()) },
    nothing: { performance: nothing.map((regression) => JSON.stringify(aPerformanceReport({ regression }))) },
  };
}

/** Judges a sample after its report at `path` was changed. */
export function judgeSample(sample: GateSample, path: string, change: Partial<ReportFile>): string {
  const files = { ...sample.files, [path]: { text: sample.files[path], ...change } };
  return judgeGate(sample.gate, aReading({ ...sample, files })).status;
}

/** Judges a sample after a file of the tree was changed; without a text it is gone. */
export function judgeSampleTree(sample: GateSample, path: string, text: string | undefined): string {
  const others = Object.fromEntries(Object.entries(sample.treeFiles ?? {}).filter(([name]) => name !== path));
  const treeFiles = text === undefined ? others : { ...others, [path]: text };
  return judgeGate(sample.gate, aReading({ ...sample, treeFiles })).status;
}

function codeSample(gate: Gate): GateSample {
  return {
    name: `${gate.kind} of functions and lines`,
    gate,
    files: { code: codeOf(SAMPLE_FILES) },
    sources: SAMPLE_SOURCES,
    nothing: { code: [codeOf([]), codeOf(SAMPLE_FILES.slice(1))] },
  };
}

function coverageSample(
  format: "lcov" | "istanbul-json" | "istanbul-summary",
  text: string,
  nothing: readonly string[],
): GateSample {
  return {
    name: `coverage from ${format}`,
    gate: {
      kind: "total-coverage",
      name: "line coverage",
      family: "code",
      minimumLinesPercent: 80,
      reports: [{ path: "coverage", format }],
    },
    files: { coverage: text },
    sources: sourcesOf(SAMPLE_HITS),
    nothing: { coverage: nothing },
  };
}

/** Two suites, of which either would do alone; the second may be missing elsewhere. */
function severalSuitesSample(): GateSample {
  const nothing = ["{}", istanbulOf({ "src/file-0.ts": [] })];
  return {
    name: "coverage of several suites",
    gate: {
      kind: "total-coverage",
      name: "line coverage",
      family: "code",
      minimumLinesPercent: 80,
      reports: [
        { path: "unit", format: "istanbul-json" },
        { path: "e2e", format: "istanbul-json", optionalIn: ["development"] },
      ],
    },
    files: { unit: istanbulOf(SAMPLE_HITS), e2e: istanbulOf(SAMPLE_HITS) },
    sources: sourcesOf(SAMPLE_HITS),
    nothing: { unit: nothing, e2e: nothing },
  };
}

function testSample(format: "vitest-json" | "junit", text: string, nothing: readonly string[]): GateSample {
  return {
    name: `tests from ${format}`,
    gate: { kind: "tests", name: "unit tests", family: "functional", reports: [{ path: "tests", format }] },
    files: { tests: text },
    nothing: { tests: nothing },
  };
}
