import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryRepository } from "../testing/temporary-repository.ts";
import { findPushStart } from "./push-start.ts";

/** A trunk of four commits, oldest first. */
function makeTrunk() {
  const repository = temporaryRepository();
  const commits = ["a", "b", "c", "d"].map(repository.commit) as [string, string, string, string];
  return { ...repository, path: repository.root, commits };
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
