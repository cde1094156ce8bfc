import { parse } from "yaml";
import { REVIEW_COMMAND } from "../ci-plan.ts";
import { allMatches } from "./ci-shape.ts";
import type { CiShape, JobShape } from "./ci-shape.ts";

interface GithubJob {
  readonly if: string;
  readonly needs?: readonly string[];
  readonly environment?: { readonly name: string };
  readonly strategy?: { readonly matrix: { readonly include: readonly { readonly node: string }[] } };
  readonly steps: readonly {
    readonly run?: string;
    readonly uses?: string;
    readonly with?: Record<string, unknown>;
    readonly env?: Record<string, string>;
  }[];
}

interface GithubFile {
  readonly on: {
    readonly push: { readonly branches: readonly string[]; readonly tags: readonly string[] };
    readonly pull_request?: object;
  };
  readonly jobs: Readonly<Record<string, GithubJob>>;
}

/** Reads a workflow of ours back: what starts a job must start the workflow, too. */
export function readGithub(text: string): CiShape {
  const { on, jobs } = parse(text) as GithubFile;
  const isStarted = (filters: readonly string[]) => (pattern: string) =>
    filters.includes("**") || filters.includes(pattern.replace(/\*$/, "**"));
  return {
    jobs: Object.entries(jobs).map(([name, job]) => {
      const shape = readJob(name, job);
      return {
        ...shape,
        branches: shape.branches.filter(isStarted(on.push.branches)),
        tags: shape.tags.filter(isStarted(on.push.tags)),
        isForPullRequests: shape.isForPullRequests && on.pull_request !== undefined,
      };
    }),
  };
}

function readJob(name: string, job: GithubJob): JobShape {
  const commands = job.steps.filter(({ run }) => run !== undefined);
  const own = commands.filter(({ run }) => run !== REVIEW_COMMAND);
  const environment = own[0]?.env ?? {};
  const secrets = Object.values(environment).flatMap((value) => allMatches(value, /^\$\{\{ secrets\.(\w+) \}\}$/g));
  return {
    name,
    command: own.map(({ run }) => run).join("\n"),
    needs: (job.needs ?? []).toSorted(),
    branches: refsUnder("heads/", job.if),
    tags: refsUnder("tags/", job.if),
    isForPullRequests: job.if.includes("github.event_name == 'pull_request'"),
    nodeVersions: nodeVersionsOf(job),
    secrets: secrets.toSorted(),
    isReviewed: commands.at(-1)?.run === REVIEW_COMMAND,
    environment: job.environment?.name,
    approvers: environment["PIPELINE_APPROVERS"]?.split(",") ?? [],
  };
}

function refsUnder(prefix: string, condition: string): readonly string[] {
  const refs = [
    ...allMatches(condition, /github\.ref == 'refs\/(\S+)'/g),
    ...allMatches(condition, /startsWith\(github\.ref, 'refs\/(\S+)'\)/g).map((text) => `${text}*`),
  ];
  const below = refs.filter((ref) => ref.startsWith(prefix));
  return below.map((ref) => ref.slice(prefix.length)).toSorted();
}

function nodeVersionsOf({ strategy, steps }: GithubJob): readonly string[] {
  const setup = steps.find(({ uses }) => uses?.startsWith("actions/setup-node@"));
  return strategy?.matrix.include.map(({ node }) => node) ?? [String(setup?.with?.["node-version"])];
}
