import type { ParsedCommit } from "./commit.ts";

/**
 * The commits that still hold: a commit and its revert within the list leave both out, a revert of that revert
 * brings the commit back (and is left out too). Reverts of commits outside the list stay. The order is kept.
 */
export function inEffect(commits: readonly ParsedCommit[]): readonly ParsedCommit[] {
  const reverts = commits.filter((commit) => commit.revertedHash !== undefined);
  const settled = new Map<string, boolean>();
  const holds = (commit: ParsedCommit): boolean => {
    const known = settled.get(commit.hash);
    if (known !== undefined) return known;
    // Set before looking further: messages that name each other (made by hand) must not loop.
    settled.set(commit.hash, true);
    const isHeld = !reverts.some((other) => isRevertOf(other, commit) && holds(other));
    settled.set(commit.hash, isHeld);
    return isHeld;
  };
  const isRevertWithin = (commit: ParsedCommit): boolean =>
    commit.revertedHash !== undefined && commits.some((other) => isRevertOf(commit, other));
  return commits.filter((commit) => holds(commit) && !isRevertWithin(commit));
}

function isRevertOf(revert: ParsedCommit, commit: ParsedCommit): boolean {
  return revert.revertedHash !== undefined && commit.hash.startsWith(revert.revertedHash);
}
