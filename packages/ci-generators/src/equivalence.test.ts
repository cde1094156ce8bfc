import { expect, test } from "vitest";
import { generateCi } from "./generate-ci.ts";
import { shapeOf } from "./testing/ci-shape.ts";
import type { CiShape } from "./testing/ci-shape.ts";
import { readGithub } from "./testing/read-github.ts";
import { readGitlab } from "./testing/read-gitlab.ts";
import { readJenkins } from "./testing/read-jenkins.ts";
import { samplePlan } from "./testing/sample-plan.ts";

const READERS: Readonly<Record<string, (text: string) => CiShape>> = {
  ".github/workflows/pipeline.yml": readGithub,
  ".gitlab-ci.yml": readGitlab,
  Jenkinsfile: readJenkins,
};
const FILES = generateCi(samplePlan());

/** What a careless hand, or a fault of a generator, could do to each file; each must be seen in the shape. */
const MUTANTS: readonly (readonly [path: string, what: string, from: string | RegExp, to: string])[] = [
  [".github/workflows/pipeline.yml", "a branch less", " || startsWith(github.ref, 'refs/heads/feature/')", ""],
  [".github/workflows/pipeline.yml", "no pull requests", " || github.event_name == 'pull_request'", ""],
  [".github/workflows/pipeline.yml", "a trigger less", 'branches:\n      - "**"', "branches:\n      - main"],
  [".github/workflows/pipeline.yml", "no trigger for requests", "  pull_request: {}\n", ""],
  [".github/workflows/pipeline.yml", "another tag", "refs/tags/v", "refs/tags/x"],
  [".github/workflows/pipeline.yml", "a need less", /needs:\n\s+- build\n/, "needs: []\n"],
  [".github/workflows/pipeline.yml", "a secret less", /\n\s+PRODUCTION_REDIS_URL: .*/, ""],
  [".github/workflows/pipeline.yml", "a secret in clear", "${{ secrets.API_TOKEN }}", "abc"],
  [".github/workflows/pipeline.yml", "nobody asked", /\n\s+PIPELINE_APPROVERS: .*/, ""],
  [
    ".github/workflows/pipeline.yml",
    "a command more",
    "- run: ./pipeline run build",
    "- run: echo\n      - run: ./pipeline run build",
  ],
  [".github/workflows/pipeline.yml", "another Node", 'node: "26"', 'node: "25"'],
  [".github/workflows/pipeline.yml", "no review", "run: ./pipeline review --post --reports", "run: true"],
  [".gitlab-ci.yml", "no review", /\n\s+after_script:\n\s+- .*/, ""],
  ["Jenkinsfile", "no review", /sh '\.\/pipeline review[^']*'/, ""],
  [".gitlab-ci.yml", "a branch less", "|feature\\/.*", ""],
  [".gitlab-ci.yml", "no merge requests", /\n {4}- if: \$CI_PIPELINE_SOURCE == "merge_request_event"/, ""],
  [".gitlab-ci.yml", "a need less", /needs:\n {4}- job: package/, "needs:\n    - job: test"],
  [".gitlab-ci.yml", "a secret less", ",PRODUCTION_REDIS_URL", ""],
  [".gitlab-ci.yml", "nobody asked", "      when: manual\n", ""],
  [".gitlab-ci.yml", "a command more", "    - ./pipeline run build", "    - echo\n    - ./pipeline run build"],
  [".gitlab-ci.yml", "another Node", 'NODE_VERSION: "26"', 'NODE_VERSION: "25"'],
  ["Jenkinsfile", "a branch less", "branch pattern: 'feature/**', comparator: 'GLOB'", ""],
  ["Jenkinsfile", "no change requests", "changeRequest()", ""],
  ["Jenkinsfile", "a secret less", /, string\(credentialsId: 'PRODUCTION_REDIS_URL'[^)]*\)/, ""],
  ["Jenkinsfile", "nobody asked", /submitter '.*'/, ""],
  ["Jenkinsfile", "another order", /stage\('(build|test)'\)/g, "stage('package')"],
  ["Jenkinsfile", "a command more", "sh './pipeline run build", "sh 'echo'; sh './pipeline run build"],
  ["Jenkinsfile", "another Node", "values '24', '26'", "values '24'"],
];

test.each(FILES)("$path says what the plan says: jobs, order, conditions, secrets, approvals", ({ path, text }) => {
  expect(READERS[path]?.(text)).toEqual(shapeOf(samplePlan()));
});

test.each(MUTANTS)("%s with %s is not what the plan says", (path, _, ...[from, to]) => {
  const text = FILES.find((file) => file.path === path)?.text ?? "";
  const mutant = text.replace(from, to);
  expect(mutant).not.toBe(text);
  expect(READERS[path]?.(mutant)).not.toEqual(shapeOf(samplePlan()));
});

test("every run step is one command of ours, and no word of a stranger is put into one", () => {
  const [github = "", gitlab = ""] = FILES.map(({ text }) => text);
  for (const { command } of shapeOf(samplePlan()).jobs)
    expect(command).toMatch(/^\.\/pipeline run [\w-]+( --for-branch| --environment [\w-]+)$/);
  expect(github.match(/run: .*\$\{\{/)).toBeNull();
  expect(github).not.toContain("pull_request_target");
  expect(gitlab.match(/script:\n\s+- .*\$/)).toBeNull();
});
