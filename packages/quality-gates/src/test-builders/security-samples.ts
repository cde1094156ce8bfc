import { BASELINE_CHECKS } from "../security/baseline-checks.ts";
import type { SecurityGate } from "../security/security-gates.ts";
import { HISTORY } from "./a-report.ts";
import type { GateSample } from "./gate-sample.ts";

/** When sample answers of the outside world were taken: ten minutes before they are judged. */
const TAKEN_AT = "2026-11-23T06:00:00Z";
const HOUR_MS = 60 * 60_000;
const INTEGRITY = `sha512-${"A".repeat(86)}==`;

/** A tool's answer in the envelope of our jobs. */
export function outsideOf(output: unknown, takenAt = TAKEN_AT): string {
  return JSON.stringify({ takenAt, output: typeof output === "string" ? output : JSON.stringify(output) });
}

/** What differs from an entry of the sample lockfile. */
type Change = Readonly<Record<string, unknown>>;

/** A lockfile with one direct dependency, "pg"; each test states what differs. */
export function lockfileOf(packages: Readonly<Record<string, Change>> = {}, root: Change = {}): string {
  const entries = Object.keys(packages).length === 0 ? { "node_modules/pg": {} } : packages;
  const filled = Object.entries(entries).map(([path, change]) => [
    path,
    { version: "8.20.0", integrity: INTEGRITY, license: "MIT", ...change },
  ]);
  const top = { name: "shop", dependencies: { pg: "8.20.0" }, ...root };
  return JSON.stringify({ lockfileVersion: 3, packages: { "": top, ...Object.fromEntries(filled) } }, null, 2);
}

/** Answer of `npm audit --json` for a lockfile of `total` packages. */
export function npmAuditOf(vulnerabilities: Readonly<Record<string, unknown>> = {}, total = 1): string {
  const sums = { vulnerabilities: { total: Object.keys(vulnerabilities).length }, dependencies: { prod: 1, total } };
  return outsideOf({ auditReportVersion: 2, vulnerabilities, metadata: sums });
}

/** What our job finds in a database of OSV records. */
export function osvOf(matches: readonly unknown[] = [], change: Change = {}): string {
  return outsideOf({ databaseRecordCount: 3, packageCount: 1, matches, ...change });
}

/** A SARIF log of one run. */
export function sarifOf(results: readonly unknown[] = [], change: Change = {}): string {
  const driver = { name: "lint", rules: [{ id: "no-eval", properties: { "security-severity": "9.1" } }] };
  const run = {
    tool: { driver },
    invocations: [{ executionSuccessful: true }],
    artifacts: [{ location: { uri: "src/a.ts" } }],
    results,
    ...change,
  };
  return JSON.stringify({ version: "2.1.0", runs: [run] });
}

/** What our search of the tree writes. */
export function treeScanOf(findings: readonly unknown[] = [], change: Change = {}): string {
  return JSON.stringify({ ruleCount: 20, files: ["src/a.ts"], findings, ...change });
}

/** What our search of the history writes. */
export function historyScanOf(findings: readonly unknown[] = [], change: Change = {}): string {
  const { headCommit, commitCount } = HISTORY;
  return JSON.stringify({ ruleCount: 20, headCommit, commitCount, findings, ...change });
}

/** The digest of the sample image. */
export const IMAGE_DIGEST = `sha256:${"d".repeat(64)}`;

/** Answer of `trivy image --format json --list-all-pkgs`. */
export function trivyOf(vulnerabilities: readonly unknown[] = [], change: Change = {}): string {
  const result = { Target: "debian 12", Packages: [{ Name: "libc6" }], Vulnerabilities: vulnerabilities };
  const top = { SchemaVersion: 2, ArtifactType: "container_image", Metadata: { ImageID: IMAGE_DIGEST } };
  return outsideOf({ ...top, Results: [result], ...change });
}

/** What our baseline of dynamic checks writes. */
export function baselineOf(findings: readonly unknown[] = [], change: Change = {}): string {
  return JSON.stringify({ checks: BASELINE_CHECKS.map((id) => ({ id, requests: 2 })), findings, ...change });
}

/** ZAP's traditional JSON report. */
export function zapOf(alerts: readonly unknown[] = [], change: Change = {}): string {
  const site = { "@name": "http://127.0.0.1", alerts };
  return JSON.stringify({ "@version": "2.16.1", "@generated": "Mon, 23 Nov 2026 06:00:00", site: [site], ...change });
}

/** A workflow without a mistake. */
export const GOOD_WORKFLOW = [
  "on: push",
  "permissions: {}",
  "jobs:",
  "  build:",
  "    steps:",
  `      - uses: actions/checkout@${"a".repeat(40)}`,
  "      - run: ./pipeline run",
  "",
].join("\n");

/** The bundle that the sample bill of materials describes. */
export const BUNDLE = "sha256:" + "b".repeat(64);

/** Files of a bundled release with one package, and its bill of materials. */
export function releaseFilesOf(components: readonly string[] = ["node_modules/pg"]): Readonly<Record<string, string>> {
  const properties = (value: string) => [{ name: "cdx:npm:package:path", value }];
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { hashes: [{ alg: "SHA-256", content: "b".repeat(64) }] } },
    components: components.map((path) => ({ name: path, version: "8.20.0", properties: properties(path) })),
  };
  const files = [{ path: "node_modules/pg/package.json" }, { path: "node_modules/pg/esm/package.json" }];
  return {
    "reports/release.json": JSON.stringify({ bundlePath: ".data/releases/b", digest: BUNDLE }),
    ".data/releases/b/manifest.json": JSON.stringify({ digest: BUNDLE, files }),
    ".data/releases/b.cdx.json": JSON.stringify(bill),
  };
}

const MANIFEST = JSON.stringify({ dependencies: { pg: "8.20.0" } });
const NOTHING_OUTSIDE = [
  "{}",
  '{"takenAt":"x","output":"{}"}',
  outsideOf(""),
  outsideOf("{}"),
  outsideOf({ error: { code: "ENOAUDIT" } }),
];

interface Parts {
  readonly treeFiles?: Readonly<Record<string, string>>;
  /** The report and what measures nothing in its place. */
  readonly report?: readonly [text: string, ...nothing: string[]];
}

/** A sample with one report, "report.json", or none. */
function sample(gate: SecurityGate, { treeFiles = {}, report }: Parts, variant = ""): GateSample {
  const [text, ...nothing] = report ?? [];
  return {
    name: `${gate.name}${variant}`,
    gate,
    files: text === undefined ? {} : { "report.json": text },
    nothing: { "report.json": nothing },
    treeFiles,
  };
}

function dependencySample(format: "npm-audit" | "osv", ...report: readonly [string, ...string[]]): GateSample {
  const reports = [{ path: "report.json", format }];
  const gate = {
    kind: "vulnerable-dependencies",
    name: "dependencies",
    family: "security",
    reports,
    freshForMs: HOUR_MS,
  } as const;
  return sample(gate, { report, treeFiles: { "package-lock.json": lockfileOf() } }, ` from ${format}`);
}

function dynamicSample(format: "dynamic-baseline" | "zap-json", ...report: readonly [string, ...string[]]): GateSample {
  const reports = [{ path: "report.json", format }];
  return sample(
    { kind: "dynamic-scan", name: "dynamic scan", family: "security", reports },
    { report },
    ` from ${format}`,
  );
}

const SECRETS: GateSample = {
  name: "secrets",
  gate: {
    kind: "secrets",
    name: "secrets",
    family: "security",
    tree: "tree.json",
    history: "history.json",
    allowed: [],
  },
  files: { "tree.json": treeScanOf(), "history.json": historyScanOf() },
  nothing: {
    "tree.json": [treeScanOf([], { files: [] }), treeScanOf([], { ruleCount: 0 })],
    "history.json": [historyScanOf([], { commitCount: 0 }), historyScanOf([], { commitCount: 1 })],
  },
  treeFiles: { "src/a.ts": "" },
};

/** Samples of every gate of the family "security". */
export const SECURITY_SAMPLES: { readonly [K in SecurityGate["kind"]]: readonly GateSample[] } = {
  "vulnerable-dependencies": [
    dependencySample("npm-audit", npmAuditOf(), ...NOTHING_OUTSIDE, npmAuditOf({}, 0)),
    dependencySample(
      "osv",
      osvOf(),
      ...NOTHING_OUTSIDE,
      osvOf([], { databaseRecordCount: 0 }),
      osvOf([], { packageCount: 0 }),
    ),
  ],
  "static-analysis": [
    {
      ...sample(
        {
          kind: "static-analysis",
          name: "static analysis",
          family: "security",
          reports: ["report.json"],
          minimumRules: 1,
        },
        {
          report: [
            sarifOf(),
            '{"version":"2.1.0","runs":[]}',
            sarifOf([], { artifacts: [] }),
            sarifOf([], { invocations: [] }),
          ],
        },
      ),
      sources: [{ path: "src/a.ts", lineCount: 1 }],
    },
  ],
  secrets: [SECRETS],
  "vulnerable-image": [
    sample(
      {
        kind: "vulnerable-image",
        name: "image",
        family: "security",
        report: "report.json",
        freshForMs: HOUR_MS,
        imageDigestFile: "image.txt",
      },
      {
        report: [trivyOf(), ...NOTHING_OUTSIDE, trivyOf([], { Results: [] })],
        treeFiles: { "image.txt": IMAGE_DIGEST },
      },
    ),
  ],
  "dynamic-scan": [
    dynamicSample(
      "dynamic-baseline",
      baselineOf(),
      baselineOf([], { checks: [] }),
      baselineOf([], { checks: undefined }),
    ),
    dynamicSample("zap-json", zapOf(), zapOf([], { site: [] })),
  ],
  "workflow-files": [
    sample(
      { kind: "workflow-files", name: "workflows", family: "security" },
      { treeFiles: { ".github/workflows/ci.yml": GOOD_WORKFLOW } },
    ),
  ],
  licences: [
    sample(
      { kind: "licences", name: "licences", family: "security", allowed: ["MIT"] },
      { treeFiles: { "package-lock.json": lockfileOf() } },
    ),
  ],
  "install-scripts": [
    sample(
      { kind: "install-scripts", name: "install scripts", family: "security", allowed: [] },
      { treeFiles: { "package-lock.json": lockfileOf(), ".npmrc": "ignore-scripts=true" } },
    ),
  ],
  "lockfile-integrity": [
    sample(
      { kind: "lockfile-integrity", name: "lockfile", family: "security", allowedHosts: ["registry.npmjs.org"] },
      { treeFiles: { "package-lock.json": lockfileOf(), "package.json": MANIFEST } },
    ),
  ],
  outdated: [
    sample(
      {
        kind: "outdated",
        name: "outdated",
        family: "security",
        report: "report.json",
        belowPercent: 10,
        counted: ["major", "minor"],
        freshForMs: HOUR_MS,
      },
      {
        report: [
          outsideOf({ pg: { current: "8.20.0", wanted: "8.20.0", latest: "8.20.1" } }),
          "{}",
          outsideOf(""),
          outsideOf({ error: { code: "ENOTFOUND" } }),
        ],
        treeFiles: { "package-lock.json": lockfileOf() },
      },
    ),
  ],
  "release-age": [
    sample(
      { kind: "release-age", name: "age of releases", family: "security", report: "report.json", minimumDays: 7 },
      {
        report: [
          outsideOf({ packages: [{ name: "pg", version: "8.20.0", publishedAt: "2026-11-01T00:00:00Z" }] }),
          ...NOTHING_OUTSIDE,
          outsideOf({ packages: [] }),
        ],
        treeFiles: { "package-lock.json": lockfileOf() },
      },
    ),
  ],
  sbom: [
    sample(
      { kind: "sbom", name: "bill of materials", family: "security", release: "reports/release.json" },
      { treeFiles: releaseFilesOf() },
    ),
  ],
};
