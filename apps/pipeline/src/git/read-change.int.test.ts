import { mkdtempDisposableSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryRepository } from "../testing/temporary-repository.ts";
import { readChange } from "./read-change.ts";

const TRUNKS = ["origin/main", "main"];
const LINES = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);

/** A repository on `main` whose first commit holds cart.ts of twenty lines; a branch leaves it. */
function makeRepository() {
  const repository = temporaryRepository();
  const write = (path: string, lines: readonly string[]) => repository.write(path, `${lines.join("\n")}\n`);
  const read = (lastTag?: string) => readChange(repository.root, { trunks: TRUNKS, lastTag });
  write("cart.ts", LINES);
  repository.commit();
  return { ...repository, write, read };
}

test("committed, staged, changed and untracked lines since the branch was left are listed", async () => {
  using repository = makeRepository();
  const { git, write, commit, read } = repository;
  const base = git("rev-parse", "HEAD");
  git("switch", "--quiet", "--create", "feature/x");
  write("cart.ts", ["first", ...LINES.slice(1)]);
  commit();
  write("staged.ts", ["a"]);
  git("add", "staged.ts");
  write("cart.ts", ["first", ...LINES.slice(1), "last"]);
  write("untracked.ts", ["a", "b"]);
  expect(await read()).toEqual({
    kind: "change",
    base,
    baseName: "merge base with main",
    files: [
      {
        path: "cart.ts",
        added: [
          [1, 1],
          [21, 21],
        ],
        isGenerated: false,
      },
      { path: "staged.ts", added: [[1, 1]], isGenerated: false },
      { path: "untracked.ts", added: [[1, 2]], isGenerated: false },
    ],
  });
});

test("a renamed file counts in its changed lines alone, whatever the settings of git say", async () => {
  using repository = makeRepository();
  const { root, git, write, commit, read } = repository;
  git("config", "diff.renames", "false");
  git("config", "diff.noprefix", "true");
  git("config", "diff.context", "5");
  git("config", "diff.interHunkContext", "9");
  git("switch", "--quiet", "--create", "feature/x");
  renameSync(join(root, "cart.ts"), join(root, "bäsket x.ts"));
  write("bäsket x.ts", [...LINES.slice(0, 9), "changed", ...LINES.slice(10)]);
  git("add", ".");
  commit();
  expect(await read()).toMatchObject({ files: [{ path: "bäsket x.ts", added: [[10, 10]] }] });
});

test("what .gitattributes calls generated is marked", async () => {
  using repository = makeRepository();
  repository.git("switch", "--quiet", "--create", "feature/x");
  repository.write(".gitattributes", ["gen-*.ts linguist-generated"]);
  repository.write("gen-a.ts", ["a"]);
  const change = await repository.read();
  expect(change.kind === "change" && change.files.map(({ path, isGenerated }) => [path, isGenerated])).toEqual([
    [".gitattributes", false],
    ["gen-a.ts", true],
  ]);
});

test("on a trunk the last tag is the base, and without one the commit before", async () => {
  using repository = makeRepository();
  repository.git("tag", "v0.1.0");
  repository.commit();
  repository.write("cart.ts", [...LINES, "21"]);
  repository.commit();
  expect(await repository.read("v0.1.0")).toMatchObject({
    baseName: "last release, v0.1.0",
    files: [{ path: "cart.ts" }],
  });
  repository.commit();
  expect(await repository.read()).toMatchObject({ baseName: "commit before", files: [] });
});

test("a first commit, a shallow clone and a branch without a trunk say what to do", async () => {
  using repository = makeRepository();
  const problemHere = async () => {
    const change = await repository.read();
    return change.kind === "unknown" ? change.problem : change.kind;
  };
  expect(await problemHere()).toBe("This is the first commit: there is nothing to compare it with.");
  repository.commit();
  using clone = mkdtempDisposableSync(join(tmpdir(), "shallow-"));
  repository.git("clone", "--quiet", "--depth=1", `file://${repository.root}`, clone.path);
  expect(await readChange(clone.path, { trunks: TRUNKS })).toMatchObject({
    problem: expect.stringContaining("git fetch --unshallow"),
  });
  repository.git("branch", "--move", "trunk");
  expect(await problemHere()).toContain("git fetch origin");
});
