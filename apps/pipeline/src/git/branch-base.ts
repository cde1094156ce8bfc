import { runGit } from "./run-git.ts";

/** Where HEAD left the branch that it will be merged into, or why that is not known here. */
export type BranchBase =
  | { readonly kind: "branch-point"; readonly commit: string; readonly trunk: string }
  /** HEAD is, or is part of, every trunk that is known. */
  | { readonly kind: "on-trunk"; readonly trunk: string }
  | { readonly kind: "first-commit"; readonly trunk: string }
  | { readonly kind: "no-trunk"; readonly looked: readonly string[]; readonly isShallow: boolean }
  | { readonly kind: "no-merge-base"; readonly trunk: string; readonly isShallow: boolean };

/** Asks git. The first trunk that HEAD has left counts. */
export async function findBranchBase(directory: string, trunks: readonly string[]): Promise<BranchBase> {
  const head = await runGit(directory, "rev-parse", "HEAD");
  const isShallow = (await runGit(directory, "rev-parse", "--is-shallow-repository")) === "true";
  const known = await knownOf(directory, trunks);
  const [first] = known;
  if (first === undefined) return { kind: "no-trunk", looked: trunks, isShallow };
  const points = await Promise.all(known.map((trunk) => runGit(directory, "merge-base", trunk, "HEAD")));
  const left = points.findIndex((commit) => commit !== undefined && commit !== head);
  const commit = points[left];
  if (commit !== undefined) return { kind: "branch-point", commit, trunk: known[left] ?? first };
  const trunk = known[points.indexOf(head)];
  if (trunk === undefined) return { kind: "no-merge-base", trunk: first, isShallow };
  const hasParent = (await runGit(directory, "rev-parse", "--verify", "--quiet", "HEAD^")) !== undefined;
  return { kind: hasParent || isShallow ? "on-trunk" : "first-commit", trunk };
}

async function knownOf(directory: string, refs: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const ref of refs)
    if ((await runGit(directory, "rev-parse", "--verify", "--quiet", `${ref}^{commit}`)) !== undefined) found.push(ref);
  return found;
}

/** Why there is nothing to compare with, and what to fetch; undefined where there is something. */
export function describeMissingBase(base: BranchBase): string | undefined {
  switch (base.kind) {
    case "branch-point":
    case "on-trunk":
    case "first-commit":
      return undefined;
    case "no-trunk":
      return `no branch to compare with is known here (${base.looked.join(", ")}): ${howToFetch(base.isShallow)}`;
    case "no-merge-base":
      return base.isShallow
        ? `this clone is cut off before HEAD and ${base.trunk} meet: ${howToFetch(true)}`
        : `HEAD and ${base.trunk} share no commit: they are two histories; rebase onto ${base.trunk}, or merge it with --allow-unrelated-histories`;
  }
}

function howToFetch(isShallow: boolean): string {
  const branches = '"+refs/heads/*:refs/remotes/origin/*"';
  return isShallow ? `git fetch --unshallow origin ${branches}` : `git fetch origin ${branches}`;
}

/** Refs of the branch that a CI says this change is for, before the trunks of every checkout. */
export function trunksFor(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const target = [
    environment["GITHUB_BASE_REF"],
    environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"],
    environment["CHANGE_TARGET"],
  ].find((name) => name !== undefined && name !== "");
  const own = target === undefined ? [] : [`origin/${target}`, target];
  return [...new Set([...own, "origin/develop", "origin/main", "develop", "main"])];
}
