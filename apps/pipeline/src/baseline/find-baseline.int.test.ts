import { existsSync, mkdtempDisposableSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Release } from "@ecommerce-cart/release";
import { expect, test } from "vitest";
import { temporaryRepository } from "../testing/temporary-repository.ts";
import { findBaseline } from "./find-baseline.ts";

const CANDIDATE = { digest: "sha256:candidate" } as const;
const LOCKFILE = {
  name: "sample",
  lockfileVersion: 3,
  packages: {
    "": { name: "sample", workspaces: ["apps/*"] },
    "apps/shop": { version: "0.0.0" },
    "node_modules/shop": { resolved: "apps/shop", link: true },
  },
};
const BUILD =
  "mkdir -p apps/shop/dist && cp apps/shop/src/main.js apps/shop/dist && echo built >> apps/shop/dist/main.js";

/** A repository with a shop of one file and no dependency; each commit has another text in it. */
function makeRepository() {
  const repository = temporaryRepository();
  const { root, write } = repository;
  write(".gitignore", ".data/\ndist/\nnode_modules/\n");
  write("package.json", JSON.stringify({ name: "sample", workspaces: ["apps/*"], scripts: { build: BUILD } }));
  write("apps/shop/package.json", JSON.stringify({ name: "shop", version: "0.0.0" }));
  write("package-lock.json", JSON.stringify(LOCKFILE));
  const commit = (text: string): void => {
    write("apps/shop/src/main.js", text);
    repository.commit(text);
  };
  const log: string[] = [];
  const find = async (signal = new AbortController().signal, rootDirectory = root) => {
    const found = await findBaseline({ rootDirectory, log: (line) => log.push(line), signal }, CANDIDATE);
    return found.ok ? found.value : found.error;
  };
  return { ...repository, log, commit, find };
}

function isTidy(root: string): boolean {
  return !existsSync(join(root, ".data/baseline-build"));
}

test("the last tag before HEAD is built from its own commit, and found here from then on", async () => {
  using repository = makeRepository();
  const { root, git, commit, find } = repository;
  for (const version of ["0.1.0", "0.2.0", "0.10.0-rc.1", "0.3.0"]) {
    commit(version);
    git("tag", `v${version}`);
  }
  const built = await find();
  expect(built).toMatchObject({ version: "0.2.0", commit: git("rev-parse", "v0.2.0"), isDirty: false });
  const { bundlePath } = built as Release;
  expect(readFileSync(join(root, bundlePath, "apps/shop/dist/main.js"), "utf8")).toBe("0.2.0built\n");
  expect(isTidy(root)).toBe(true);
  expect(await find()).toEqual(built);
  expect(repository.log.filter((line) => line.startsWith("building "))).toHaveLength(1);
});

test("no release before, and a clone that is cut off, are told apart", async () => {
  using repository = makeRepository();
  repository.commit("a");
  repository.commit("b");
  repository.git("tag", "v0.1.0");
  expect(await repository.find()).toBe("no release before this one");
  using clone = mkdtempDisposableSync(join(tmpdir(), "shallow-"));
  repository.git("clone", "--quiet", "--depth=1", `file://${repository.root}`, clone.path);
  expect(await repository.find(undefined, clone.path)).toContain("git fetch --unshallow --tags");
});

test("what does not build is told with the command and its last line, and leaves nothing", async () => {
  using repository = makeRepository();
  const { write, commit, git, find, root } = repository;
  const scripts = { build: "echo no compiler >&2; exit 7" };
  write("package.json", JSON.stringify({ name: "sample", workspaces: ["apps/*"], scripts }));
  // Of a build that was killed.
  write(".data/baseline-build/node_modules/x", "");
  commit("a");
  git("tag", "v0.1.0");
  commit("b");
  expect(await find()).toMatch(
    /^the release before, v0\.1\.0, could not be built: npm run build ended with 7: no compiler$/,
  );
  expect(isTidy(root)).toBe(true);
});

test("an interrupted build leaves nothing and says so", async () => {
  using repository = makeRepository();
  repository.commit("a");
  repository.git("tag", "v0.1.0");
  repository.commit("b");
  expect(await repository.find(AbortSignal.abort())).toContain("it was interrupted");
  expect(isTidy(repository.root)).toBe(true);
});
