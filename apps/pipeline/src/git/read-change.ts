import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readUnifiedDiff } from "@ecommerce-cart/quality-gates";
import type { Change, ChangedFile, ReportedFile, UnknownChange } from "@ecommerce-cart/quality-gates";
import { describeMissingBase, findBranchBase } from "./branch-base.ts";
import { runGit } from "./run-git.ts";

/** What a tree is compared with. */
interface Base {
  readonly commit: string;
  /** "merge base with origin/main". */
  readonly name: string;
}

// Whatever a person's own settings of git say.
const DIFF =
  "diff --unified=0 --inter-hunk-context=0 --find-renames --no-relative --ignore-submodules=all --no-color " +
  "--no-ext-diff --no-textconv --src-prefix=a/ --dst-prefix=b/";

/**
 * What the work tree, with all that git would add, changed since its base: where HEAD left one of `trunks`; on a trunk
 * itself the last tag, and where there is none the commit before. Unknown where the history here does not tell.
 */
export async function readChange(
  directory: string,
  { trunks, lastTag }: { readonly trunks: readonly string[]; readonly lastTag?: string | undefined },
): Promise<Change | UnknownChange> {
  if ((await runGit(directory, "rev-parse", "--is-shallow-repository")) === "true")
    return unknown("This clone is shallow, so that what changed is not known: run git fetch --unshallow.");
  const base = await findBase(directory, trunks, lastTag);
  if (typeof base === "string") return unknown(base);
  const files = [...(await readDiff(directory, base.commit)), ...(await readUntracked(directory))];
  return { kind: "change", base: base.commit, baseName: base.name, files: await markGenerated(directory, files) };
}

function unknown(problem: string): UnknownChange {
  return { kind: "unknown", problem };
}

/** The base, or a sentence that says what to do about its absence. */
async function findBase(
  directory: string,
  trunks: readonly string[],
  lastTag: string | undefined,
): Promise<Base | string> {
  const base = await findBranchBase(directory, trunks);
  if (base.kind === "branch-point") return { commit: base.commit, name: `merge base with ${base.trunk}` };
  if (base.kind !== "on-trunk" && base.kind !== "first-commit")
    return `The base of this change is not known: ${describeMissingBase(base)}.`;
  const branch = await runGit(directory, "symbolic-ref", "--quiet", "--short", "HEAD");
  const isTrunk = branch === undefined || trunks.some((trunk) => trunk.replace("origin/", "") === branch);
  if (isTrunk) return findBaseOnTrunk(directory, lastTag);
  // A branch without a commit of its own: what it changes is in the work tree.
  const head = await runGit(directory, "rev-parse", "HEAD");
  return { commit: head ?? "HEAD", name: `merge base with ${base.trunk}` };
}

async function findBaseOnTrunk(directory: string, lastTag: string | undefined): Promise<Base | string> {
  const tagged = lastTag === undefined ? undefined : await runGit(directory, "rev-parse", `${lastTag}^{commit}`);
  if (tagged !== undefined) return { commit: tagged, name: `last release, ${lastTag}` };
  const parent = await runGit(directory, "rev-parse", "--verify", "HEAD^1");
  return parent === undefined
    ? "This is the first commit: there is nothing to compare it with."
    : { commit: parent, name: "commit before" };
}

async function readDiff(directory: string, base: string): Promise<readonly ChangedFile[]> {
  const diff = await runGit(directory, "-c", "core.quotePath=false", ...DIFF.split(" "), base, "--");
  if (diff === undefined) throw new Error(`git cannot compare the work tree with ${base}: run git fsck`);
  const read = readUnifiedDiff(diff);
  if (!read.ok) throw new Error(`line ${read.error.line} of git's diff cannot be read: ${read.error.problem}`);
  return read.value;
}

async function readUntracked(directory: string): Promise<readonly ChangedFile[]> {
  const listed = (await runGit(directory, "ls-files", "-z", "--others", "--exclude-standard")) ?? "";
  const paths = listed.split("\0").filter((path) => path !== "" && !path.endsWith("/"));
  return paths.map((path) => {
    const lineCount = readFileSync(join(directory, path), "utf8").replace(/\n$/, "").split("\n").length;
    return { path, added: [[1, lineCount]] };
  });
}

async function markGenerated(directory: string, files: readonly ChangedFile[]): Promise<readonly ReportedFile[]> {
  const attributes = new Map<string, string>();
  // A command line holds only so many names.
  for (let from = 0; from < files.length; from += 500) {
    const paths = files.slice(from, from + 500).map(({ path }) => path);
    const fields = ((await runGit(directory, "check-attr", "-z", "linguist-generated", "--", ...paths)) ?? "").split(
      "\0",
    );
    for (let at = 0; at + 2 < fields.length; at += 3) attributes.set(fields[at] ?? "", fields[at + 2] ?? "");
  }
  return files.map((file) => ({ ...file, isGenerated: ["set", "true"].includes(attributes.get(file.path) ?? "") }));
}
