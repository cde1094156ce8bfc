import { Document } from "yaml";
import type { CiJob, CiPlan, Condition } from "../ci-plan.ts";
import { REVIEW_COMMAND, REVIEW_REPORTS, serviceContainers, serviceVariables } from "../ci-plan.ts";
import { GENERATED_BY } from "../generated-file.ts";
import type { GeneratedFile } from "../generated-file.ts";

/** The plan as `.gitlab-ci.yml`. */
export function gitlabPipeline(plan: CiPlan): GeneratedFile {
  const [node = ""] = plan.settings.nodeVersions;
  const document = new Document({
    stages: [...new Set(plan.jobs.map(stageOf))],
    // A branch with a merge request open runs once, for the merge request.
    workflow: {
      rules: [
        { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
        { if: "$CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS", when: "never" },
        { if: "$CI_COMMIT_BRANCH || $CI_COMMIT_TAG" },
      ],
    },
    variables: { GIT_DEPTH: "0", npm_config_cache: ".npm", NODE_VERSION: node },
    default: {
      image: "node:$NODE_VERSION-bookworm",
      timeout: `${plan.settings.timeoutMinutes}m`,
      cache: {
        key: "pipeline-$CI_COMMIT_REF_SLUG-node$NODE_VERSION",
        fallback_keys: [`pipeline-main-node${node}`],
        paths: [".pipeline/cache/", ".npm/"],
      },
    },
    ...Object.fromEntries(plan.jobs.map((job) => [job.name, jobOf(job, plan)])),
  });
  document.commentBefore = ` ${GENERATED_BY}`;
  return { path: ".gitlab-ci.yml", text: document.toString({ lineWidth: 0 }) };
}

function stageOf(job: CiJob): string {
  return job.deployment === undefined ? job.name : "deploy";
}

function jobOf(job: CiJob, plan: CiPlan): object {
  const { settings } = plan;
  const isMatrix = job.nodeVersions.length > 1;
  const variables = variablesOf(job, plan);
  const containers = serviceContainers(job, settings);
  return {
    stage: stageOf(job),
    needs: job.needs.flatMap((need) => needOf(need, plan)),
    rules: rulesOf(job),
    ...(isMatrix ? { parallel: { matrix: matrixOf(job.nodeVersions) } } : {}),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
    ...(containers.length === 0
      ? {}
      : {
          services: containers.map(([service, { image, variables: own }]) => ({
            name: image,
            alias: service,
            variables: own,
          })),
        }),
    ...(job.deployment === undefined ? { interruptible: true } : deploymentOf(job.deployment)),
    ...(job.containerPackages.length === 0 ? {} : { before_script: [installCommand(job.containerPackages)] }),
    script: [job.command],
    ...(job.isReviewed ? { after_script: [REVIEW_COMMAND] } : {}),
    artifacts: artifactsOf(job, settings),
  };
}

/** All cells of a matrix before it. */
function needOf(need: string, { jobs }: CiPlan): readonly object[] {
  const versions = jobs.find(({ name }) => name === need)?.nodeVersions ?? [];
  return [{ job: need, artifacts: true, ...(versions.length > 1 ? { parallel: { matrix: matrixOf(versions) } } : {}) }];
}

function matrixOf(versions: readonly string[]): readonly object[] {
  return versions.map((version, index) => ({
    NODE_VERSION: version,
    PIPELINE_NODE: index === 0 ? "pinned" : "system",
  }));
}

/** `$NAME` of a protected variable is in the job's environment already; it is named so that a reader sees what a job gets. */
function variablesOf(job: CiJob, { settings }: CiPlan): Readonly<Record<string, string>> {
  const approvers = job.deployment?.approvers ?? [];
  return {
    ...(approvers.length === 0 ? {} : { PIPELINE_APPROVERS: approvers.join(",") }),
    ...(job.secrets.length === 0 ? {} : { PIPELINE_SECRETS: job.secrets.join(",") }),
    ...serviceVariables(job, settings, (service) => service),
  };
}

function rulesOf({ condition, deployment }: CiJob): readonly object[] {
  const asked = (deployment?.approvers ?? []).length > 0 ? { when: "manual" } : {};
  return expressionsOf(condition).map((text) => ({ if: text, ...asked }));
}

/** Patterns are anchored: "release/*" is `/^release\/.*$/`. */
function expressionsOf({ branches, tags, isForPullRequests }: Condition): readonly string[] {
  return [
    ...(branches.length === 0 ? [] : [`$CI_COMMIT_BRANCH =~ ${regularExpression(branches)}`]),
    ...(tags.length === 0 ? [] : [`$CI_COMMIT_TAG =~ ${regularExpression(tags)}`]),
    ...(isForPullRequests ? ['$CI_PIPELINE_SOURCE == "merge_request_event"'] : []),
  ];
}

function regularExpression(patterns: readonly string[]): string {
  const alternatives = patterns.map((text) => text.replace(/[./]/g, "\\$&").replace(/\*$/, ".*"));
  return `/^(${alternatives.join("|")})$/`;
}

function deploymentOf({ environment, url }: NonNullable<CiJob["deployment"]>): object {
  return { environment: { name: environment, url }, resource_group: environment };
}

function installCommand(packages: readonly string[]): string {
  return `apt-get update -qq && apt-get install -qq --yes --no-install-recommends ${packages.join(" ")}`;
}

function artifactsOf({ publish, isReviewed }: CiJob, { artifactDays }: CiPlan["settings"]): object {
  const cobertura = publish.find(({ kind }) => kind === "cobertura");
  const junit = [
    ...publish.filter(({ kind }) => kind === "junit").map(({ path }) => path),
    ...(isReviewed ? [REVIEW_REPORTS.junit] : []),
  ];
  const reports = {
    ...(cobertura === undefined ? {} : { coverage_report: { coverage_format: "cobertura", path: cobertura.path } }),
    ...(junit.length === 0 ? {} : { junit }),
    ...(isReviewed ? { codequality: REVIEW_REPORTS.codeQuality } : {}),
  };
  return {
    when: "always",
    expire_in: `${artifactDays} days`,
    paths: [".pipeline/runs/", "reports/"],
    ...(Object.keys(reports).length === 0 ? {} : { reports }),
  };
}
