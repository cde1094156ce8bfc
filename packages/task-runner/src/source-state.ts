import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SourceState } from "@ecommerce-cart/pipeline-model";
import { err, ok, unreachable } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Variables } from "./job-environment.ts";

/** The checked-out commit, and whether its history is cut off (a version cannot be derived from it then). */
export interface CheckedOutSource extends SourceState {
  readonly isShallow: boolean;
}

/** Why the commit cannot be told. `describeSourceProblem` says what to do. */
export type SourceProblem =
  | { readonly kind: "not-a-repository"; readonly directory: string }
  | { readonly kind: "no-commits"; readonly directory: string }
  | { readonly kind: "git-missing" }
  | { readonly kind: "git-failed"; readonly message: string };

const SHORT_COMMIT_LENGTH = 7;
const MAX_STATUS_BYTES = 64 * 1024 * 1024;

/**
 * Reads commit, branch and dirtiness of the checkout whose root is `rootDirectory`, in one call of git (a linked work
 * tree needs a second, quick one). Untracked files that are not ignored make it dirty: jobs see them. The variables are those of the CI, which name the branch where HEAD is
 * detached.
 */
export async function readSourceState(
  rootDirectory: string,
  environment: Variables,
): Promise<Result<CheckedOutSource, SourceProblem>> {
  if (!existsSync(join(rootDirectory, ".git"))) return err({ kind: "not-a-repository", directory: rootDirectory });
  const status = await runGit(rootDirectory, ["status", "--porcelain=v2", "--branch", "--untracked-files=normal"]);
  if (!status.ok) return status;
  const shallow = await isShallow(rootDirectory);
  return shallow.ok ? parseStatus(status.value, { rootDirectory, environment, isShallow: shallow.value }) : shallow;
}

/** One sentence a person can act on. */
export function describeSourceProblem(problem: SourceProblem): string {
  switch (problem.kind) {
    case "not-a-repository":
      return `${problem.directory} is not the root of a git checkout: clone the repository, or run "git init" and commit`;
    case "no-commits":
      return `${problem.directory} has no commit yet: commit first, a release names its commit`;
    case "git-missing":
      return "git was not found: install it, and make sure that it is on the PATH";
    case "git-failed":
      return `git could not tell the state of the checkout: ${problem.message}`;
    default:
      return unreachable(problem);
  }
}

/** The branch that a CI says it builds, for a checkout whose HEAD is detached. A tag is no branch. */
export function branchFromCi(environment: Variables): string | undefined {
  if (tagFromCi(environment) !== undefined) return undefined;
  const names = [
    environment["GITHUB_HEAD_REF"],
    environment["GITHUB_REF_NAME"],
    environment["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"],
    environment["CI_COMMIT_BRANCH"],
    environment["CHANGE_BRANCH"],
    environment["BRANCH_NAME"],
  ];
  return names.find((name) => name !== undefined && name !== "");
}

/** The tag that a CI says it builds. */
export function tagFromCi(environment: Variables): string | undefined {
  const isTag = environment["GITHUB_REF_TYPE"] === "tag";
  const names = [isTag ? environment["GITHUB_REF_NAME"] : "", environment["CI_COMMIT_TAG"], environment["TAG_NAME"]];
  return names.find((name) => name !== undefined && name !== "");
}

interface StatusContext {
  readonly rootDirectory: string;
  readonly environment: Variables;
  readonly isShallow: boolean;
}

function parseStatus(text: string, context: StatusContext): Result<CheckedOutSource, SourceProblem> {
  const lines = text.split("\n").filter((line) => line !== "");
  const header = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length);
  const commit = header("oid");
  if (commit === undefined || commit === "(initial)")
    return err({ kind: "no-commits", directory: context.rootDirectory });
  const isDirty = lines.some((line) => !line.startsWith("#"));
  const head = header("head");
  const branch = head === undefined || head === "(detached)" ? branchFromCi(context.environment) : head;
  const label = commit.slice(0, SHORT_COMMIT_LENGTH) + (isDirty ? "-dirty" : "");
  return ok({ commit, isDirty, label, isShallow: context.isShallow, ...(branch === undefined ? {} : { branch }) });
}

/** `.git` is a file in a linked work tree; there git itself must say. */
async function isShallow(rootDirectory: string): Promise<Result<boolean, SourceProblem>> {
  const gitFolder = join(rootDirectory, ".git");
  if (existsSync(join(gitFolder, "HEAD"))) return ok(existsSync(join(gitFolder, "shallow")));
  const answer = await runGit(rootDirectory, ["rev-parse", "--is-shallow-repository"]);
  return answer.ok ? ok(answer.value.trim() === "true") : answer;
}

function runGit(directory: string, args: readonly string[]): Promise<Result<string, SourceProblem>> {
  // Without optional locks, git does not rewrite the index beside a git of the person's.
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
  return new Promise((resolve) => {
    execFile("git", args, { cwd: directory, env, maxBuffer: MAX_STATUS_BYTES }, (error, stdout, stderr) => {
      if (error === null) resolve(ok(stdout));
      else if (error.code === "ENOENT") resolve(err({ kind: "git-missing" }));
      else resolve(err({ kind: "git-failed", message: stderr.trim() || error.message }));
    });
  });
}
