import { expect, test } from "vitest";
import { productionClosure } from "./production-closure.ts";
import type { LockedPackage, Lockfile } from "./production-closure.ts";

function aLockfile(packages: Readonly<Record<string, LockedPackage>>): Lockfile {
  return { lockfileVersion: 3, packages };
}

function pathsOf(packages: Readonly<Record<string, LockedPackage>>): readonly string[] {
  const closure = productionClosure(aLockfile(packages), "app");
  if (!closure.ok) throw new Error(JSON.stringify(closure.error));
  return closure.value.packages.map((found) => found.path);
}

test("dependencies of dependencies are in it; what nobody needs is not", () => {
  const packages = {
    app: { dependencies: { a: "1" } },
    "node_modules/a": { version: "1.0.0", dependencies: { "@s/b": "1" } },
    "node_modules/@s/b": { version: "1.0.0" },
    "node_modules/stranger": { version: "1.0.0", dev: true },
  };
  expect(pathsOf(packages)).toEqual(["node_modules/@s/b", "node_modules/a"]);
});

test("a nested copy is found before the one above, and found from inside it", () => {
  const packages = {
    app: { dependencies: { a: "1" } },
    "node_modules/a": { version: "1.0.0", dependencies: { b: "2" } },
    "node_modules/a/node_modules/b": { version: "2.0.0", dependencies: { c: "1" } },
    "node_modules/a/node_modules/c": { version: "1.0.0" },
    "node_modules/b": { version: "1.0.0" },
    "node_modules/c": { version: "9.0.0" },
  };
  expect(pathsOf(packages)).toEqual([
    "node_modules/a",
    "node_modules/a/node_modules/b",
    "node_modules/a/node_modules/c",
  ]);
});

test("a workspace's own node_modules come before the root's", () => {
  const packages = {
    app: { dependencies: { a: "2" } },
    "app/node_modules/a": { version: "2.0.0" },
    "node_modules/a": { version: "1.0.0" },
  };
  expect(pathsOf(packages)).toEqual(["app/node_modules/a"]);
});

test("packages that need each other end the walk", () => {
  const packages = {
    app: { dependencies: { a: "1" } },
    "node_modules/a": { version: "1.0.0", dependencies: { b: "1" } },
    "node_modules/b": { version: "1.0.0", dependencies: { a: "1" } },
  };
  expect(pathsOf(packages)).toEqual(["node_modules/a", "node_modules/b"]);
});

test("required peers are in it, optional peers and development dependencies are not", () => {
  const packages = {
    app: { dependencies: { a: "1" }, devDependencies: { d: "1" } },
    "node_modules/a": {
      version: "1.0.0",
      peerDependencies: { p: "1", q: "1" },
      peerDependenciesMeta: { q: { optional: true } },
    },
    "node_modules/d": { version: "1.0.0", dev: true },
    "node_modules/p": { version: "1.0.0" },
    "node_modules/q": { version: "1.0.0" },
  };
  expect(pathsOf(packages)).toEqual(["node_modules/a", "node_modules/p"]);
});

test("an optional package may be missing from the lockfile, even when it is listed as required too", () => {
  const app = { dependencies: { gone: "1" }, optionalDependencies: { gone: "1" } };
  expect(pathsOf({ app })).toEqual([]);
});

test.each([
  [{ optional: true }, true],
  [{ devOptional: true }, true],
  [{}, false],
])("a package locked as %o may be missing from the disk: %s", (flags, isOptional) => {
  const closure = productionClosure(
    aLockfile({ app: { dependencies: { a: "1" } }, "node_modules/a": { version: "1.0.0", ...flags } }),
    "app",
  );
  expect(closure).toMatchObject({ value: { packages: [{ path: "node_modules/a", version: "1.0.0", isOptional }] } });
});

test("a linked workspace is followed, with the link and the folder, once", () => {
  const lockfile = aLockfile({
    app: { dependencies: { "@x/lib": "0.0.0", a: "1" } },
    lib: { dependencies: { b: "1", "@x/lib": "0.0.0" } },
    "node_modules/@x/lib": { resolved: "lib", link: true },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "1.0.0" },
  });
  expect(productionClosure(lockfile, "app")).toEqual({
    ok: true,
    value: {
      packages: [
        { path: "node_modules/a", version: "1.0.0", isOptional: false },
        { path: "node_modules/b", version: "1.0.0", isOptional: false },
      ],
      workspaces: [{ linkPath: "node_modules/@x/lib", path: "lib" }],
    },
  });
});

test("a dependency that leads nowhere is named with its dependent", () => {
  const lockfile = aLockfile({
    app: { dependencies: { a: "1" } },
    "node_modules/a": { version: "1.0.0", dependencies: { lost: "1" } },
  });
  expect(productionClosure(lockfile, "app")).toEqual({
    ok: false,
    error: { kind: "dependency-not-locked", dependency: "lost", dependent: "node_modules/a" },
  });
});

test("a workspace that the lockfile does not know is named", () => {
  const error = { kind: "workspace-not-locked", workspace: "app" };
  expect(productionClosure(aLockfile({}), "app")).toEqual({ ok: false, error });
});

test.each([
  [1, false],
  [2, true],
  [3, true],
])("a lockfile of format %i is read: %s", (lockfileVersion, isRead) => {
  expect(productionClosure({ lockfileVersion, packages: { app: {} } }, "app").ok).toBe(isRead);
});
