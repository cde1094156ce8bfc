import { expect, test } from "vitest";
import { judgeGate } from "../judge-gate.ts";
import type { Gate } from "../judge-gate.ts";
import { aReading, HISTORY } from "../test-builders/a-report.ts";
import type { ReadingParts } from "../test-builders/a-report.ts";
import {
  baselineOf,
  historyScanOf,
  IMAGE_DIGEST,
  releaseFilesOf,
  sarifOf,
  treeScanOf,
  trivyOf,
  zapOf,
} from "../test-builders/security-samples.ts";

const CODE: Gate = {
  kind: "static-analysis",
  name: "static",
  family: "security",
  reports: ["a.sarif"],
  optionalReports: ["b.sarif"],
  minimumRules: 1,
};
const SOURCES = [{ path: "src/a.ts", lineCount: 1 }];

function judgeCode(text: string, parts: ReadingParts = {}) {
  return judgeGate(CODE, aReading({ files: { "a.sarif": text }, sources: SOURCES, ...parts }));
}

function result(change: object = {}) {
  const place = { physicalLocation: { artifactLocation: { uri: "src/a.ts" }, region: { startLine: 7 } } };
  return { ruleId: "no-eval", level: "warning", message: { text: "eval" }, locations: [place], ...change };
}

test("a finding's severity is its rule's score, else its level, and it is named by file and line", () => {
  expect(judgeCode(sarifOf([result()]))).toMatchObject({
    status: "fail",
    offenders: [{ file: "src/a.ts", line: 7, message: "critical no-eval: eval" }],
  });
  const levels = ["error", "warning", "note", "strange"].map(
    (level) => judgeCode(sarifOf([result({ ruleId: "other", level })])).offenders[0]?.message,
  );
  expect(levels).toEqual(["high other: eval", "medium other: eval", "low other: eval", "high other: eval"]);
  expect(judgeCode(sarifOf([result({ properties: { "security-severity": "3" } })])).status).toBe("pass");
});

test("what a tool suppressed counts all the same", () => {
  expect(judgeCode(sarifOf([result({ suppressions: [{ kind: "inSource" }] })])).status).toBe("fail");
});

test.each([
  ["it did not end well", { invocations: [{ executionSuccessful: false }] }],
  ["nobody says that it ended", { invocations: [{}] }],
  ["no rule", { tool: { driver: { name: "lint", rules: [] } } }],
  ["no results", { results: undefined }],
])("a run that measured nothing is not measured: %s", (_name, change) => {
  expect(judgeCode(sarifOf([], change)).status).toBe("not-measured");
});

test("a source that was not looked at is not measured, and is named", () => {
  const sources = [...SOURCES, { path: "src/new.tsx", lineCount: 1 }];
  expect(judgeCode(sarifOf(), { sources })).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("src/new.tsx"),
  });
  expect(judgeCode(sarifOf(), { sources: [] }).status).toBe("not-measured");
});

test("too few rules are not measured; a second tool counts where it is there", () => {
  expect(
    judgeGate({ ...CODE, minimumRules: 2 } as Gate, aReading({ files: { "a.sarif": sarifOf() }, sources: SOURCES }))
      .status,
  ).toBe("not-measured");
  expect(judgeCode(sarifOf()).reason).toContain("Not counted: b.sarif is missing");
  expect(judgeCode("", { files: { "a.sarif": sarifOf(), "b.sarif": sarifOf([result()]) } }).status).toBe("fail");
});

const SECRETS: Gate = {
  kind: "secrets",
  name: "secrets",
  family: "security",
  tree: "t.json",
  history: "h.json",
  allowed: [{ fingerprint: "aa", reason: "a sample" }],
};

function judgeSecrets(tree: string, history: string, parts: ReadingParts = {}) {
  return judgeGate(
    SECRETS,
    aReading({ files: { "t.json": tree, "h.json": history }, treeFiles: { "src/a.ts": "" }, ...parts }),
  );
}

const FOUND = { rule: "aws", file: "src/a.ts", line: 3, masked: "AK****", fingerprint: "bb" };

test("one secret in the tree or in any commit fails; an allowed one does not", () => {
  expect(judgeSecrets(treeScanOf(), historyScanOf())).toMatchObject({
    status: "pass",
    figure: "0 secrets in 1 file and 2 commits",
  });
  expect(judgeSecrets(treeScanOf([FOUND]), historyScanOf())).toMatchObject({
    status: "fail",
    offenders: [{ file: "src/a.ts", line: 3 }],
  });
  const offender = judgeSecrets(treeScanOf(), historyScanOf([{ ...FOUND, commit: "d".repeat(40) }])).offenders[0];
  expect(offender?.message).toContain("commit dddddddddd");
  expect(judgeSecrets(treeScanOf([{ ...FOUND, fingerprint: "aa" }]), historyScanOf())).toMatchObject({
    status: "pass",
    reason: expect.stringContaining("1 allowed"),
  });
});

test("an allowance without a reason does not count", () => {
  const gate = { ...SECRETS, allowed: [{ fingerprint: "bb", reason: " " }] } as Gate;
  const files = { "t.json": treeScanOf([FOUND]), "h.json": historyScanOf() };
  expect(judgeGate(gate, aReading({ files, treeFiles: { "src/a.ts": "" } })).status).toBe("fail");
});

test("a file or commit that was not looked at is not measured; a shallow clone says what to fetch", () => {
  const more = { "src/a.ts": "", "src/b.ts": "" };
  expect(judgeSecrets(treeScanOf(), historyScanOf(), { treeFiles: more })).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("src/b.ts"),
  });
  const judge = (history: object) => judgeSecrets(treeScanOf(), historyScanOf(), { history });
  expect(judge({ commitCount: 3 })).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("2 of 3 commits"),
  });
  expect(judge({ headCommit: "e".repeat(40) }).status).toBe("not-measured");
  expect(judge({ isShallow: true })).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("git fetch --unshallow"),
  });
  expect(judge({ headCommit: "", commitCount: 0 }).status).toBe("not-measured");
  expect(HISTORY.isShallow).toBe(false);
});

const IMAGE: Gate = {
  kind: "vulnerable-image",
  name: "image",
  family: "security",
  report: "i.json",
  freshForMs: 3_600_000,
  imageDigestFile: "image.txt",
};

function judgeImage(text: string, digest = IMAGE_DIGEST, now = "2026-11-23T06:10:00Z") {
  return judgeGate(IMAGE, aReading({ files: { "i.json": text }, treeFiles: { "image.txt": digest }, now }));
}

test("an image's findings count by severity; UNKNOWN counts as high", () => {
  const found = (Severity: string) =>
    judgeImage(
      trivyOf([{ VulnerabilityID: "CVE-2026-1", PkgName: "openssl", InstalledVersion: "3.0", Severity, Title: "x" }]),
    );
  expect(["CRITICAL", "HIGH", "UNKNOWN", "MEDIUM", "LOW"].map((severity) => found(severity).status)).toEqual([
    "fail",
    "fail",
    "fail",
    "pass",
    "pass",
  ]);
  expect(found("HIGH").offenders).toEqual([{ file: "debian 12", message: "high CVE-2026-1: openssl 3.0: x" }]);
});

test("a scan of another image, of none, or an old one is not measured", () => {
  expect(judgeImage(trivyOf(), `sha256:${"e".repeat(64)}`).status).toBe("not-measured");
  expect(judgeImage(trivyOf(), " ").status).toBe("not-measured");
  expect(judgeImage(trivyOf(), IMAGE_DIGEST, "2026-11-23T08:00:00Z").status).toBe("not-measured");
  expect(judgeImage(trivyOf([], { ArtifactType: "filesystem" })).status).toBe("not-measured");
  expect(judgeImage(trivyOf([], { Metadata: {} })).status).toBe("not-measured");
});

const DYNAMIC: Gate = {
  kind: "dynamic-scan",
  name: "dynamic",
  family: "security",
  reports: [{ path: "d.json", format: "dynamic-baseline" }],
  optionalReports: [{ path: "z.json", format: "zap-json" }],
};

test("what a running shop shows counts by severity; a check that was not asked is not measured", () => {
  const judge = (files: Readonly<Record<string, string>>) => judgeGate(DYNAMIC, aReading({ files }));
  const found = (severity: string) => ({ check: "cors", severity, address: "GET /", title: "any origin" });
  expect(judge({ "d.json": baselineOf([found("high")]) })).toMatchObject({
    status: "fail",
    offenders: [{ file: "GET /", message: "high cors: any origin" }],
  });
  expect(judge({ "d.json": baselineOf([found("medium")]) }).status).toBe("pass");
  expect(judge({ "d.json": baselineOf([], { checks: [{ id: "cors", requests: 1 }] }) })).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("not asked: security-headers"),
  });
  expect(judge({ "d.json": baselineOf([{}]) }).status).toBe("not-measured");
  const alert = {
    pluginid: "10038",
    alertRef: "10038-1",
    name: "CSP Header Not Set",
    riskcode: "3",
    instances: [{ uri: "http://127.0.0.1/" }, { uri: "http://127.0.0.1/cart" }],
  };
  expect(judge({ "d.json": baselineOf(), "z.json": zapOf([alert]) })).toMatchObject({
    status: "fail",
    offenders: [{ file: "http://127.0.0.1/", message: "high zap-10038-1: CSP Header Not Set (2 addresses)" }],
  });
  expect(judge({ "d.json": baselineOf(), "z.json": zapOf([{ ...alert, riskcode: "2" }]) }).status).toBe("pass");
  expect(judge({ "d.json": baselineOf(), "z.json": zapOf([{ ...alert, riskcode: "9" }]) }).status).toBe("fail");
});

test("the bill of materials tells what is bundled, no more and no less", () => {
  const gate: Gate = { kind: "sbom", name: "bill", family: "security", release: "reports/release.json" };
  const judge = (treeFiles: Readonly<Record<string, string>>) => judgeGate(gate, aReading({ treeFiles }));
  expect(judge(releaseFilesOf())).toMatchObject({ status: "pass", figure: "1 package bundled, 1 in the bill" });
  expect(judge(releaseFilesOf(["node_modules/other"]))).toMatchObject({
    status: "fail",
    offenders: [
      { file: "node_modules/pg", message: "is in the bundle and not in the bill" },
      { file: "node_modules/other", message: "is in the bill and not in the bundle" },
    ],
  });
  expect(
    judge({ ...releaseFilesOf(), "reports/release.json": '{"bundlePath":".data/releases/b","digest":"sha256:c"}' })
      .status,
  ).toBe("not-measured");
});
