import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { latestTag } from "../delivery/plan-release.ts";
import { runGit } from "../git/run-git.ts";

/**
 * The tag of the release before HEAD's own: the highest final version ("v1.2.0") in its history. Undefined where there is
 * none; the error says what to fetch where that cannot be told.
 */
export async function findReleaseTag(directory: string): Promise<Result<string | undefined, string>> {
  if ((await runGit(directory, "rev-parse", "--is-shallow-repository")) === "true")
    return err("this clone is cut off, so that the release before is not known: git fetch --unshallow --tags");
  const listed = await runGit(directory, "tag", "--merged", "HEAD", "--no-contains", "HEAD");
  if (listed === undefined) return err("git cannot list the tags before this commit: run git fsck");
  return ok(latestTag(listed.split("\n")));
}
