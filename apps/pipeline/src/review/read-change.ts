import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { classifyMigration, compareLockfiles, isGeneratedFile, parseNumstat } from "@ecommerce-cart/code-review";
import type { ChangedFile, ChangeSummary, MigrationChange } from "@ecommerce-cart/code-review";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { describeMissingBase, findBranchBase } from "../git/branch-base.ts";
import { runGit } from "../git/run-git.ts";

const MIGRATION = /(?:^|\/)migrations\/[^/]+\.sql$/;
const HEAD_BYTES = 400;

/** What HEAD changes since it left the branch that it is for. The failure is a phrase that says what to fetch. */
export async function readChange(
  rootDirectory: string,
  trunks: readonly string[],
): Promise<Result<ChangeSummary, string>> {
  const base = await findBranchBase(rootDirectory, trunks);
  if (base.kind === "on-trunk") return err("HEAD is part of the branch that it would be compared with");
  if (base.kind === "first-commit") return err("this is the first commit: there is nothing to compare it with");
  if (base.kind !== "branch-point") return err(describeMissingBase(base) ?? base.kind);
  const range = [base.commit, "HEAD", "--"];
  const numstat = await runGit(rootDirectory, "diff", "--numstat", "-z", "--find-renames", "--no-ext-diff", ...range);
  if (numstat === undefined) return err(`git cannot compare HEAD with ${base.trunk}: git fetch origin`);
  const files = parseNumstat(numstat).map((file) => withKind(rootDirectory, file));
  const at = (commit: string, path: string): Promise<string | undefined> =>
    runGit(rootDirectory, "show", `${commit}:${path}`);
  const lockfiles = [
    (await at(base.commit, "package-lock.json")) ?? "",
    (await at("HEAD", "package-lock.json")) ?? "",
  ] as const;
  return ok({
    base: `${base.trunk} at ${base.commit.slice(0, 7)}`,
    files,
    dependencies: compareLockfiles(...lockfiles) ?? [],
    migrations: await readMigrations(files, { base: base.commit, at }),
  });
}

function withKind(rootDirectory: string, file: Omit<ChangedFile, "isGenerated">): ChangedFile {
  return { ...file, isGenerated: isGeneratedFile(file.path, firstBytes(join(rootDirectory, file.path))) };
}

/** A link is not followed: it may point anywhere. */
function firstBytes(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return "";
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    return buffer.toString("utf8", 0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

interface Versions {
  readonly base: string;
  readonly at: (commit: string, path: string) => Promise<string | undefined>;
}

async function readMigrations(
  files: readonly ChangedFile[],
  { base, at }: Versions,
): Promise<readonly MigrationChange[]> {
  const touched = files.filter(({ path, previousPath = "" }) => MIGRATION.test(path) || MIGRATION.test(previousPath));
  return Promise.all(
    touched.map(async ({ path, previousPath }) => {
      const before = await at(base, previousPath ?? path);
      const after = await at("HEAD", path);
      const kind = after === undefined ? "removed" : before === undefined ? "added" : "changed";
      return { path, kind, hints: after === undefined ? [] : classifyMigration(after) };
    }),
  );
}
