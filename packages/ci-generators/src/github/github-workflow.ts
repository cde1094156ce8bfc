import { Document, isScalar, visit } from "yaml";
import type { CiJob, CiPlan } from "../ci-plan.ts";
import { REVIEW_COMMAND, serviceContainers, serviceVariables } from "../ci-plan.ts";
import { GENERATED_BY } from "../generated-file.ts";
import type { GeneratedFile } from "../generated-file.ts";
import { PINNED_ACTIONS } from "../pinned-actions.ts";
import { githubCondition, githubFilter } from "./github-condition.ts";
import { publishSteps } from "./publish-steps.ts";
import type { Step } from "./publish-steps.ts";

const CACHED = [".pipeline/cache", "~/.npm"];
const WIDTH_OFF = { lineWidth: 0 };

/** The plan as `.github/workflows/pipeline.yml`. */
export function githubWorkflow(plan: CiPlan): GeneratedFile {
  const document = new Document({
    name: plan.name,
    on: triggersOf(plan),
    permissions: { contents: "read" },
    // A deployment under way is never cut off; a pull request's older run is of no use.
    concurrency: {
      group: "${{ github.workflow }}-${{ github.ref }}",
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    defaults: { run: { shell: "bash" } },
    jobs: Object.fromEntries(plan.jobs.map((job) => [job.name, jobOf(job, plan)])),
  });
  document.commentBefore = ` ${GENERATED_BY}`;
  nameVersions(document);
  return { path: ".github/workflows/pipeline.yml", text: document.toString(WIDTH_OFF) };
}

function triggersOf({ jobs, settings }: CiPlan): object {
  const branches = [...new Set(jobs.flatMap(({ condition }) => condition.branches))];
  return {
    push: {
      branches: branches.includes("*") ? ["**"] : branches.map(githubFilter),
      tags: settings.releases.tags.map(githubFilter),
    },
    pull_request: {},
    release: { types: ["published"] },
  };
}

function jobOf(job: CiJob, plan: CiPlan): object {
  const { deployment, nodeVersions, needs } = job;
  const isMatrix = nodeVersions.length > 1;
  return {
    name: isMatrix ? `${job.name} (Node \${{ matrix.node }})` : job.name,
    ...(needs.length === 0 ? {} : { needs }),
    if: githubCondition(job.condition),
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": plan.settings.timeoutMinutes,
    permissions: permissionsOf(job),
    ...(isMatrix ? { strategy: { "fail-fast": false, matrix: { include: matrixOf(nodeVersions) } } } : {}),
    ...(deployment === undefined ? {} : deploymentOf(deployment)),
    ...servicesOf(job, plan),
    steps: stepsOf(job, plan),
  };
}

function permissionsOf({ publish, isReviewed }: CiJob): object {
  const isScanned = publish.some(({ kind }) => kind === "sarif");
  return {
    contents: "read",
    ...(isReviewed ? { "pull-requests": "write" } : {}),
    ...(isScanned ? { "security-events": "write" } : {}),
  };
}

/** The first version is the one that the lockfile pins; the others are the machine's. */
function matrixOf(versions: readonly string[]): readonly object[] {
  return versions.map((node, index) => ({ node, engine: index === 0 ? "pinned" : "system" }));
}

function deploymentOf({ environment, url }: NonNullable<CiJob["deployment"]>): object {
  return {
    environment: { name: environment, url },
    concurrency: { group: `deploy-${environment}`, "cancel-in-progress": false },
  };
}

function servicesOf(job: CiJob, { settings }: CiPlan): object {
  const containers = serviceContainers(job, settings).map(([service, { image, port, healthCommand, variables }]) => [
    service,
    {
      image,
      ports: [`${port}:${port}`],
      env: variables,
      options: `--health-cmd "${healthCommand}" --health-interval 5s --health-timeout 5s --health-retries 12`,
    },
  ]);
  return containers.length === 0 ? {} : { services: Object.fromEntries(containers) };
}

function stepsOf(job: CiJob, { settings }: CiPlan): readonly Step[] {
  const node = job.nodeVersions.length > 1 ? "${{ matrix.node }}" : (job.nodeVersions[0] ?? "");
  const suffix = job.nodeVersions.length > 1 ? `-node${node}` : "";
  const cache = `pipeline-\${{ runner.os }}-node${node}-`;
  return [
    // Commit messages and changed lines are judged against the merge base: the whole history is needed.
    { uses: PINNED_ACTIONS.checkout.uses, with: { "fetch-depth": 0, "persist-credentials": false } },
    { uses: PINNED_ACTIONS.setupNode.uses, with: { "node-version": node } },
    {
      uses: PINNED_ACTIONS.cache.uses,
      with: {
        path: CACHED.join("\n"),
        key: `${cache}\${{ github.sha }}-${job.name}-\${{ github.run_attempt }}`,
        "restore-keys": `${cache}\${{ github.sha }}-\n${cache}`,
      },
    },
    { run: job.command, env: variablesOf(job, settings) },
    ...(job.isReviewed ? [REVIEW_STEP] : []),
    {
      if: "always()",
      uses: PINNED_ACTIONS.uploadArtifact.uses,
      with: {
        name: `run-${job.name}${suffix}`,
        path: [".pipeline/runs", "reports"].join("\n"),
        "include-hidden-files": true,
        "if-no-files-found": "error",
        "retention-days": settings.artifactDays,
      },
    },
    ...publishSteps(job),
  ];
}

/** The token is handed to this step alone. */
const REVIEW_STEP: Step = {
  if: "always() && github.event_name == 'pull_request'",
  run: REVIEW_COMMAND,
  env: { CI: "true", GITHUB_TOKEN: "${{ github.token }}" },
};

function variablesOf(job: CiJob, settings: CiPlan["settings"]): object {
  const approvers = job.deployment?.approvers ?? [];
  return {
    CI: "true",
    ...(job.nodeVersions.length > 1 ? { PIPELINE_NODE: "${{ matrix.engine }}" } : {}),
    ...(approvers.length === 0 ? {} : { PIPELINE_APPROVERS: approvers.join(",") }),
    ...serviceVariables(job, settings, () => "127.0.0.1"),
    ...Object.fromEntries(job.secrets.map((name) => [name, `\${{ secrets.${name} }}`])),
  };
}

/** The version that a commit stands for, as a comment behind it. */
function nameVersions(document: Document): void {
  const versions = new Map(Object.values(PINNED_ACTIONS).map(({ uses, version }) => [uses as string, version]));
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || key.value !== "uses" || !isScalar(value)) return;
      const version = versions.get(String(value.value));
      if (version !== undefined) value.comment = ` ${version}`;
    },
  });
}
