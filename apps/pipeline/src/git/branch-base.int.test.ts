import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkCommitMessages } from "../jobs/source-jobs.ts";
import { describeMissingBase, findBranchBase, trunksFor } from "./branch-base.ts";

let folder: string;
let origin: string;

function git(directory: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
  return execFileSync("git", [...identity, ...args], { cwd: directory, encoding: "utf8", stdio: "pipe" }).trim();
}

function commit(directory: string, message: string): string {
  git(directory, "commit", "--quiet", "--allow-empty", "--message", message);
  return git(directory, "rev-parse", "HEAD");
}

function clone(...args: readonly string[]): string {
  const directory = join(folder, "clone");
  git(folder, "clone", "--quiet", ...args, `file://${origin}`, directory);
  return directory;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "branch-base-"));
  origin = join(folder, "origin");
  git(folder, "init", "--quiet", "--initial-branch=main", origin);
  commit(origin, "feat(shop): sell things");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the first commit of all is told as that", async () => {
  expect(await findBranchBase(origin, ["main"])).toEqual({ kind: "first-commit", trunk: "main" });
});

test("a branch is compared from where it left", async () => {
  const base = git(origin, "rev-parse", "HEAD");
  git(origin, "switch", "--quiet", "--create", "feature/US-1-x");
  commit(origin, "feat: x");
  expect(await findBranchBase(origin, trunksFor({}))).toEqual({ kind: "branch-point", commit: base, trunk: "main" });
  git(origin, "switch", "--quiet", "main");
  commit(origin, "feat: y");
  expect(await findBranchBase(origin, ["main"])).toEqual({ kind: "on-trunk", trunk: "main" });
});

test("a shallow clone of one branch says what to fetch, and then knows", async () => {
  git(origin, "switch", "--quiet", "--create", "feature/US-1-x");
  commit(origin, "feat: x");
  commit(origin, "feat: y");
  const directory = clone("--depth=1", "--branch=feature/US-1-x");
  const base = await findBranchBase(directory, trunksFor({}));
  expect(base).toMatchObject({ kind: "no-trunk", isShallow: true });
  const advice = describeMissingBase(base) ?? "";
  expect(advice).toContain("git fetch --unshallow origin");
  execFileSync("sh", ["-c", advice.slice(advice.indexOf("git fetch"))], { cwd: directory, stdio: "pipe" });
  expect(await findBranchBase(directory, trunksFor({}))).toMatchObject({ kind: "branch-point", trunk: "origin/main" });
});

test("a shallow clone of all branches is cut off before they meet", async () => {
  git(origin, "switch", "--quiet", "--create", "feature/US-1-x");
  commit(origin, "feat: x");
  commit(origin, "feat: y");
  const directory = clone("--depth=1", "--no-single-branch", "--branch=feature/US-1-x");
  const base = await findBranchBase(directory, trunksFor({}));
  expect(describeMissingBase(base)).toContain(
    "this clone is cut off before HEAD and origin/main meet: git fetch --unshallow",
  );
});

test("two histories that share nothing are told apart from a clone that is cut off", async () => {
  git(origin, "switch", "--quiet", "--orphan", "feature/US-1-x");
  commit(origin, "feat: x");
  expect(describeMissingBase(await findBranchBase(origin, ["main"]))).toContain(
    "share no commit: they are two histories",
  );
});

test("the commit check does not pass on commits that it cannot see", async () => {
  git(origin, "switch", "--quiet", "--create", "feature/US-1-x");
  commit(origin, "feat: x");
  const directory = clone("--depth=1", "--branch=feature/US-1-x");
  execFileSync("cp", ["-r", `${import.meta.dirname}/../../../../environments`, directory]);
  const context = {
    rootDirectory: directory,
    runDirectory: directory,
    source: { commit: git(directory, "rev-parse", "HEAD"), isDirty: false, branch: "feature/US-1-x", label: "x" },
    environment: {},
    environmentName: "staging",
    signal: new AbortController().signal,
    log: () => undefined,
  };
  expect(await checkCommitMessages(context)).toMatchObject({
    kind: "failed",
    reason: expect.stringContaining("git fetch --unshallow") as string,
  });
  expect(await checkCommitMessages({ ...context, environmentName: "development" })).toMatchObject({
    kind: "passed",
    note: expect.stringContaining("warning: the commits of this branch cannot be told") as string,
  });
});

test("the branch that a CI says a change is for comes first", () => {
  expect(trunksFor({ GITHUB_BASE_REF: "release/v1.0.0" })[0]).toBe("origin/release/v1.0.0");
  expect(trunksFor({ GITHUB_BASE_REF: "" })[0]).toBe("origin/develop");
});
