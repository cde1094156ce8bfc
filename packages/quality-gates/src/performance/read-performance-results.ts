import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isCount, isJsonObject, malformed, parseJsonReport } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { histogramQuantile } from "./histogram-quantile.ts";
import { errorCountOf } from "./performance-results.ts";
import type { HistogramBucket, PerformanceResults } from "./performance-results.ts";

interface Kind {
  readonly expected: string;
  readonly is: (value: unknown) => boolean;
}

const COUNT: Kind = { expected: "a whole number from 0 on", is: isCount };
const FIGURE: Kind = { expected: "a number from 0 on", is: isFigure };
const POSITIVE: Kind = { expected: "a number above 0", is: (value) => isFigure(value) && Number(value) > 0 };
const TEXT: Kind = { expected: "a text", is: (value) => typeof value === "string" && value !== "" };
const SWITCH: Kind = { expected: "true or false", is: (value) => typeof value === "boolean" };
const FIGURE_OR_NULL: Kind = {
  expected: "a number from 0 on, or null",
  is: (value) => value === null || isFigure(value),
};
const BOUND: Kind = {
  expected: 'a bound in seconds, or "+Inf"',
  is: (value) => value === "+Inf" || (isFigure(value) && Number(value) > 0),
};
const LIST: Kind = { expected: "a list", is: Array.isArray };

/** By JSON pointer; "*" stands for every item of a list. */
const SHAPE: readonly (readonly [string, Kind])[] = [
  ["/schemaVersion", { expected: "1", is: (value) => value === 1 }],
  ...["/p50", "/p95", "/p99", "/durationMs"].map((at) => [at, FIGURE] as const),
  ["/startedAt", TEXT],
  ["/sampleCount", COUNT],
  ...["unexpectedStatus", "timeout", "connection", "notSent"].map((name) => [`/errors/${name}`, COUNT] as const),
  ["/load/isMaximumReached", SWITCH],
  ["/load/discardedWindowCount", { expected: "0 or 1", is: (value) => value === 0 || value === 1 }],
  ...["maximumRate", "declaredRate", "sentRate", "windowMs"].map((name) => [`/load/${name}`, FIGURE] as const),
  ...["routes", "query/buckets", "query/slowest", "processes"].map((name) => [`/${name}`, LIST] as const),
  ["/routes/*/route", TEXT],
  ["/routes/*/count", COUNT],
  ["/routes/*/errorCount", COUNT],
  ["/routes/*/p95", FIGURE],
  ["/query/count", COUNT],
  ["/query/p95", FIGURE_OR_NULL],
  ["/query/buckets/*/le", BOUND],
  ["/query/buckets/*/count", COUNT],
  ["/query/slowest/*/query", TEXT],
  ["/query/slowest/*/count", COUNT],
  ["/query/slowest/*/meanMs", FIGURE],
  ["/processes/*/role", TEXT],
  ["/processes/*/peakRssBytes", COUNT],
  ["/processes/*/cpuPercentOfCore", FIGURE],
  ["/processes/*/sampleCount", COUNT],
  ["/machine/cores", COUNT],
  ["/machine/memoryBytes", COUNT],
  ["/machine/cpuPercent", FIGURE],
  ...["cpuModel", "platform", "nodeVersion"].map((name) => [`/machine/${name}`, TEXT] as const),
  ["/release/id", TEXT],
  ["/release/digest", TEXT],
  ["/regression/kind", { expected: "compared or no-comparison", is: isRegressionKind }],
];

const COMPARED: readonly (readonly [string, Kind])[] = [
  ["/regression/baseline/id", TEXT],
  ["/regression/baseline/digest", TEXT],
  ["/regression/requestsPerBlock", COUNT],
  ["/regression/pairs", LIST],
  ["/regression/pairs/*/baselineMs", POSITIVE],
  ["/regression/pairs/*/candidateMs", POSITIVE],
];

/** Reads `performance-results.json`. What is in it must be whole, and agree with itself. */
export function readPerformanceResults(text: string): Result<PerformanceResults, MalformedReport> {
  const parsed = parseJsonReport(text, "performance-results");
  if (!parsed.ok) return parsed;
  const problem = findShapeProblem(parsed.value) ?? findContradiction(parsed.value as unknown as PerformanceResults);
  if (problem !== undefined) return malformed("performance-results", problem.message, { pointer: problem.pointer });
  return ok(parsed.value as unknown as PerformanceResults);
}

interface Problem {
  readonly pointer: string;
  readonly message: string;
}

function isFigure(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isRegressionKind(value: unknown): boolean {
  return value === "compared" || value === "no-comparison";
}

function findShapeProblem(report: JsonObject): Problem | undefined {
  const first = findProblemOf(report, SHAPE);
  if (first !== undefined) return first;
  const isCompared = (report as unknown as PerformanceResults).regression.kind === "compared";
  return findProblemOf(report, isCompared ? COMPARED : [["/regression/reason", TEXT]]);
}

function findProblemOf(report: JsonObject, shape: readonly (readonly [string, Kind])[]): Problem | undefined {
  for (const [pointer, kind] of shape) {
    const wrong = valuesAt(report, pointer).find(({ value }) => !kind.is(value));
    if (wrong !== undefined) return { pointer: wrong.pointer, message: `${kind.expected} is expected` };
  }
  return undefined;
}

interface Found {
  readonly pointer: string;
  readonly value: unknown;
}

/** The values that a pointer with "*" leads to. A member that is not there is undefined. */
function valuesAt(report: JsonObject, pattern: string): readonly Found[] {
  let found: readonly Found[] = [{ pointer: "", value: report }];
  for (const step of pattern.split("/").slice(1)) found = found.flatMap((one) => stepInto(one, step));
  return found;
}

function stepInto({ pointer, value }: Found, step: string): readonly Found[] {
  if (step === "*" && Array.isArray(value))
    return value.map((item: unknown, index) => ({ pointer: `${pointer}/${index}`, value: item }));
  return [{ pointer: `${pointer}/${step}`, value: isJsonObject(value) ? value[step] : undefined }];
}

function findContradiction(report: PerformanceResults): Problem | undefined {
  const { p50, p95, p99, sampleCount, errors, routes } = report;
  const inRoutes = routes.reduce((sum, { count }) => sum + count, 0);
  const failedInRoutes = routes.reduce((sum, { errorCount }) => sum + errorCount, 0);
  const failed = errorCountOf(errors);
  const problems: readonly (readonly [boolean, string, string])[] = [
    [p50 > p95 || p95 > p99, "/p95", "p50, p95 and p99 do not ascend"],
    [inRoutes !== sampleCount, "/routes", "the routes' counts do not add up to sampleCount"],
    [failedInRoutes !== failed || failed > sampleCount, "/errors", "the errors are not those of the routes"],
    [!Number.isFinite(Date.parse(report.startedAt)), "/startedAt", "an ISO 8601 time is expected"],
  ];
  const [, pointer, message] = problems.find(([isWrong]) => isWrong) ?? [];
  if (pointer !== undefined && message !== undefined) return { pointer, message };
  return findQueryContradiction(report);
}

/** The p95 of statements is computed again: a figure that its own histogram does not give counts for nothing. */
function findQueryContradiction({ query }: PerformanceResults): Problem | undefined {
  const { buckets, count, p95 } = query;
  if (!isHistogram(buckets))
    return { pointer: "/query/buckets", message: 'ascending bounds and counts up to "+Inf" are expected' };
  if (buckets.at(-1)?.count !== count) return { pointer: "/query/count", message: 'the bucket "+Inf" holds another' };
  const seconds = histogramQuantile(0.95, buckets);
  const isSame = seconds === undefined ? p95 === null : p95 !== null && Math.abs(p95 - seconds * 1000) < 0.01;
  return isSame ? undefined : { pointer: "/query/p95", message: "the buckets give another figure" };
}

function isHistogram(buckets: readonly HistogramBucket[]): boolean {
  const bounds = buckets.map(({ le }) => (le === "+Inf" ? Infinity : le));
  const ascends = buckets.every(
    ({ count }, index) => index === 0 || (bounds[index]! > bounds[index - 1]! && count >= buckets[index - 1]!.count),
  );
  return ascends && bounds.length > 1 && bounds.at(-1) === Infinity;
}
