import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readUnifiedDiff } from "@ecommerce-cart/quality-gates";
import type { Change, ChangedFile, ReportedFile, UnknownChange } from "@ecommerce-cart/quality-gates";
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
  const head = await runGit(directory, "rev-parse", "--verify", "HEAD");
  const points = await Promise.all(trunks.map((trunk) => findPoint(directory, trunk)));
  const known = points.filter((point) => point !== undefined);
  const branch = await runGit(directory, "symbolic-ref", "--quiet", "--short", "HEAD");
  const isOnTrunk = branch === undefined || trunks.some((trunk) => trunk.replace("origin/", "") === branch);
  const branchPoint = known.find(({ commit }) => commit !== undefined && !(isOnTrunk && commit === head));
  if (branchPoint?.commit !== undefined) return { commit: branchPoint.commit, name: branchPoint.name };
  if (known.every(({ commit }) => commit === undefined))
    return "No trunk is known here that this branch left: run git fetch origin main.";
  const tagged = lastTag === undefined ? undefined : await runGit(directory, "rev-parse", `${lastTag}^{commit}`);
  if (tagged !== undefined) return { commit: tagged, name: `last release, ${lastTag}` };
  const parent = await runGit(directory, "rev-parse", "--verify", "HEAD^1");
  return parent === undefined
    ? "This is the first commit: there is nothing to compare it with."
    : { commit: parent, name: "commit before" };
}

/** Where HEAD left a trunk; its commit is undefined where the two have no history in common, the whole where it is not known. */
async function findPoint(directory: string, trunk: string) {
  if ((await runGit(directory, "rev-parse", "--verify", "--quiet", `${trunk}^{commit}`)) === undefined)
    return undefined;
  return { commit: await runGit(directory, "merge-base", trunk, "HEAD"), name: `merge base with ${trunk}` };
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
