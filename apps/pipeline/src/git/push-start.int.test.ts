import { execFileSync } from "node:child_process";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPushStart } from "./push-start.ts";

/** A trunk of four commits, oldest first. */
function makeTrunk() {
  const folder = mkdtempDisposableSync(join(tmpdir(), "push-start-"));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", ...args], {
      cwd: folder.path,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  const commit = (message: string) => {
    git("commit", "--quiet", "--allow-empty", "--message", message);
    return git("rev-parse", "HEAD");
  };
  git("init", "--quiet", "--initial-branch=main");
  const commits = ["a", "b", "c", "d"].map(commit) as [string, string, string, string];
  return { path: folder.path, git, commits, [Symbol.dispose]: () => folder.remove() };
}

test("a push begins where the CI says, by whichever of its ways", async () => {
  using trunk = makeTrunk();
  const [, before] = trunk.commits;
  const event = join(trunk.path, "event.json");
  writeFileSync(event, JSON.stringify({ before }));
  for (const environment of [
    { GITHUB_EVENT_PATH: event },
    { CI_COMMIT_BEFORE_SHA: before },
    { GIT_PREVIOUS_COMMIT: before },
    { CI_COMMIT_BEFORE_SHA: "0".repeat(40), GIT_PREVIOUS_COMMIT: before },
  ])
    expect(await findPushStart(trunk.path, environment)).toBe(before);
});

test("it begins at the commit before HEAD where the CI says nothing that is true here", async () => {
  using trunk = makeTrunk();
  const [, , parent, head] = trunk.commits;
  trunk.git("switch", "--quiet", "--orphan", "elsewhere");
  trunk.git("commit", "--quiet", "--allow-empty", "--message", "x");
  const stranger = trunk.git("rev-parse", "HEAD");
  trunk.git("switch", "--quiet", "main");
  const damaged = join(trunk.path, "event.json");
  writeFileSync(damaged, "{");
  for (const environment of [
    {},
    { GITHUB_EVENT_PATH: damaged },
    { GITHUB_EVENT_PATH: join(trunk.path, "none") },
    { CI_COMMIT_BEFORE_SHA: head },
    { CI_COMMIT_BEFORE_SHA: stranger },
    { CI_COMMIT_BEFORE_SHA: "f".repeat(40) },
    { CI_COMMIT_BEFORE_SHA: "--output=x" },
  ])
    expect(await findPushStart(trunk.path, environment)).toBe(parent);
});

test("a first commit has nothing before it", async () => {
  using trunk = makeTrunk();
  trunk.git("checkout", "--quiet", trunk.commits[0]);
  expect(await findPushStart(trunk.path, {})).toBeUndefined();
});
