import { definePipeline } from "@ecommerce-cart/pipeline-model";
import type { Pipeline } from "@ecommerce-cart/pipeline-model";
import type { Gate } from "@ecommerce-cart/quality-gates";
import { checkCi, jobs, judge, judgeSonar, measurePerformance } from "./apps/pipeline/src/jobs/index.ts";
import { branchTriggers, ci } from "./pipeline.ci.ts";
import { gates } from "./pipeline.gates.ts";

export { branchTriggers, ci, gates };

// What the TypeScript of this repository is made of; tests live beside it.
const CODE = [
  "apps/**/*.{ts,tsx,sql,css,js}",
  "packages/**/*.ts",
  "apps/*/package.json",
  "packages/**/package.json",
  "tsconfig*.json",
  "pipeline.ts",
  "pipeline.*.ts",
];
const TEST_SETUP = ["vitest.config.ts", "tests/**", "scripts/**", "pipeline", "environments/*.yaml", "docs/errors.md"];

// The branch that a change is for, as GitHub, GitLab and Jenkins name it.
const TARGET_BRANCH = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET"];

// The commit before a push, as GitHub (in the event's file), GitLab and Jenkins name it.
const PUSHED_FROM = ["GITHUB_EVENT_PATH", "CI_COMMIT_BEFORE_SHA", "GIT_PREVIOUS_COMMIT"];

const CODE_TREE = [...CODE, "scripts/**", "tests/**", "vitest.config.ts"];
const HOUR_MS = 60 * 60_000;
const MANIFESTS = ["package.json", "package-lock.json", ".npmrc", "apps/*/package.json", "packages/**/package.json"];

/** A job that judges gates: again where an environment requires others, and on another day, since waivers lapse. */
function judging(policies: readonly Gate[], inputs: readonly string[]) {
  return { run: judge(policies), inputs: [...inputs, "environments/*.yaml"], environment: ["PIPELINE_DATE"] };
}

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
          environment: ["PIPELINE_COMMIT", "PIPELINE_BRANCH", ...TARGET_BRANCH, ...PUSHED_FROM],
        },
        {
          name: "ci-files",
          description: "Generated CI files",
          run: checkCi(() => ({ pipeline, ci, branchTriggers })),
          inputs: [
            "pipeline.ts",
            "pipeline.*.ts",
            "environments/*.yaml",
            ".github/workflows/*",
            ".gitlab-ci.yml",
            "Jenkinsfile",
          ],
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
          description: "Lint",
          command: "node --run lint",
          inputs: [...CODE, "benchmarks/**", "tests/**", "scripts/**", "*.config.*"],
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
          description: "Dead code, import cycles, layer rules",
          run: jobs.measureDependencies,
          outputs: ["dead-code", "imports"].flatMap((it) => [`reports/${it}.json`, `reports/${it}.json.tree`]),
        },
        {
          name: "unit-tests",
          description: "Unit tests with coverage",
          command: "node --run test:unit -- --coverage --coverage.reportsDirectory=coverage/unit",
          inputs: [...CODE, ...TEST_SETUP],
          outputs: ["coverage/unit", ...testReports("unit")],
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
          outputs: ["coverage/integration", ...testReports("integration")],
          services: ["postgres"],
          needs: ["compile"],
          timeoutMs: 20 * 60_000,
        },
        {
          name: "e2e-tests",
          description: "The built shop in a real browser, with coverage",
          // Lines only: what a browser makes the shop run is known by line.
          command:
            "node --run test:e2e:built -- --coverage --coverage.reporter=json --coverage.reportsDirectory=coverage/e2e",
          inputs: [...CODE, ...TEST_SETUP],
          outputs: ["coverage/e2e", ...testReports("e2e")],
          services: ["postgres"],
          environment: ["CHROMIUM_PATH"],
          needs: ["compile"],
          // They need a browser; in development they run where they are named.
          onlyFor: ["staging", "preproduction", "production"],
        },
        {
          name: "smoke-tests",
          description: "The smoke test's checks, on the built shop",
          command: "node --run test:smoke:built",
          inputs: [...CODE, ...TEST_SETUP],
          outputs: testReports("smoke"),
          services: ["postgres"],
          needs: ["compile"],
        },
        {
          name: "secrets",
          description: "Secrets in the tree and its history",
          run: jobs.searchSecrets,
          environment: ["PIPELINE_COMMIT"],
          outputs: withBinding("reports/secrets-tree.json", "reports/secrets-history.json"),
        },
        {
          name: "static-analysis",
          description: "Security rules over our code",
          run: jobs.analyseCode,
          inputs: [...CODE, "scripts/**", "eslint.security.config.mjs", "environments/*.yaml"],
          outputs: withBinding("reports/static-analysis.sarif"),
        },
        {
          name: "dependency-audit",
          description: "Known vulnerabilities of dependencies",
          run: jobs.auditDependencies,
          inputs: [...MANIFESTS, "environments/*.yaml"],
          environment: ["OSV_DATABASE"],
          outputs: withBinding("reports/npm-audit.json", "reports/osv.json"),
          freshForMs: 12 * HOUR_MS,
        },
        {
          name: "outdated",
          description: "Later versions of dependencies",
          run: jobs.findOutdated,
          inputs: [...MANIFESTS, "environments/*.yaml"],
          outputs: withBinding("reports/npm-outdated.json"),
          freshForMs: 24 * HOUR_MS,
        },
        {
          name: "release-ages",
          description: "When dependencies were published",
          run: jobs.findReleaseAges,
          inputs: [...MANIFESTS, "environments/*.yaml"],
          outputs: withBinding("reports/release-ages.json"),
        },
        {
          name: "dynamic-scan",
          description: "The running shop, from outside",
          run: jobs.scanShop,
          inputs: [...CODE, "environments/*.yaml"],
          outputs: withBinding("reports/dynamic-baseline.json"),
          needs: ["compile"],
        },
      ],
    },
    {
      name: "gate",
      jobs: [
        {
          name: "coverage",
          description: "Line coverage >= 80 %, of changed lines >= 90 %, of critical paths 100 %",
          ...judging(gates.coverage, [...CODE, "coverage/*/coverage-final.json", "reports/change.json"]),
          needs: ["change", "unit-tests", "integration-tests", "e2e-tests"],
        },
        {
          name: "code",
          description: "Complexity, length, duplication, debt, dead code, imports",
          ...judging(gates.code, [...CODE_TREE, "reports/{code,dead-code,imports}.json"]),
          needs: ["measure-code", "measure-dependencies"],
        },
        {
          name: "functional",
          description: "All tests pass",
          ...judging(gates.functional, ["reports/*-tests.json"]),
          needs: ["unit-tests", "integration-tests", "e2e-tests", "smoke-tests"],
        },
        {
          name: "security",
          description: "Security",
          ...judging(gates.security, ["**"]),
          environment: ["PIPELINE_DATE", "PIPELINE_COMMIT"],
          needs: ["secrets", "static-analysis", "dependency-audit", "outdated", "release-ages", "dynamic-scan"],
          freshForMs: HOUR_MS,
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
            "security",
          ],
        },
        {
          name: "bill-of-materials",
          description: "The bill tells what is bundled",
          run: judge(gates.release),
          needs: ["bundle"],
          isRestorable: false,
        },
        {
          name: "performance",
          description: "Latency, memory, CPU and errors under load",
          run: measurePerformance(gates.performance),
          inputs: [...CODE, ...TEST_SETUP],
          outputs: ["reports/performance-results.json", "reports/performance-results.json.tree"],
          environment: ["DATABASE_URL", "REDIS_URL"],
          needs: ["bundle"],
          timeoutMs: 8 * 60_000,
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
          needs: ["bundle", "bill-of-materials", "performance"],
          environment: ["PORT", "PIPELINE_WAIT_SECONDS"],
          isRestorable: false,
        },
      ],
    },
  ],
});

/** Reports and what binds each to the tree that it measured. */
function withBinding(...reports: readonly string[]): readonly string[] {
  return reports.flatMap((path) => [path, `${path}.tree`]);
}

/** What a suite writes: for our gates, and for a CI's own pages. */
function testReports(suite: string): readonly string[] {
  return [...withBinding(`reports/${suite}-tests.json`), `reports/${suite}-tests.junit.xml`];
}
