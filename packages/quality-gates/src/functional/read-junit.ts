import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { toSourcePath } from "../coverage/coverage.ts";
import { lineAt, malformed } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { firstLineOf } from "./test-results.ts";
import type { TestCase, TestResults, TestStatus } from "./test-results.ts";
import { parseXml } from "../xml-document.ts";
import type { XmlElement, XmlProblem } from "../xml-document.ts";

function childOf(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return element.children.find((child) => names.includes(child.name));
}

function statusOf(test: XmlElement): { readonly status: TestStatus; readonly told?: XmlElement } {
  const failure = childOf(test, "failure", "error");
  if (failure !== undefined) return { status: "failed", told: failure };
  const skipped = childOf(test, "skipped", "disabled");
  if (skipped !== undefined) return { status: "skipped", told: skipped };
  const flaky = childOf(test, "flakyFailure", "flakyError");
  return flaky === undefined ? { status: "passed" } : { status: "passed", told: flaky };
}

function messageOf(told: XmlElement | undefined): Pick<TestCase, "message"> {
  const message = told === undefined ? "" : firstLineOf(told.attributes.get("message") ?? told.text);
  return message === "" ? {} : { message };
}

function placeOf(test: XmlElement, suite: XmlElement, rootDirectory?: string): Pick<TestCase, "file" | "line"> {
  // vitest and others write the file into classname unless asked for an attribute of its own.
  const file = test.attributes.get("file") ?? suite.attributes.get("file") ?? test.attributes.get("classname");
  const line = Number(test.attributes.get("line"));
  return {
    ...(file === undefined ? {} : { file: toSourcePath(file, rootDirectory) }),
    ...(Number.isSafeInteger(line) && line > 0 ? { line } : {}),
  };
}

function readCase(test: XmlElement, suite: XmlElement, rootDirectory?: string): TestCase {
  const { status, told } = statusOf(test);
  const name = test.attributes.get("name") ?? "(without a name)";
  const flaky = status === "passed" && told !== undefined ? { isFlaky: true as const } : {};
  return { name, status, ...placeOf(test, suite, rootDirectory), ...messageOf(told), ...flaky };
}

/** A suite that states more tests or failures than it lists was cut, or written by something broken. */
function checkSums(suite: XmlElement, cases: readonly TestCase[]): XmlProblem | undefined {
  const stated = (name: string): number | undefined => {
    const text = suite.attributes.get(name);
    return text === undefined ? undefined : Number(text);
  };
  const tests = stated("tests");
  if (tests !== undefined && tests !== cases.length)
    return { problem: `it states ${tests} tests and lists ${cases.length}`, index: suite.index };
  const failures = (stated("failures") ?? 0) + (stated("errors") ?? 0);
  const hasFailed = cases.some((one) => one.status === "failed");
  if (!hasFailed && failures !== 0) return { problem: "it states failures and lists none", index: suite.index };
  return undefined;
}

function readSuite(suite: XmlElement, rootDirectory?: string): Result<readonly TestCase[], XmlProblem> {
  const cases: TestCase[] = [];
  for (const child of suite.children) {
    if (child.name === "testcase") cases.push(readCase(child, suite, rootDirectory));
    if (child.name !== "testsuite") continue;
    const inner = readSuite(child, rootDirectory);
    if (!inner.ok) return inner;
    cases.push(...inner.value);
  }
  const problem = checkSums(suite, cases);
  return problem === undefined ? ok(cases) : err(problem);
}

/**
 * Reads JUnit XML as vitest, Playwright, pytest and others write it: testsuites, testsuite, testcase, failure, error,
 * skipped, and Maven's flakyFailure and flakyError. Stated sums must agree with the tests listed. Document types, and so entity bombs, are refused.
 * `rootDirectory`: what absolute paths in it are made relative to.
 */
export function readJunit(text: string, rootDirectory?: string): Result<TestResults, MalformedReport> {
  const fail = ({ problem, index }: XmlProblem) => malformed("junit", problem, { line: lineAt(text, index) });
  const document = parseXml(text);
  if (!document.ok) return fail(document.error);
  const { name, index } = document.value;
  if (name !== "testsuites" && name !== "testsuite")
    return fail({ problem: `<testsuites> or <testsuite> is expected, not <${name}>`, index });
  const cases = readSuite(document.value, rootDirectory);
  return cases.ok ? ok({ cases: cases.value, failuresOutsideTests: [] }) : fail(cases.error);
}
