import type { CiSettings } from "@ecommerce-cart/ci-generators";
import type { BranchTrigger } from "@ecommerce-cart/pipeline-model";

const CHECKS = ["source", "build", "test", "gate"] as const;
const ALL = [...CHECKS, "package", "deploy"] as const;

/**
 * What a push to a branch starts, and whose gates judge it; the first row that matches. `./pipeline env check` compares it
 * with environments/*.yaml.
 */
export const branchTriggers: readonly BranchTrigger[] = [
  { pattern: "main", stages: ALL, environments: ["production"], judgedAs: "production" },
  { pattern: "develop", stages: ALL, environments: ["development", "staging"], judgedAs: "staging" },
  { pattern: "release/*", stages: ALL, environments: ["preproduction"], judgedAs: "preproduction" },
  { pattern: "hotfix/*", stages: [...CHECKS, "package"], environments: [], judgedAs: "production" },
  { pattern: "feature/*", stages: CHECKS, environments: [], judgedAs: "staging" },
  { pattern: "bugfix/*", stages: CHECKS, environments: [], judgedAs: "staging" },
  // A name of no form: the source stage says what is wrong with it.
  { pattern: "*", stages: ["source"], environments: [], judgedAs: "staging" },
];

/** What the files of every CI say beyond the stages: `./pipeline generate`. */
export const ci: CiSettings = {
  nodeVersions: ["24", "26"],
  matrixStages: ["build", "test"],
  pullRequestUntil: "gate",
  releases: { tags: ["v*"], until: "package", judgedAs: "production" },
  timeoutMinutes: 30,
  artifactDays: 14,
  // The browser of the end-to-end tests.
  containerPackages: { test: ["chromium"] },
  publish: [
    { stage: "build", kind: "junit", path: "reports/unit-tests.junit.xml" },
    { stage: "test", kind: "junit", path: "reports/integration-tests.junit.xml" },
    { stage: "test", kind: "junit", path: "reports/smoke-tests.junit.xml" },
    { stage: "test", kind: "junit", path: "reports/e2e-tests.junit.xml" },
    { stage: "gate", kind: "sarif", path: "reports/static-analysis.sarif" },
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
