import type { Result } from "@ecommerce-cart/result";
import { expect, test } from "vitest";
import { describeMalformed } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { readJunit } from "./read-junit.ts";
import { readVitestJson } from "./read-vitest-json.ts";
import type { TestResults } from "./test-results.ts";
import { junitOf, vitestOf } from "../test-builders/a-report.ts";

function problemOf(result: Result<TestResults, MalformedReport>): string {
  if (result.ok) throw new Error("the report was accepted");
  return describeMalformed(result.error);
}

function casesOf(result: Result<TestResults, MalformedReport>) {
  if (!result.ok) throw new Error(describeMalformed(result.error));
  return result.value.cases;
}

test("vitest's statuses are read, and its location wins over the stack", () => {
  const text = vitestOf(["failed"]).replace('"meta"', '"location":{"line":7,"column":1},"meta"');
  expect(casesOf(readVitestJson(text, "/shop"))).toEqual([
    { name: "cart test 0", status: "failed", file: "src/cart.test.ts", line: 7, message: "Error: no" },
  ]);
});

test.each([
  ["a total that is not the number of tests", vitestOf(["passed"], { numTotalTests: 2 }), "at its top: numTotalTests"],
  ["failure without a failed test", vitestOf(["passed"], { success: false }), "at its top: success is false"],
  ["an unknown status", vitestOf(["great"]), "at /testResults/0/assertionResults/0: fullName and a known status"],
  [
    "a status of every object",
    vitestOf(["constructor"]),
    "at /testResults/0/assertionResults/0: fullName and a known status",
  ],
  [
    "a test that is none",
    vitestOf([], { testResults: [{ name: "a", assertionResults: [null] }] }),
    "at /testResults/0/assertionResults/0: a test",
  ],
  [
    "a file without tests",
    vitestOf([], { testResults: [{ name: "a" }] }),
    "at /testResults/0: name and assertionResults",
  ],
  ["no files", vitestOf([], { testResults: {} }), "at /testResults: a list"],
])("vitest's report with %s is malformed", (_, text, problem) => {
  expect(problemOf(readVitestJson(text))).toContain(problem);
});

test("a failed file without a message is still a failure", () => {
  const result = readVitestJson(
    vitestOf([], { success: false, testResults: [{ name: "a", status: "failed", assertionResults: [] }] }),
  );
  expect(result.ok && result.value.failuresOutsideTests).toEqual([
    { name: "a", status: "failed", file: "a", message: "the file failed outside of its tests" },
  ]);
});

test("JUnit's statuses, entities and CDATA are read", () => {
  const text = `<?xml version="1.0"?><!-- by hand --><testsuite name='s' tests="4">
    <testcase name="a &amp; &#x1F600; &#66;" file="/shop/src/a.test.ts" line="12"/>
    <testcase name="b"><failure><![CDATA[ <no> & no ]]></failure></testcase>
    <testcase name="c"><error message="boom"/><system-out>x</system-out></testcase>
    <testcase name="d"><skipped message="later"/></testcase></testsuite>`;
  expect(casesOf(readJunit(text, "/shop"))).toEqual([
    { name: "a & \u{1F600} B", status: "passed", file: "src/a.test.ts", line: 12 },
    { name: "b", status: "failed", message: "<no> & no" },
    { name: "c", status: "failed", message: "boom" },
    { name: "d", status: "skipped", message: "later" },
  ]);
});

test("suites within suites are read", () => {
  const text = `<testsuites tests="2"><testsuite tests="2"><testcase name="a"/><testsuite><testcase name="b"/></testsuite></testsuite></testsuites>`;
  expect(casesOf(readJunit(text)).map((one) => one.name)).toEqual(["a", "b"]);
});

test("a case without a name is counted", () => {
  expect(casesOf(readJunit("<testsuite><testcase/></testsuite>"))[0]?.name).toBe("(without a name)");
});

const BOMB = `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<testsuites>&b;</testsuites>`;
const DEEP = `${"<testsuite>".repeat(100)}${"</testsuite>".repeat(100)}`;

test.each([
  ["an entity bomb", BOMB, "line 2: a document type is not accepted"],
  ["a file entity", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><testsuites/>', "line 1: a document type is not accepted"],
  ["an entity that XML does not define", "<testsuites>\n&lol;</testsuites>", "line 1: an entity"],
  [
    "a bare ampersand in an attribute",
    '<testsuites>\n<testsuite name="a & b"/></testsuites>',
    "line 2: attribute name holds an entity",
  ],
  ["a character that does not exist", '<testsuites name="&#x110000;"/>', "line 1: attribute name holds an entity"],
  ["a null character", '<testsuites name="&#0;"/>', "line 1: attribute name holds an entity"],
  ["an attribute twice", '<testsuites name="a" name="b"/>', "line 1: attribute name stands twice"],
  ["a wrong end tag", "<testsuites>\n\n</testsuite>", "line 3: </testsuite> closes nothing that is open"],
  ["an end tag too many", "<testsuites/></testsuites>", "line 1: </testsuites> closes nothing"],
  ["an open element", "<testsuites>\n<testsuite>", "line 2: <testsuite> is not closed"],
  ["two roots", "<testsuites/>\n<testsuites/>", "line 2: a second element follows the root"],
  ["text outside", "<testsuites/>\nhello", "line 1: text outside the root"],
  ["no element", "<!-- nothing -->", "line 1: there is no element"],
  ["a cut tag", '<testsuites name="a', "line 1: this is no XML"],
  ["another document", "<html/>", "line 1: <testsuites> or <testsuite> is expected, not <html>"],
  ["elements within elements without end", DEEP, "line 1: elements are nested deeper than 64"],
  [
    "more tests stated than listed",
    '<testsuite tests="2"><testcase/></testsuite>',
    "line 1: it states 2 tests and lists 1",
  ],
  [
    "failures stated and none listed",
    '<testsuite failures="1"><testcase/></testsuite>',
    "line 1: it states failures and lists none",
  ],
  ["a count that is none", '<testsuite tests="many"><testcase/></testsuite>', "line 1: it states NaN tests"],
])("JUnit with %s is malformed, with its line", (_, text, problem) => {
  expect(problemOf(readJunit(text))).toContain(problem);
});

test("what vitest writes about a good run is read", () => {
  expect(casesOf(readJunit(junitOf(["passed", "skipped", "failed"]))).map((one) => one.status)).toEqual([
    "passed",
    "skipped",
    "failed",
  ]);
});

test("hostile text takes no time to speak of", () => {
  const texts = [
    "<a ".repeat(50_000),
    `<a${" b='1'".repeat(50_000)}`,
    "<!--".repeat(50_000),
    `<testsuite>${"&".repeat(100_000)}`,
    "<![CDATA[".repeat(50_000),
  ];
  for (const text of texts) {
    const started = process.hrtime.bigint();
    problemOf(readJunit(text));
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2000);
  }
});
