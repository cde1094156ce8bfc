import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { toSourcePath } from "../coverage/coverage.ts";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { firstLineOf } from "./test-results.ts";
import type { TestCase, TestResults, TestStatus } from "./test-results.ts";

/** vitest writes "pending" for a test that never finished (its worker died): that is no skip. */
const STATUSES: Readonly<Record<string, TestStatus>> = {
  passed: "passed",
  failed: "failed",
  pending: "failed",
  skipped: "skipped",
  todo: "skipped",
  disabled: "skipped",
};

interface SuiteFile {
  readonly name: string;
  readonly path: string;
  readonly pointer: string;
}

function lineOf(result: JsonObject, file: SuiteFile, failure: string): number | undefined {
  const location = result["location"];
  const line = isJsonObject(location) ? location["line"] : undefined;
  if (isCount(line) && line > 0) return line;
  const at = failure.indexOf(`${file.name}:`);
  const inStack = at === -1 ? undefined : /^:(\d+)/.exec(failure.slice(at + file.name.length))?.[1];
  return inStack === undefined ? undefined : Number(inStack);
}

/** The failure's texts, joined; "" where there is none. */
function failureOf({ status, failureMessages }: JsonObject): string {
  if (status === "pending") return "it did not finish";
  return Array.isArray(failureMessages) ? failureMessages.map(String).join("\n") : "";
}

function statusOf({ status }: JsonObject): TestStatus | undefined {
  return typeof status === "string" && Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
}

function readCase(result: unknown, file: SuiteFile, index: number): Result<TestCase, MalformedReport> {
  const pointer = `${file.pointer}${pointerTo("assertionResults", String(index))}`;
  if (!isJsonObject(result)) return malformed("vitest-json", "a test is expected", { pointer });
  const status = statusOf(result);
  const name = result["fullName"];
  if (typeof name !== "string" || status === undefined)
    return malformed("vitest-json", "fullName and a known status are expected", { pointer });
  const failure = failureOf(result);
  const line = lineOf(result, file, failure);
  const message = firstLineOf(failure);
  return ok({
    name,
    status,
    file: file.path,
    ...(line === undefined ? {} : { line }),
    ...(message === "" ? {} : { message }),
    // What an attempt before the last said stays.
    ...(status === "passed" && message !== "" ? { isFlaky: true } : {}),
  });
}

/** A file that does not load, or whose hook throws, fails without a failed test: it counts as a failure of its own. */
function failuresOutside(suite: JsonObject, path: string, cases: readonly TestCase[]): readonly TestCase[] {
  if (suite["status"] === "passed" || cases.some((one) => one.status === "failed")) return [];
  const told = suite["message"];
  const message = firstLineOf(typeof told === "string" ? told : "") || "the file failed outside of its tests";
  return [{ name: path, status: "failed", file: path, message }];
}

function readSuite(suite: unknown, pointer: string, rootDirectory?: string): Result<TestResults, MalformedReport> {
  const results = isJsonObject(suite) ? suite["assertionResults"] : undefined;
  if (!isJsonObject(suite) || !Array.isArray(results) || typeof suite["name"] !== "string")
    return malformed("vitest-json", "name and assertionResults are expected", { pointer });
  const file: SuiteFile = { name: suite["name"], path: toSourcePath(suite["name"], rootDirectory), pointer };
  const cases: TestCase[] = [];
  for (const [index, result] of results.entries()) {
    const one = readCase(result, file, index);
    if (!one.ok) return one;
    cases.push(one.value);
  }
  return ok({ cases, failuresOutsideTests: failuresOutside(suite, file.path, cases) });
}

function checkTotals(report: JsonObject, results: TestResults): string | undefined {
  if (report["numTotalTests"] !== results.cases.length) return "numTotalTests is not the number of tests listed";
  const failures = results.cases.filter((one) => one.status === "failed").length + results.failuresOutsideTests.length;
  if (report["success"] === false && failures === 0 && results.cases.length > 0)
    return "success is false, and no failure is listed";
  return undefined;
}

/**
 * Reads what vitest's `json` reporter writes (jest's is the same shape). Totals must agree with the tests listed.
 * `rootDirectory`: what absolute paths in it are made relative to.
 */
export function readVitestJson(text: string, rootDirectory?: string): Result<TestResults, MalformedReport> {
  const parsed = parseJsonReport(text, "vitest-json");
  if (!parsed.ok) return parsed;
  const suites = parsed.value["testResults"];
  if (!Array.isArray(suites)) return malformed("vitest-json", "a list is expected", { pointer: "/testResults" });
  const cases: TestCase[] = [];
  const failuresOutsideTests: TestCase[] = [];
  for (const [index, suite] of suites.entries()) {
    const part = readSuite(suite, pointerTo("testResults", String(index)), rootDirectory);
    if (!part.ok) return part;
    cases.push(...part.value.cases);
    failuresOutsideTests.push(...part.value.failuresOutsideTests);
  }
  const problem = checkTotals(parsed.value, { cases, failuresOutsideTests });
  return problem === undefined
    ? ok({ cases, failuresOutsideTests })
    : malformed("vitest-json", problem, { pointer: "" });
}
