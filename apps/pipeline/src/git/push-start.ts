import { existsSync, readFileSync } from "node:fs";
import { runGit } from "./run-git.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Where the push to a trunk began: the commit before it, as the CI says, where HEAD descends from that; else the commit
 * before HEAD. Undefined for a first commit. What earlier pushes brought was checked then, and cannot be mended any more.
 */
export async function findPushStart(directory: string, environment: Variables): Promise<string | undefined> {
  const named = [
    beforeOfEvent(environment["GITHUB_EVENT_PATH"]),
    environment["CI_COMMIT_BEFORE_SHA"],
    environment["GIT_PREVIOUS_COMMIT"],
  ].find((commit) => commit !== undefined && /^[0-9a-f]{7,64}$/.test(commit) && !/^0+$/.test(commit));
  if (named !== undefined && (await isBeforeHead(directory, named))) return named;
  return runGit(directory, "rev-parse", "--verify", "--quiet", "HEAD^1");
}

/** False where it is unknown here, HEAD itself, or was pushed over. */
async function isBeforeHead(directory: string, commit: string): Promise<boolean> {
  if ((await runGit(directory, "rev-parse", "--verify", "--quiet", `${commit}^{commit}`)) === undefined) return false;
  const head = await runGit(directory, "rev-parse", "HEAD");
  return head !== commit && (await runGit(directory, "merge-base", "--is-ancestor", commit, "HEAD")) !== undefined;
}

function beforeOfEvent(path: string | undefined): string | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  try {
    const { before } = JSON.parse(readFileSync(path, "utf8")) as { readonly before?: unknown };
    return typeof before === "string" ? before : undefined;
  } catch {
    return undefined;
  }
}
