import { expect, test } from "vitest";
import { judgeGate } from "../judge-gate.ts";
import { aReading } from "../test-builders/a-report.ts";
import { lockfileOf, npmAuditOf, osvOf, outsideOf } from "../test-builders/security-samples.ts";
import { severityFromScore, severityOf } from "./finding.ts";
import type { DependencyPolicy } from "./judge-dependencies.ts";
import { matchOsv } from "./osv-record.ts";

const POLICY: DependencyPolicy = {
  kind: "vulnerable-dependencies",
  name: "dependencies",
  family: "security",
  reports: [
    { path: "audit.json", format: "npm-audit" },
    { path: "osv.json", format: "osv" },
  ],
  freshForMs: 60 * 60_000,
};

/** An entry as npm 11 writes it. */
function advisory(name: string, severity: string, change: object = {}) {
  const via = {
    source: 1,
    name,
    title: "Prototype Pollution",
    url: "https://github.com/advisories/GHSA-xvch-5gv4-984h",
    severity,
    range: "<0.2.4",
  };
  return {
    [name]: { name, severity, isDirect: true, via: [via], effects: [], nodes: [`node_modules/${name}`], ...change },
  };
}

function many(count: number, severity: string): object {
  return Object.assign({}, ...Array.from({ length: count }, (_, index) => advisory(`p${index}`, severity)));
}

function judge(
  files: Readonly<Record<string, string>>,
  policy: Partial<DependencyPolicy> = {},
  now = "2026-11-23T06:10:00Z",
) {
  return judgeGate(
    { ...POLICY, ...policy },
    aReading({ files, treeFiles: { "package-lock.json": lockfileOf() }, now }),
  );
}

test("no finding in every package of the lockfile passes, and says what was looked at", () => {
  expect(judge({ "audit.json": npmAuditOf() })).toMatchObject({
    status: "pass",
    figure: "0 critical, 0 high, 0 medium, 0 low in 1 package",
    threshold: "0 critical, 0 high, at most 4 medium",
    reason: expect.stringContaining("Besides: osv.json is missing"),
  });
});

test.each([
  ["critical", 0, "pass"],
  ["critical", 1, "fail"],
  ["high", 1, "fail"],
  ["moderate", 4, "pass"],
  ["moderate", 5, "fail"],
  ["low", 100, "pass"],
  ["unheard-of", 1, "fail"],
])("%s: %d of them, and the gate says %s", (severity, count, status) => {
  expect(judge({ "audit.json": npmAuditOf(many(count, severity) as never) }).status).toBe(status);
});

test("the offender names the advisory, the package and its versions", () => {
  const { offenders } = judge({ "audit.json": npmAuditOf(advisory("minimist", "critical")) });
  expect(offenders).toEqual([
    { file: "package-lock.json", message: "critical GHSA-xvch-5gv4-984h: minimist <0.2.4: Prototype Pollution" },
  ]);
});

test("a package that is vulnerable by another is told once; one without an advisory is not dropped", () => {
  const byOther = advisory("mkdirp", "high", { via: ["minimist"] });
  const both = npmAuditOf({ ...advisory("minimist", "high"), ...byOther });
  expect(judge({ "audit.json": both }).offenders).toHaveLength(1);
  expect(judge({ "audit.json": npmAuditOf(byOther) })).toMatchObject({
    status: "fail",
    offenders: [{ message: expect.stringContaining("npm:mkdirp") }],
  });
});

test("both scanners count; the same advisory from both counts in each of its words", () => {
  const match = { id: "GHSA-1", name: "pg", version: "8.20.0", severity: "high", title: "bad" };
  expect(judge({ "audit.json": npmAuditOf(), "osv.json": osvOf([match]) }).status).toBe("fail");
  expect(judge({ "osv.json": osvOf() }).status).toBe("pass");
});

// Recorded from npm 11.
const REFUSED = JSON.stringify({
  message: "405 Method Not Allowed - POST https://registry.npmjs.org/-/npm/v1/security/advisories/bulk",
  method: "POST",
  statusCode: 405,
  body: "",
  error: { summary: "", detail: "" },
});

test.each([
  ["405", REFUSED, /405 Method Not Allowed/],
  ["no lockfile", '{"error":{"code":"ENOLOCK","summary":"needs an existing lockfile"}}', /needs an existing lockfile/],
  ["ENOAUDIT", '{"error":{"code":"ENOAUDIT"}}', /ENOAUDIT/],
  ["a page", "<html>502</html>", /not JSON/],
  ["version 1", '{"auditReportVersion":1}', /version 2/],
  [
    "wrong sums",
    '{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"total":3},"dependencies":{"total":1}}}',
    /total/,
  ],
])("an answer that is no audit is not measured: %s", (_name, output, why) => {
  expect(judge({ "audit.json": outsideOf(output) })).toMatchObject({
    status: "not-measured",
    reason: expect.stringMatching(why),
  });
});

test("an audit of fewer packages than the lockfile names is not measured", () => {
  const reading = aReading({
    files: { "audit.json": npmAuditOf({}, 1) },
    treeFiles: { "package-lock.json": lockfileOf({ "node_modules/pg": {}, "node_modules/ws": {} }) },
  });
  expect(judgeGate(POLICY, reading)).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("1 of 2 packages"),
  });
});

test("an answer lapses, on both sides of the limit, and one from the future does not count", () => {
  const files = { "audit.json": npmAuditOf() };
  expect(judge(files, {}, "2026-11-23T07:00:00Z").status).toBe("pass");
  expect(judge(files, {}, "2026-11-23T07:00:00.001Z").status).toBe("not-measured");
  expect(judge(files, {}, "2026-11-23T05:00:00Z").status).toBe("not-measured");
});

test("a waiver sets one advisory aside until its day, in the named file only, and one that matches nothing is told", () => {
  const files = { "audit.json": npmAuditOf(advisory("minimist", "high")) };
  const waiver = { id: "GHSA-xvch-5gv4-984h", owner: "ana", reason: "not reached", until: "2026-11-23" };
  const waived = (change: object) => judge(files, { waivers: [{ ...waiver, ...change }] });
  expect(waived({})).toMatchObject({ status: "pass", reason: expect.stringContaining("1 waived") });
  expect(waived({ until: "2026-11-22" })).toMatchObject({ status: "fail", reason: expect.stringContaining("lapsed") });
  expect(waived({ owner: "" }).status).toBe("fail");
  expect(waived({ file: "other" }).status).toBe("fail");
  expect(waived({ id: "GHSA-0" })).toMatchObject({
    status: "fail",
    reason: expect.stringContaining("matches nothing"),
  });
});

test.each([
  [9, "critical"],
  [8.9, "high"],
  [7, "high"],
  [6.9, "medium"],
  [4, "medium"],
  [3.9, "low"],
  [0, "low"],
  [Number.NaN, "high"],
  [11, "high"],
])("score %d is %s", (score, severity) => {
  expect(severityFromScore(score)).toBe(severity);
});

test("a word that is no word of severity counts as high", () => {
  expect([severityOf("MODERATE"), severityOf("__proto__"), severityOf(undefined), severityOf("UNKNOWN")]).toEqual([
    "medium",
    "high",
    "high",
    "high",
  ]);
});

/** An OSV record as GitHub's database writes it. */
function osvRecord(events: readonly object[], change: object = {}) {
  const affected = [{ package: { ecosystem: "npm", name: "minimist" }, ranges: [{ type: "SEMVER", events }] }];
  return {
    schema_version: "1.4.0",
    id: "GHSA-xvch-5gv4-984h",
    summary: "Prototype Pollution",
    affected,
    database_specific: { severity: "CRITICAL" },
    ...change,
  };
}

function isMatched(version: string, record: unknown): boolean {
  return matchOsv(record, [{ name: "minimist", version }]).length > 0;
}

test.each([
  ["0.0.0", true],
  ["0.2.3", true],
  ["0.2.4", false],
  ["0.2.4-rc.1", true],
  ["1.0.0", true],
  ["1.2.5", true],
  ["1.2.6", false],
  ["nonsense", true],
])("introduced 0, fixed 0.2.4, introduced 1.0.0, fixed 1.2.6: version %s is vulnerable: %s", (version, expected) => {
  const record = osvRecord([{ introduced: "0" }, { fixed: "0.2.4" }, { introduced: "1.0.0" }, { fixed: "1.2.6" }]);
  expect(isMatched(version, record)).toBe(expected);
});

test("the last affected version is affected, the next is not; listed versions count; withdrawn and others' do not", () => {
  const last = osvRecord([{ introduced: "0" }, { last_affected: "1.0.0" }]);
  expect([isMatched("1.0.0", last), isMatched("1.0.1", last)]).toEqual([true, false]);
  const listed = osvRecord([], {
    affected: [{ package: { ecosystem: "npm", name: "minimist" }, versions: ["1.1.1"] }],
  });
  expect([isMatched("1.1.1", listed), isMatched("1.1.2", listed)]).toEqual([true, false]);
  expect(isMatched("1.0.0", osvRecord([{ introduced: "0" }], { withdrawn: "2026-01-01T00:00:00Z" }))).toBe(false);
  expect(isMatched("1.0.0", osvRecord([], { affected: [{ package: { ecosystem: "PyPI", name: "minimist" } }] }))).toBe(
    false,
  );
  expect(isMatched("1.0.0", osvRecord([{ introduced: "no version" }]))).toBe(true);
});

test("a malicious package is critical; a record without severity counts as high", () => {
  const severity = (change: object) =>
    matchOsv(osvRecord([{ introduced: "0" }], change), [{ name: "minimist", version: "1.0.0" }])[0]?.severity;
  expect([severity({}), severity({ id: "MAL-2026-1" }), severity({ database_specific: {} })]).toEqual([
    "critical",
    "critical",
    "high",
  ]);
});
