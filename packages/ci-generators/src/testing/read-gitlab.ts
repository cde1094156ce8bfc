import { parse } from "yaml";
import { REVIEW_COMMAND } from "../ci-plan.ts";
import { allMatches } from "./ci-shape.ts";
import type { CiShape, JobShape } from "./ci-shape.ts";

interface GitlabJob {
  readonly needs: readonly { readonly job: string }[];
  readonly rules: readonly { readonly if: string; readonly when?: string }[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly parallel?: { readonly matrix: readonly { readonly NODE_VERSION: string }[] };
  readonly environment?: { readonly name: string };
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
}

const KEYWORDS = ["stages", "workflow", "variables", "default"];
const IS_REQUEST = '$CI_PIPELINE_SOURCE == "merge_request_event"';

/**
 * Reads a `.gitlab-ci.yml` of ours back. A job runs for merge requests where the whole file does too; a person is asked
 * only where every rule of the job waits for one.
 */
export function readGitlab(text: string): CiShape {
  const file = parse(text) as GitlabFile;
  const { workflow, variables } = file;
  const jobs = Object.entries(file).filter(([name]) => !KEYWORDS.includes(name)) as [string, GitlabJob][];
  const place = {
    node: variables["NODE_VERSION"] ?? "",
    isForRequests: workflow.rules.some((rule) => rule.if === IS_REQUEST),
  };
  return {
    jobs: jobs.map(([name, job]) => readJob(name, job, place)),
  };
}

interface GitlabFile {
  readonly stages: readonly string[];
  readonly workflow: { readonly rules: readonly { readonly if: string }[] };
  readonly variables: Readonly<Record<string, string>>;
  readonly default: object;
}

interface FilePlace {
  readonly node: string;
  readonly isForRequests: boolean;
}

function readJob(name: string, job: GitlabJob, { node, isForRequests }: FilePlace): JobShape {
  const conditions = job.rules.map((rule) => rule.if);
  const isAsked = job.rules.every(({ when }) => when === "manual");
  return {
    name,
    command: job.script.join("\n"),
    needs: job.needs.map((need) => need.job).toSorted(),
    branches: patternsOf(conditions, "$CI_COMMIT_BRANCH"),
    tags: patternsOf(conditions, "$CI_COMMIT_TAG"),
    isForPullRequests: isForRequests && conditions.includes(IS_REQUEST),
    nodeVersions: job.parallel?.matrix.map(({ NODE_VERSION }) => NODE_VERSION) ?? [node],
    secrets: listOf(job.variables?.["PIPELINE_SECRETS"]),
    isReviewed: job.after_script?.join() === REVIEW_COMMAND,
    environment: job.environment?.name,
    approvers: isAsked ? listOf(job.variables?.["PIPELINE_APPROVERS"]) : [],
  };
}

function listOf(text: string | undefined): readonly string[] {
  return text?.split(",").toSorted() ?? [];
}

function patternsOf(conditions: readonly string[], variable: string): readonly string[] {
  return conditions
    .filter((text) => text.startsWith(`${variable} =~ `))
    .flatMap((text) => allMatches(text, /\/\^\((.*)\)\$\/$/g))
    .flatMap((alternatives) => alternatives.split("|"))
    .map((one) => one.replace(/\.\*$/, "*").replace(/\\([./])/g, "$1"))
    .toSorted();
}
