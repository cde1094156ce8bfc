import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkCiSettings } from "./ci-problems.ts";
import { describeDrift, findDrift, GENERATED_BY } from "./generated-file.ts";
import { githubWorkflow } from "./github/github-workflow.ts";
import { gitlabPipeline } from "./gitlab/gitlab-pipeline.ts";
import { quote } from "./jenkins/groovy-text.ts";
import { jenkinsfile } from "./jenkins/jenkinsfile.ts";
import { SAMPLE_PIPELINE, SAMPLE_SETTINGS, samplePlan } from "./testing/sample-plan.ts";

test("stages become jobs in order, and each environment that a push deploys to a deployment after the last", () => {
  expect(samplePlan().jobs.map(({ name, needs }) => [name, ...needs])).toEqual([
    ["lint"],
    ["build", "lint"],
    ["test", "build"],
    ["package", "test"],
    ["deploy-production", "package"],
    ["deploy-staging", "package"],
  ]);
});

test("a branch runs as far as its trigger says, a pull request and a release as far as theirs", () => {
  const [lint, build, , last] = samplePlan().jobs;
  expect(lint?.condition.branches).toEqual(["*"]);
  expect(build?.condition).toEqual({
    branches: ["main", "release/*", "feature/*"],
    tags: ["v*"],
    isForPullRequests: true,
  });
  expect(last?.condition).toEqual({ branches: ["main", "release/*"], tags: ["v*"], isForPullRequests: false });
});

test("a deployment gets the secrets of its own environment and of the deploy stage, a stage those of its jobs", () => {
  const secrets = samplePlan().jobs.map((job) => job.secrets);
  expect(secrets).toEqual([
    [],
    [],
    ["API_TOKEN"],
    [],
    ["DEPLOY_KEY", "PRODUCTION_DATABASE_URL", "PRODUCTION_REDIS_URL"],
    ["DEPLOY_KEY", "STAGING_DATABASE_URL"],
  ]);
});

test("GitHub: least permissions, pinned actions, whole history, services with health checks", () => {
  const { text } = githubWorkflow(samplePlan());
  const file = parse(text) as { permissions: object; jobs: Record<string, { permissions: object; services?: object }> };
  expect(file.permissions).toEqual({ contents: "read" });
  expect(file.jobs["build"]?.permissions).toEqual({ contents: "read" });
  expect(file.jobs["test"]?.permissions).toEqual({
    contents: "read",
    "pull-requests": "write",
    "security-events": "write",
  });
  expect(file.jobs["test"]?.services).toMatchObject({
    postgres: { image: "postgres:18", options: expect.stringContaining("--health-cmd") },
  });
  const uses = text.match(/uses: .*/g) ?? [];
  expect(uses.length).toBeGreaterThan(20);
  for (const line of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(text.match(/fetch-depth: 0/g)).toHaveLength(6);
});

test("GitLab: a deployment is never interrupted and never beside another of its environment", () => {
  const file = parse(gitlabPipeline(samplePlan()).text) as Record<string, Record<string, unknown>>;
  expect(file["deploy-production"]).toMatchObject({ resource_group: "production", rules: [{ when: "manual" }] });
  expect(file["deploy-production"]?.["interruptible"]).toBeUndefined();
  expect(file["build"]?.["interruptible"]).toBe(true);
});

test("GitLab and Jenkins show results on their own pages, and a container gets what it lacks", () => {
  const file = parse(gitlabPipeline(samplePlan()).text) as Record<string, Record<string, unknown>>;
  expect(file["test"]).toMatchObject({
    before_script: [expect.stringContaining("apt-get install -qq --yes --no-install-recommends chromium")],
    artifacts: {
      reports: {
        junit: ["reports/unit.xml", "reports/pipeline.junit.xml"],
        codequality: "reports/code-quality.json",
        coverage_report: { path: "coverage/cobertura.xml" },
      },
    },
  });
  expect(file["build"]?.["before_script"]).toBeUndefined();
  expect(jenkinsfile(samplePlan()).text.match(/junit testResults: .*/g)).toEqual([
    "junit testResults: 'reports/unit.xml, reports/pipeline.junit.xml', allowEmptyResults: true",
  ]);
});

test("drift is a missing file, a changed byte, and a file of ours that is generated no longer", () => {
  const expected = [
    { path: "a", text: "1\n2\n" },
    { path: "b", text: "1\n" },
    { path: "c", text: "1\n" },
  ];
  const found = new Map([
    ["a", "1\n3\n"],
    ["b", "1\n\n"],
    ["old", `# ${GENERATED_BY}`],
    ["theirs", "hello"],
  ]);
  expect(findDrift(expected, found).map(describeDrift)).toEqual([
    "a differs from what pipeline.ts says, first in line 2",
    "b differs from what pipeline.ts says, first in line 3",
    "c is missing",
    "old is no longer generated: delete it",
  ]);
  expect(findDrift(expected.slice(0, 1), new Map([["a", "1\n2\n"]]))).toEqual([]);
});

test("every problem of the settings is told with its path", () => {
  const settings = {
    ...SAMPLE_SETTINGS,
    nodeVersions: [],
    matrixStages: ["biuld"],
    releases: { tags: ["v*", "r*c"], until: "pakcage", judgedAs: "prod" },
  };
  expect(checkCiSettings(settings, SAMPLE_PIPELINE, ["production"]).map(({ path }) => path)).toEqual([
    "ci.matrixStages[0]",
    "ci.releases.until",
    "ci.nodeVersions",
    "ci.releases.tags[1]",
    "ci.releases.judgedAs",
  ]);
  expect(checkCiSettings(SAMPLE_SETTINGS, SAMPLE_PIPELINE, ["production"])).toEqual([]);
});

test("a text of Groovy ends nowhere before its end", () => {
  expect(quote("it's \\ $x\n")).toBe("'it\\'s \\\\ $x\\n'");
});
