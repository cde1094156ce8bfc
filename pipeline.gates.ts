import type { Gate } from "@ecommerce-cart/quality-gates";
import { securityGates } from "./apps/pipeline/src/gates/security-gates.ts";

/** What the performance job measures, of which release. */
const MEASUREMENT = {
  family: "performance",
  report: "reports/performance-results.json",
  release: "reports/release.json",
} as const;
const FIRST_RELEASE = {
  owner: "maintainers",
  reason: "the first release has none before it to be compared with",
  until: "2027-02-28",
} as const;
const TEST_SUITES = ["unit", "integration"] as const;
const COVERAGE = [
  ...TEST_SUITES.map((suite) => ({
    path: `coverage/${suite}/coverage-final.json`,
    format: "istanbul-json" as const,
  })),
  // Where the browser tests run only when they are named.
  { path: "coverage/e2e/coverage-final.json", format: "istanbul-json" as const, optionalIn: ["development"] },
];

const TESTS = ["**/*.test.{ts,tsx}", "**/testing/**", "**/test-builders/**", "tests/**", "apps/*/tests/**"];

/** The rules of .dependency-cruiser.cjs that must have been asked. */
const LAYER_RULES = [
  "no-cycles",
  "packages-never-import-apps",
  "no-app-imports-another",
  "packages-meet-through-exports",
  "apps-use-package-exports",
  "domain-imports-domain-and-result-only",
  "use-cases-know-no-adapter",
  "no-undeclared-package",
];

/** What the security gates ask, with which tool, and how they could be fooled: docs/gates/security.md. */
const SECURITY = securityGates();

/** What every gate asks, by the job that judges it. Which families are required is said by each environment. */
export const gates = {
  coverage: [
    {
      kind: "total-coverage",
      name: "line coverage",
      family: "code",
      minimumLinesPercent: 80,
      reports: COVERAGE,
    },
    {
      kind: "changed-coverage",
      name: "coverage of changed lines",
      family: "code",
      minimumLinesPercent: 90,
      reports: COVERAGE,
      changeReport: "reports/change.json",
    },
    {
      kind: "critical-coverage",
      name: "coverage of critical paths",
      family: "code",
      paths: ["apps/shop/src/*/domain/**", "packages/rollout/src/**", "packages/release/src/**"],
      reports: COVERAGE,
    },
  ],
  code: [
    { kind: "complexity", name: "complexity", family: "code", below: 10, codeReport: "reports/code.json" },
    {
      kind: "function-length",
      name: "function length",
      family: "code",
      below: 50,
      codeReport: "reports/code.json",
      // A test reads from top to bottom.
      ignored: TESTS,
    },
    { kind: "duplication", name: "duplication", family: "code", belowPercent: 5, codeReport: "reports/code.json" },
    {
      kind: "technical-debt",
      name: "technical debt",
      family: "code",
      belowPercent: 5,
      minutesPerLine: 30,
      remediation: {
        complexFunction: 10,
        complexityPoint: 1,
        longFunction: 20,
        clone: 10,
        marker: 20,
        deadCode: 5,
        badImport: 30,
      },
      complexFrom: 10,
      longFrom: 50,
      codeReport: "reports/code.json",
      deadCodeReport: "reports/dead-code.json",
      importReport: "reports/imports.json",
    },
    { kind: "dead-code", name: "dead code", family: "code", deadCodeReport: "reports/dead-code.json" },
    { kind: "imports", name: "imports", family: "code", importReport: "reports/imports.json", rules: LAYER_RULES },
  ],
  functional: [
    ...TEST_SUITES.map((suite) => ({
      kind: "tests" as const,
      name: `${suite} tests`,
      family: "functional" as const,
      // Fewer than for the last release need a reason: whoever lowers a number says why in the commit.
      minimumTests: { unit: 2200, integration: 850 }[suite],
      reports: [{ path: `reports/${suite}-tests.json`, format: "vitest-json" as const }],
    })),
    {
      kind: "tests",
      name: "smoke tests",
      family: "functional",
      // One for each check.
      minimumTests: 7,
      reports: [{ path: "reports/smoke-tests.json", format: "vitest-json" }],
    },
    {
      kind: "tests",
      name: "end-to-end tests",
      family: "functional",
      reports: [{ path: "reports/e2e-tests.json", format: "vitest-json" }],
      // They need a browser.
      requiredIn: ["staging", "preproduction", "production"],
    },
  ],
  performance: [
    { ...MEASUREMENT, kind: "performance", name: "api p95", measure: "api-p95", limit: 200 },
    { ...MEASUREMENT, kind: "performance", name: "query p95", measure: "query-p95", limit: 100 },
    { ...MEASUREMENT, kind: "performance", name: "memory", measure: "memory", limit: 512 },
    { ...MEASUREMENT, kind: "performance", name: "cpu", measure: "cpu", limit: 70 },
    { ...MEASUREMENT, kind: "performance", name: "error rate", measure: "error-rate", limit: 0.1 },
    {
      ...MEASUREMENT,
      kind: "performance-regression",
      name: "performance regression",
      toleranceRatio: 1.1,
      // Of one look: who looks up to four times, and stops at the first answer, errs in 5 % in all (Pocock 1977).
      confidence: 0.982,
      firstRelease: FIRST_RELEASE,
    },
  ],
  ...SECURITY,
} satisfies Record<string, readonly Gate[]>;
