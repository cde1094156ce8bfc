import type { Environment } from "@ecommerce-cart/environments";
import type { BranchTrigger, Pipeline, ServiceName, Stage } from "@ecommerce-cart/pipeline-model";
import type { CiSettings, PublishedReport, ServiceImage } from "./ci-settings.ts";

/** What every CI is asked to do: the same jobs, in the same order, under the same conditions. */
export interface CiPlan {
  readonly name: string;
  readonly jobs: readonly CiJob[];
  readonly settings: CiSettings;
}

/** One job of a CI: a stage of the pipeline, or a deployment. Its one step is one command of ours. */
export interface CiJob {
  /** The stage's name, or "deploy-<environment>". */
  readonly name: string;
  /** Example: "./pipeline run build --for-branch". */
  readonly command: string;
  /** Names of the jobs before it. */
  readonly needs: readonly string[];
  readonly condition: Condition;
  /** On each of them; one where the job is no matrix. */
  readonly nodeVersions: readonly string[];
  /** Names only; values are the CI's. Sorted. */
  readonly secrets: readonly string[];
  readonly services: readonly ServiceName[];
  readonly publish: readonly PublishedReport[];
  /** Debian packages that a container of Node's lacks. */
  readonly containerPackages: readonly string[];
  /** After the last stage of a pull request, however it ended: its run is told there, in one comment. */
  readonly isReviewed: boolean;
  /** What a deployment goes to; undefined for a stage. */
  readonly deployment?: Deployment;
}

/** When a job runs: any one of these is enough. Patterns have "*" for any text; empty: never for that reason. */
export interface Condition {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly isForPullRequests: boolean;
}

/** The environment of a deployment, and whether people must agree first. */
export interface Deployment {
  readonly environment: string;
  readonly url: string;
  /** Groups that may approve; empty: nobody is asked. */
  readonly approvers: readonly string[];
}

/** All that a plan is made from. */
export interface CiSources {
  readonly pipeline: Pipeline;
  readonly settings: CiSettings;
  /** Which branches run which stages. */
  readonly branchTriggers: readonly BranchTrigger[];
  readonly environments: readonly Environment[];
}

/** What a reviewed job runs last; only where a change is proposed does it post. */
export const REVIEW_COMMAND = "./pipeline review --post --reports";

/** What `review --reports` writes, relative to the root: GitLab's code quality report, and jobs and gates as JUnit XML. */
export const REVIEW_REPORTS = {
  codeQuality: "reports/code-quality.json",
  junit: "reports/pipeline.junit.xml",
} as const;

/** The last stage is what each environment's deployment runs; it is no CI job of its own. */
const DEPLOY_STAGE = "deploy";

/**
 * Lays out the CI jobs of a pipeline: one per stage but the last, each after the one before, then one deployment for
 * each environment that a push deploys to. An environment of one machine (an embedded database) is nobody's to deploy
 * from elsewhere.
 */
export function planCi({ pipeline, settings, branchTriggers, environments }: CiSources): CiPlan {
  const stages = pipeline.stages.filter(({ name }) => name !== DEPLOY_STAGE);
  const order = stages.map(({ name }) => name);
  const jobs = stages.map((stage, index) =>
    stageJob(stage, { before: order[index - 1], order, settings, branchTriggers }),
  );
  const deployed = environments.filter(
    ({ trigger, database }) => trigger.on !== "manual" && database.kind !== "embedded",
  );
  const deploySecrets =
    pipeline.stages.find(({ name }) => name === DEPLOY_STAGE)?.jobs.flatMap(({ secrets }) => secrets) ?? [];
  const last = order.at(-1);
  const deployments = deployed.map((environment) => deploymentJob(environment, { last, settings, deploySecrets }));
  return { name: pipeline.name, settings, jobs: [...jobs, ...deployments] };
}

interface StagePlace {
  readonly before: string | undefined;
  readonly order: readonly string[];
  readonly settings: CiSettings;
  readonly branchTriggers: readonly BranchTrigger[];
}

function stageJob({ name, jobs }: Stage, place: StagePlace): CiJob {
  const { before, settings } = place;
  return {
    name,
    command: `./pipeline run ${name} --for-branch`,
    needs: before === undefined ? [] : [before],
    condition: conditionOf(name, place),
    nodeVersions: settings.matrixStages.includes(name) ? settings.nodeVersions : settings.nodeVersions.slice(0, 1),
    secrets: sortedSet(jobs.flatMap(({ secrets }) => secrets)),
    services: sortedSet(jobs.flatMap(({ services }) => services)),
    publish: settings.publish.filter(({ stage }) => stage === name),
    containerPackages: settings.containerPackages[name] ?? [],
    isReviewed: name === settings.pullRequestUntil,
  };
}

function conditionOf(stage: string, { order, settings, branchTriggers }: StagePlace): Condition {
  const { pullRequestUntil, releases } = settings;
  const reaches = (until: string): boolean => order.indexOf(stage) <= order.indexOf(until);
  const branches = branchTriggers.filter(({ stages }) => stages.includes(stage)).map(({ pattern }) => pattern);
  return {
    branches: branches.includes("*") ? ["*"] : branches,
    tags: reaches(releases.until) ? releases.tags : [],
    isForPullRequests: reaches(pullRequestUntil),
  };
}

interface DeploymentPlace {
  readonly last: string | undefined;
  readonly settings: CiSettings;
  readonly deploySecrets: readonly string[];
}

function deploymentJob(environment: Environment, { last, settings, deploySecrets }: DeploymentPlace): CiJob {
  const { name, url, trigger, approval, database, redis } = environment;
  const variables = [database, redis].flatMap((source) => (source.kind === "variable" ? [source.variable] : []));
  return {
    name: `deploy-${name}`,
    command: `./pipeline run deploy --environment ${name}`,
    needs: last === undefined ? [] : [last],
    condition: { branches: trigger.branches, tags: [], isForPullRequests: false },
    nodeVersions: settings.nodeVersions.slice(0, 1),
    secrets: sortedSet([...deploySecrets, ...variables]),
    services: [],
    publish: [],
    containerPackages: [],
    isReviewed: false,
    deployment: { environment: name, url, approvers: approval.required > 0 ? approval.by : [] },
  };
}

function sortedSet<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].toSorted();
}

/** The variables that lead jobs to containers, `host` being where those run. Example: DATABASE_URL. */
export function serviceVariables(
  job: CiJob,
  settings: CiSettings,
  host: (service: ServiceName) => string,
): Readonly<Record<string, string>> {
  const entries = job.services.flatMap((service) =>
    Object.entries(settings.serviceImages[service]?.provides ?? {}).map(
      ([name, value]) => [name, value.replace("HOST", host(service))] as const,
    ),
  );
  return Object.fromEntries(entries);
}

/** The containers that a job's services run in, by service. */
export function serviceContainers(job: CiJob, settings: CiSettings): readonly (readonly [ServiceName, ServiceImage])[] {
  return job.services.flatMap((service) => {
    const image = settings.serviceImages[service];
    return image === undefined ? [] : [[service, image] as const];
  });
}
