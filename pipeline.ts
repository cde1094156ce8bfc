import { definePipeline } from "@ecommerce-cart/pipeline-model";
import type { BranchTrigger, Pipeline } from "@ecommerce-cart/pipeline-model";
import type { CiSettings } from "@ecommerce-cart/ci-generators";
import type { Gate } from "@ecommerce-cart/quality-gates";
import { checkCi, jobs, judge, judgeSonar, measurePerformance } from "./apps/pipeline/src/jobs/index.ts";

// What the TypeScript of this repository is made of; tests live beside it.
const CODE = [
  "apps/**/*.{ts,tsx,sql,css,js}",
  "packages/**/*.ts",
  "apps/*/package.json",
  "packages/**/package.json",
  "tsconfig*.json",
  "pipeline.ts",
];
const TEST_SETUP = ["vitest.config.ts", "tests/**", "scripts/**", "pipeline", "environments/*.yaml", "docs/errors.md"];

/** What the performance job measures, of which release. */
const MEASUREMENT = {
  family: "performance",
  report: "reports/performance-results.json",
  release: "reports/release.json",
} as const;
// The branch that a change is for, as GitHub, GitLab and Jenkins name it.
const TARGET_BRANCH = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET"];

const CODE_TREE = [...CODE, "scripts/**", "tests/**", "vitest.config.ts"];
const TEST_SUITES = ["unit", "integration"] as const;
const COVERAGE = TEST_SUITES.map((suite) => ({
  path: `coverage/${suite}/coverage-final.json`,
  format: "istanbul-json" as const,
}));

const CHECKS = ["source", "build", "test", "gate"] as const;
const ALL = [...CHECKS, "package", "deploy"] as const;

/** What a push to a branch starts; the first row that matches. `./pipeline env check` compares it with environments/*.yaml. */
export const branchTriggers: readonly BranchTrigger[] = [
  { pattern: "main", stages: ALL, environments: ["production"] },
  { pattern: "develop", stages: ALL, environments: ["development", "staging"] },
  { pattern: "release/*", stages: ALL, environments: ["preproduction"] },
  { pattern: "hotfix/*", stages: [...CHECKS, "package"], environments: [] },
  { pattern: "feature/*", stages: CHECKS, environments: [] },
  { pattern: "bugfix/*", stages: CHECKS, environments: [] },
  // A name of no form: the source stage says what is wrong with it.
  { pattern: "*", stages: ["source"], environments: [] },
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
  functional: TEST_SUITES.map((suite) => ({
    kind: "tests",
    name: `${suite} tests`,
    family: "functional",
    reports: [{ path: `reports/${suite}-tests.json`, format: "vitest-json" }],
  })),
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
      confidence: 0.95,
    },
  ],
} satisfies Record<string, readonly Gate[]>;

/** What the files of every CI say beyond the stages: `./pipeline generate`. */
export const ci: CiSettings = {
  nodeVersions: ["24", "26"],
  matrixStages: ["build", "test"],
  pullRequestUntil: "gate",
  releases: { tags: ["v*"], until: "package" },
  timeoutMinutes: 30,
  artifactDays: 14,
  publish: [
    { stage: "gate", kind: "lcov", path: "coverage/unit/lcov.info" },
    { stage: "gate", kind: "lcov", path: "coverage/integration/lcov.info" },
    { stage: "gate", kind: "cobertura", path: "coverage/integration/cobertura-coverage.xml" },
  ],
  serviceImages: {
    postgres: {
      image: "postgres:18",
      port: 5432,
      healthCommand: "pg_isready --username postgres",
      // The container serves one run and holds nothing: no password is the honest one.
      variables: { POSTGRES_HOST_AUTH_METHOD: "trust" },
      provides: { DATABASE_URL: "postgres://postgres@HOST:5432/postgres" },
    },
    redis: {
      image: "redis:8",
      port: 6379,
      healthCommand: "redis-cli ping",
      variables: {},
      provides: { REDIS_URL: "redis://HOST:6379" },
    },
  },
};

/** Our own pipeline: from a commit of this repository to a release that serves traffic. */
export const pipeline: Pipeline = definePipeline({
  name: "ecommerce-cart",
  stages: [
    {
      name: "source",
      jobs: [
        {
          name: "branch-name",
          description: "Branch name",
          run: jobs.checkBranch,
          inputs: ["environments/*.yaml"],
          environment: ["PIPELINE_BRANCH"],
        },
        {
          name: "commit-messages",
          description: "Commit messages",
          run: jobs.checkCommitMessages,
          inputs: ["environments/*.yaml"],
          environment: ["PIPELINE_COMMIT", "PIPELINE_BRANCH", ...TARGET_BRANCH],
        },
        {
          name: "ci-files",
          description: "Generated CI files",
          run: checkCi(() => ({ pipeline, ci, branchTriggers })),
          inputs: ["pipeline.ts", "environments/*.yaml", ".github/workflows/*", ".gitlab-ci.yml", "Jenkinsfile"],
        },
        {
          name: "change",
          description: "What changed since the base",
          run: jobs.measureChange,
          outputs: ["reports/change.json", "reports/change.json.tree"],
          // What git knows of other branches is no file of the tree.
          isRestorable: false,
        },
      ],
    },
    {
      name: "build",
      jobs: [
        { name: "format", description: "Formatting", command: "node --run format:check" },
        {
          name: "lint",
          description: "Lint and layer rules",
          command: "node --run lint",
          inputs: [...CODE, "benchmarks/**", "tests/**", "scripts/**", "*.config.*", ".dependency-cruiser.cjs"],
        },
        {
          name: "typecheck",
          description: "Types",
          command: "node --run typecheck",
          inputs: [...CODE, "benchmarks/**", "tests/**", "*.config.ts"],
        },
        {
          name: "compile",
          description: "Compile the shop",
          command: "node --run build",
          inputs: [
            "apps/shop/src/**",
            "apps/shop/{package,tsconfig}.json",
            "packages/result/src/**",
            "packages/result/{package,tsconfig}.json",
            "tsconfig.base.json",
          ],
          outputs: ["apps/shop/dist", "packages/result/dist"],
        },
        {
          name: "measure-code",
          description: "Complexity, length, duplication",
          run: jobs.measureCode,
          inputs: CODE_TREE,
          outputs: ["reports/code.json", "reports/code.json.tree"],
        },
        {
          name: "measure-dependencies",
          description: "Dead code and imports",
          run: jobs.measureDependencies,
          outputs: ["dead-code", "imports"].flatMap((it) => [`reports/${it}.json`, `reports/${it}.json.tree`]),
        },
        {
          name: "unit-tests",
          description: "Unit tests with coverage",
          command: "node --run test:unit -- --coverage --coverage.reportsDirectory=coverage/unit",
          inputs: [...CODE, ...TEST_SETUP],
          outputs: ["coverage/unit", "reports/unit-tests.json", "reports/unit-tests.json.tree"],
        },
      ],
    },
    {
      name: "test",
      jobs: [
        {
          name: "integration-tests",
          description: "Integration and API tests against PostgreSQL",
          command: "node --run test:integration -- --coverage --coverage.reportsDirectory=coverage/integration",
          inputs: [...CODE, ...TEST_SETUP, "environments/*.yaml"],
          outputs: ["coverage/integration", "reports/integration-tests.json", "reports/integration-tests.json.tree"],
          services: ["postgres"],
          needs: ["compile"],
          timeoutMs: 20 * 60_000,
        },
      ],
    },
    {
      name: "gate",
      jobs: [
        {
          name: "coverage",
          description: "Line coverage >= 80 %, of changed lines >= 90 %, of critical paths 100 %",
          run: judge(gates.coverage),
          inputs: [...CODE, "coverage/*/coverage-final.json", "reports/change.json"],
          needs: ["change", "unit-tests", "integration-tests"],
        },
        {
          name: "code",
          description: "Complexity, length, duplication, debt, dead code, imports",
          run: judge(gates.code),
          inputs: [...CODE_TREE, "reports/{code,dead-code,imports}.json"],
          needs: ["measure-code", "measure-dependencies"],
        },
        {
          name: "functional",
          description: "All tests pass",
          run: judge(gates.functional),
          inputs: ["reports/*-tests.json"],
          needs: ["unit-tests", "integration-tests"],
        },
        {
          name: "sonar",
          description: "SonarQube, where SONAR_HOST_URL is set",
          // Required: say so here, and let `bundle` need it.
          run: judgeSonar({ name: "SonarQube quality gate", isRequired: false }),
          inputs: [...CODE, "sonar-project.properties", "coverage/*/lcov.info"],
          needs: ["unit-tests", "integration-tests"],
          environment: ["SONAR_HOST_URL"],
          secrets: ["SONAR_TOKEN"],
          freshForMs: 60 * 60_000,
        },
      ],
    },
    {
      name: "package",
      jobs: [
        {
          name: "bundle",
          description: "Release bundle",
          run: jobs.bundleRelease,
          inputs: ["apps/shop/{migrations,public}/**", "apps/shop/package.json", "packages/result/package.json"],
          outputs: ["reports/release.json"],
          environment: ["PIPELINE_IS_DIRTY"],
          needs: [
            "branch-name",
            "commit-messages",
            "ci-files",
            "format",
            "lint",
            "typecheck",
            "compile",
            "coverage",
            "code",
            "functional",
          ],
        },
        {
          name: "performance",
          description: "Latency, memory, CPU and errors under load",
          run: measurePerformance(gates.performance),
          inputs: [...CODE, ...TEST_SETUP],
          outputs: ["reports/performance-results.json", "reports/performance-results.json.tree"],
          environment: ["DATABASE_URL", "REDIS_URL"],
          needs: ["bundle"],
          timeoutMs: 4 * 60_000,
          // What else runs would be measured with it; and a laptop's run should not wait for it.
          isExclusive: true,
          onlyFor: ["staging", "preproduction", "production"],
          freshForMs: 24 * 60 * 60_000,
        },
      ],
    },
    {
      name: "deploy",
      jobs: [
        {
          name: "deploy",
          description: "Migrate, roll out, smoke test",
          run: jobs.deployBundle,
          inputs: [],
          needs: ["bundle", "performance"],
          environment: ["PORT", "PIPELINE_WAIT_SECONDS"],
          isRestorable: false,
        },
      ],
    },
  ],
});
