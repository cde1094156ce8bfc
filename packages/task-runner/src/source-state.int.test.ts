import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { branchFromCi, describeSourceProblem, readSourceState, tagFromCi } from "./source-state.ts";
import { temporaryCheckout } from "./testing/temporary-checkout.ts";

function git(directory: string, ...args: string[]): string {
  const settings = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...settings, ...args], { cwd: directory, encoding: "utf8" }).trim();
}

function aCheckout() {
  const checkout = temporaryCheckout({ "repo/a.txt": "one", "repo/.gitignore": "ignored\n" });
  const root = join(checkout.root, "repo");
  git(root, "init", "-q");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "chore: begin");
  return { root, [Symbol.dispose]: () => checkout[Symbol.dispose]() };
}

test("a clean checkout has its commit, branch and label", async () => {
  using checkout = aCheckout();
  const commit = git(checkout.root, "rev-parse", "HEAD");
  expect(await readSourceState(checkout.root, {})).toEqual({
    ok: true,
    value: { commit, isDirty: false, branch: "main", label: commit.slice(0, 7), isShallow: false },
  });
});

test.each([
  ["changed", (root: string) => writeFileSync(join(root, "a.txt"), "two"), true],
  ["new", (root: string) => writeFileSync(join(root, "b.txt"), ""), true],
  ["staged", (root: string) => (writeFileSync(join(root, "b.txt"), ""), git(root, "add", "b.txt")), true],
  ["deleted", (root: string) => git(root, "rm", "-q", "a.txt"), true],
  ["ignored", (root: string) => writeFileSync(join(root, "ignored"), ""), false],
  ["rewritten with the same content", (root: string) => writeFileSync(join(root, "a.txt"), "one"), false],
])("a file that is %s makes the checkout dirty, or not", async (_what, change, isDirty) => {
  using checkout = aCheckout();
  change(checkout.root);
  const read = await readSourceState(checkout.root, {});
  expect(read.ok && [read.value.isDirty, read.value.label.endsWith("-dirty")]).toEqual([isDirty, isDirty]);
});

test("a detached HEAD takes its branch from the CI, an attached one does not", async () => {
  using checkout = aCheckout();
  const environment = { CI_COMMIT_BRANCH: "feature/x" };
  const attached = await readSourceState(checkout.root, environment);
  git(checkout.root, "checkout", "-q", "--detach");
  const detached = await readSourceState(checkout.root, environment);
  const unnamed = await readSourceState(checkout.root, {});
  expect([attached, detached, unnamed].map((read) => read.ok && read.value.branch)).toEqual([
    "main",
    "feature/x",
    undefined,
  ]);
});

test.each([
  [{ GITHUB_HEAD_REF: "feature/pr", GITHUB_REF_NAME: "12/merge" }, "feature/pr"],
  [{ GITHUB_HEAD_REF: "", GITHUB_REF_NAME: "main" }, "main"],
  [{ GITHUB_REF_TYPE: "tag", GITHUB_REF_NAME: "v1.0.0" }, undefined],
  [{ CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "mr" }, "mr"],
  [{ CI_COMMIT_BRANCH: "main" }, "main"],
  [{ CHANGE_BRANCH: "feature/x", BRANCH_NAME: "PR-7" }, "feature/x"],
  [{ BRANCH_NAME: "main" }, "main"],
  [{ BRANCH_NAME: "v1.0.0", TAG_NAME: "v1.0.0" }, undefined],
  [{}, undefined],
])("the CI variables %j name the branch %s", (environment, branch) => {
  expect(branchFromCi(environment)).toBe(branch);
});

test.each([
  [{ GITHUB_REF_TYPE: "tag", GITHUB_REF_NAME: "v1.0.0" }, "v1.0.0"],
  [{ GITHUB_REF_TYPE: "branch", GITHUB_REF_NAME: "main" }, undefined],
  [{ CI_COMMIT_TAG: "v1.0.0" }, "v1.0.0"],
  [{ TAG_NAME: "v1.0.0", BRANCH_NAME: "v1.0.0" }, "v1.0.0"],
  [{ TAG_NAME: "" }, undefined],
])("the CI variables %j name the tag %s", (environment, tag) => {
  expect(tagFromCi(environment)).toBe(tag);
});

test("a shallow clone and a linked work tree of it are known as shallow", async () => {
  using checkout = aCheckout();
  git(checkout.root, "commit", "-q", "--allow-empty", "-m", "chore: go on");
  const clone = join(checkout.root, "..", "clone");
  git(checkout.root, "clone", "-q", "--depth", "1", `file://${checkout.root}`, clone);
  const linked = join(checkout.root, "..", "linked");
  git(clone, "worktree", "add", "-q", linked);
  const [full, shallow, tree] = await Promise.all(
    [checkout.root, clone, linked].map((root) => readSourceState(root, {})),
  );
  expect([full, shallow, tree].map((read) => read?.ok === true && read.value.isShallow)).toEqual([false, true, true]);
});

test("no repository, no commit, a damaged one and no git are told apart, each with what to do", async () => {
  using checkout = temporaryCheckout();
  const empty = join(checkout.root, "empty");
  const damaged = join(checkout.root, "damaged");
  for (const folder of [empty, damaged]) mkdirSync(folder);
  git(empty, "init", "-q");
  mkdirSync(join(damaged, ".git"));
  const read = await Promise.all([checkout.root, empty, damaged].map((root) => readSourceState(root, {})));
  const problems = read.flatMap((result) => (result.ok ? [] : [result.error]));
  expect(problems.map(({ kind }) => kind)).toEqual(["not-a-repository", "no-commits", "git-failed"]);
  for (const problem of [...problems, { kind: "git-missing" as const }])
    expect(describeSourceProblem(problem)).toMatch(/clone|commit first|install|git could not/);
});

test("a folder inside another repository is not its root", async () => {
  using checkout = aCheckout();
  mkdirSync(join(checkout.root, "inner"));
  const read = await readSourceState(join(checkout.root, "inner"), {});
  expect(read).toMatchObject({ ok: false, error: { kind: "not-a-repository" } });
  expect(existsSync(join(checkout.root, ".git", "index.lock"))).toBe(false);
});
