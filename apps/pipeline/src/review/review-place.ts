import { existsSync, readFileSync } from "node:fs";
import type { CommentThread } from "./comment-thread.ts";
import { githubThread } from "./github-thread.ts";
import { gitlabThread } from "./gitlab-thread.ts";

/** How a CI wants to be told. */
export type ReviewFormat = "github" | "gitlab" | "jenkins" | "junit" | "markdown";

type Variables = Readonly<Record<string, string | undefined>>;

/** Where a comment would go. */
export type ReviewPlace =
  | { readonly kind: "thread"; readonly thread: CommentThread; readonly isFork: boolean; readonly advice: string }
  /** Nothing can be posted, and that is no mistake: a push, a fork without a token. */
  | { readonly kind: "nowhere"; readonly why: string };

/** The CI that runs this, by its variables; "markdown" for a person's machine. */
export function detectFormat(environment: Variables): ReviewFormat {
  if (environment["GITHUB_ACTIONS"] === "true") return "github";
  if (environment["GITLAB_CI"] === "true") return "gitlab";
  return environment["JENKINS_URL"] === undefined ? "markdown" : "jenkins";
}

/** Where the whole run can be read, as far as the CI says. */
export function reportUrlOf(environment: Variables): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  if (server !== undefined && repository !== undefined && run !== undefined)
    return `${server}/${repository}/actions/runs/${run}`;
  return environment["CI_PIPELINE_URL"] ?? environment["BUILD_URL"];
}

/** Finds the change that this CI builds, and the token that may comment on it. */
export function findPlace(environment: Variables): ReviewPlace {
  if (environment["GITHUB_ACTIONS"] === "true") return githubPlace(environment);
  if (environment["GITLAB_CI"] === "true") return gitlabPlace(environment);
  return { kind: "nowhere", why: "this is neither GitHub Actions nor GitLab CI: there is nothing to post to" };
}

function githubPlace(environment: Variables): ReviewPlace {
  const { number, isFork } = readEvent(environment);
  const repository = environment["GITHUB_REPOSITORY"] ?? "";
  const token = environment["GITHUB_TOKEN"] ?? "";
  if (number === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository))
    return { kind: "nowhere", why: "this run is for no pull request" };
  if (token === "") return { kind: "nowhere", why: withoutToken("GITHUB_TOKEN", isFork) };
  const apiUrl = (environment["GITHUB_API_URL"] ?? "https://api.github.com").replace(/\/$/, "");
  const advice =
    "give the job `permissions: { pull-requests: write }`, and the step `GITHUB_TOKEN: ${{ github.token }}`";
  return { kind: "thread", thread: githubThread({ apiUrl, repository, number, token }), isFork, advice };
}

function gitlabPlace(environment: Variables): ReviewPlace {
  const read = (name: string): string => environment[name] ?? "";
  const iid = Number(read("CI_MERGE_REQUEST_IID"));
  const projectId = read("CI_MERGE_REQUEST_PROJECT_ID") || read("CI_PROJECT_ID");
  const apiUrl = read("CI_API_V4_URL").replace(/\/$/, "");
  if (!isNumber(iid) || projectId === "" || apiUrl === "")
    return { kind: "nowhere", why: "this pipeline is for no merge request" };
  const source = read("CI_MERGE_REQUEST_SOURCE_PROJECT_ID");
  const isFork = source !== "" && source !== projectId;
  const token = read("GITLAB_TOKEN");
  if (token === "") return { kind: "nowhere", why: withoutToken("GITLAB_TOKEN", isFork) };
  const advice = "GITLAB_TOKEN must be a project access token with the scope `api` and the role Reporter or higher";
  return { kind: "thread", thread: gitlabThread({ apiUrl, projectId, iid, token }), isFork, advice };
}

function withoutToken(variable: string, isFork: boolean): string {
  return isFork
    ? `${variable} is not set: changes from forks get no secret`
    : `${variable} is not set: hand it to this step as a secret`;
}

interface GithubEvent {
  readonly pull_request?: {
    readonly number?: unknown;
    /** Null where the fork was deleted. */
    readonly head?: { readonly repo?: { readonly full_name?: unknown } | null };
    readonly base?: { readonly repo?: { readonly full_name?: unknown } | null };
  };
}

/** The number stands in the event's file; GITHUB_REF has it as well ("refs/pull/12/merge"). */
function readEvent(environment: Variables): { readonly number: number | undefined; readonly isFork: boolean } {
  const { pull_request: pull } = readJson(environment["GITHUB_EVENT_PATH"]);
  const inRef = /^refs\/pull\/(\d+)\//.exec(environment["GITHUB_REF"] ?? "")?.[1];
  const number = Number(pull?.number ?? inRef);
  return { number: isNumber(number) ? number : undefined, isFork: pull !== undefined && isFromFork(pull) };
}

function isFromFork({ head, base }: NonNullable<GithubEvent["pull_request"]>): boolean {
  return head?.repo?.full_name !== base?.repo?.full_name;
}

function isNumber(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

function readJson(path: string | undefined): GithubEvent {
  if (path === undefined || !existsSync(path)) return {};
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as GithubEvent | null) ?? {};
  } catch {
    return {};
  }
}
