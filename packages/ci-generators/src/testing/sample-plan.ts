import type { Environment } from "@ecommerce-cart/environments";
import { definePipeline } from "@ecommerce-cart/pipeline-model";
import type { BranchTrigger } from "@ecommerce-cart/pipeline-model";
import { planCi } from "../ci-plan.ts";
import type { CiPlan } from "../ci-plan.ts";
import type { CiSettings } from "../ci-settings.ts";

/** A pipeline of four stages and a deployment, one of them with a service and a secret. */
export const SAMPLE_PIPELINE = definePipeline({
  name: "sample",
  stages: [
    { name: "lint", jobs: [{ name: "lint", command: "oxlint" }] },
    { name: "build", jobs: [{ name: "compile", command: "tsc" }] },
    { name: "test", jobs: [{ name: "api", command: "vitest", services: ["postgres"], secrets: ["API_TOKEN"] }] },
    { name: "package", jobs: [{ name: "bundle", command: "bundle" }] },
    { name: "deploy", jobs: [{ name: "roll-out", command: "deploy", secrets: ["DEPLOY_KEY"] }] },
  ],
});

/** Settings in which every kind of condition occurs. */
export const SAMPLE_SETTINGS: CiSettings = {
  nodeVersions: ["24", "26"],
  matrixStages: ["build", "test"],
  pullRequestUntil: "test",
  releases: { tags: ["v*"], until: "package", judgedAs: "production" },
  timeoutMinutes: 20,
  artifactDays: 7,
  containerPackages: { test: ["chromium"] },
  publish: [
    { stage: "test", kind: "sarif", path: "reports/code.sarif" },
    { stage: "test", kind: "lcov", path: "coverage/lcov.info" },
    { stage: "test", kind: "cobertura", path: "coverage/cobertura.xml" },
    { stage: "test", kind: "junit", path: "reports/unit.xml" },
  ],
  serviceImages: {
    postgres: {
      image: "postgres:18",
      port: 5432,
      healthCommand: "pg_isready",
      variables: { POSTGRES_HOST_AUTH_METHOD: "trust" },
      provides: { DATABASE_URL: "postgres://postgres@HOST:5432/postgres" },
    },
  },
};

const TRIGGERS: readonly BranchTrigger[] = [
  {
    pattern: "main",
    stages: ["lint", "build", "test", "package", "deploy"],
    environments: ["production"],
    judgedAs: "production",
  },
  {
    pattern: "release/*",
    stages: ["lint", "build", "test", "package", "deploy"],
    environments: ["staging"],
    judgedAs: "staging",
  },
  { pattern: "feature/*", stages: ["lint", "build", "test"], environments: [], judgedAs: "laptop" },
  { pattern: "*", stages: ["lint"], environments: [], judgedAs: "laptop" },
];

type Part = Pick<Environment, "name" | "url" | "trigger" | "approval" | "database" | "redis">;

const ENVIRONMENTS: readonly Part[] = [
  {
    name: "laptop",
    url: "http://localhost:3000",
    trigger: { on: "push", branches: ["main"] },
    approval: { required: 0, by: [] },
    database: { kind: "embedded" },
    redis: { kind: "none" },
  },
  {
    name: "production",
    url: "https://shop.example",
    trigger: { on: "approval", branches: ["main"] },
    approval: { required: 1, by: ["operations", "security"] },
    database: { kind: "variable", variable: "PRODUCTION_DATABASE_URL" },
    redis: { kind: "variable", variable: "PRODUCTION_REDIS_URL" },
  },
  {
    name: "staging",
    url: "https://staging.shop.example",
    trigger: { on: "push", branches: ["release/*"] },
    approval: { required: 0, by: [] },
    database: { kind: "variable", variable: "STAGING_DATABASE_URL" },
    redis: { kind: "none" },
  },
];

/** The plan of the sample pipeline: lint, build, test, package, deploy-production, deploy-staging. */
export function samplePlan(): CiPlan {
  return planCi({
    pipeline: SAMPLE_PIPELINE,
    settings: SAMPLE_SETTINGS,
    branchTriggers: TRIGGERS,
    environments: ENVIRONMENTS as readonly Environment[],
  });
}
