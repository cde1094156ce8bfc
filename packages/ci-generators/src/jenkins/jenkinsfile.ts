import type { CiJob, CiPlan, Condition } from "../ci-plan.ts";
import { REVIEW_REPORTS } from "../ci-plan.ts";
import { GENERATED_BY } from "../generated-file.ts";
import type { GeneratedFile } from "../generated-file.ts";
import { block, quote } from "./groovy-text.ts";
import type { Lines } from "./groovy-text.ts";

/** The plan as a declarative `Jenkinsfile` for a multibranch pipeline. Services are started by our own command. */
export function jenkinsfile(plan: CiPlan): GeneratedFile {
  const body = block("pipeline", [
    "agent any",
    ...block("options", [
      `timeout(time: ${plan.settings.timeoutMinutes * plan.jobs.length}, unit: 'MINUTES')`,
      "disableConcurrentBuilds()",
      `buildDiscarder(logRotator(daysToKeepStr: ${quote(String(plan.settings.artifactDays))}))`,
    ]),
    ...block("environment", ["CI = 'true'"]),
    ...block(
      "stages",
      plan.jobs.flatMap((job) => stageOf(job, plan)),
    ),
  ]);
  return { path: "Jenkinsfile", text: `// ${GENERATED_BY}\n${body.join("\n")}\n` };
}

/** Stages run one after the other: a need is the stage before. Deployments need the last stage, which is before them all. */
function stageOf(job: CiJob, plan: CiPlan): Lines {
  const isMatrix = job.nodeVersions.length > 1;
  return block(`stage(${quote(job.name)})`, [
    ...whenOf(job.condition),
    ...inputOf(job),
    ...block("options", [`timeout(time: ${plan.settings.timeoutMinutes}, unit: 'MINUTES')`]),
    ...(isMatrix ? matrixOf(job, plan) : stepsOf(job, plan, quote(`node-${job.nodeVersions[0] ?? ""}`))),
  ]);
}

/** Asked before an agent is taken, and only where the stage runs at all. */
function whenOf({ branches, tags, isForPullRequests }: Condition): Lines {
  return block("when", [
    "beforeInput true",
    ...block("anyOf", [
      ...branches.map((pattern) => `branch pattern: ${quote(glob(pattern))}, comparator: 'GLOB'`),
      ...tags.map((pattern) => `tag pattern: ${quote(glob(pattern))}, comparator: 'GLOB'`),
      ...(isForPullRequests ? ["changeRequest()"] : []),
    ]),
  ]);
}

/** As Ant reads it, where "*" stops at a slash and "**" does not. */
function glob(pattern: string): string {
  return pattern.replace(/\*$/, "**");
}

function inputOf({ deployment }: CiJob): Lines {
  if (deployment === undefined || deployment.approvers.length === 0) return [];
  return block("input", [
    `message ${quote(`Deploy to ${deployment.environment} (${deployment.url})?`)}`,
    `submitter ${quote(deployment.approvers.join(","))}`,
  ]);
}

function matrixOf(job: CiJob, plan: CiPlan): Lines {
  const versions = job.nodeVersions.map(quote).join(", ");
  return block("matrix", [
    ...block("axes", block("axis", ["name 'NODE_VERSION'", `values ${versions}`])),
    ...block("stages", block(`stage(${quote(`${job.name} on Node`)})`, stepsOf(job, plan, '"node-${NODE_VERSION}"'))),
  ]);
}

/** `tool` is a string of Groovy: the name of an installation of Node. */
function stepsOf(job: CiJob, { settings }: CiPlan, tool: string): Lines {
  const pinned = settings.nodeVersions[0] ?? "";
  const engine =
    job.nodeVersions.length > 1 ? [`"PIPELINE_NODE=\${NODE_VERSION == ${quote(pinned)} ? 'pinned' : 'system'}"`] : [];
  const command = [`sh ${quote(job.command)}`];
  const withSecrets =
    job.secrets.length === 0 ? command : block(`withCredentials([${job.secrets.map(credential).join(", ")}])`, command);
  const withNode = block(`nodejs(nodeJSInstallationName: ${tool})`, withSecrets);
  return [
    ...block("steps", engine.length === 0 ? withNode : block(`withEnv([${engine.join(", ")}])`, withNode)),
    ...block(
      "post",
      block("always", [
        ...(job.isReviewed ? ["sh './pipeline review --format jenkins --reports'"] : []),
        ...junitOf(job),
        "archiveArtifacts artifacts: '.pipeline/runs/**, reports/**', allowEmptyArchive: false, defaultExcludes: false",
      ]),
    ),
  ];
}

/** Test results for Jenkins' own pages; a job that failed early has none. */
function junitOf({ publish, isReviewed }: CiJob): Lines {
  const paths = publish.filter(({ kind }) => kind === "junit").map(({ path }) => path);
  const all = isReviewed ? [...paths, REVIEW_REPORTS.junit] : paths;
  return all.length === 0 ? [] : [`junit testResults: ${quote(all.join(", "))}, allowEmptyResults: true`];
}

function credential(name: string): string {
  return `string(credentialsId: ${quote(name)}, variable: ${quote(name)})`;
}
