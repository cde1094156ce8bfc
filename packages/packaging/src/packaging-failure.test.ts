import { expect, test } from "vitest";
import { failureOfReading, failureOfWriting } from "./file-system-failure.ts";
import { describePackagingFailure } from "./packaging-failure.ts";
import type { PackagingFailure } from "./packaging-failure.ts";

function aFileSystemError(code: string, path?: string): Error {
  return Object.assign(new Error(code), { code, syscall: "open", ...(path === undefined ? {} : { path }) });
}

const PLACES = { rootDirectory: "/r", releasesDirectory: "/r/.data/releases" };

test.each([
  ["ENOSPC", "/r/.data/releases/x/i.js", { kind: "disk-full", path: ".data/releases/x/i.js" }],
  ["ENOSPC", undefined, { kind: "disk-full", path: ".data/releases" }],
  ["EDQUOT", "/r/.data", { kind: "disk-full", path: ".data" }],
  ["EACCES", "/r/.data/releases/x", { kind: "output-not-writable", path: ".data/releases/x", code: "EACCES" }],
  ["EROFS", "/r/.data/releases", { kind: "output-not-writable", path: ".data/releases", code: "EROFS" }],
  ["ENOENT", "/r/node_modules/a/i.js", { kind: "changed-while-packaging", path: "node_modules/a/i.js" }],
  ["EACCES", "/r/node_modules/a/i.js", { kind: "unreadable-file", path: "node_modules/a/i.js", code: "EACCES" }],
])("while writing, %s of %s means %o", (code, path, failure) => {
  expect(failureOfWriting(aFileSystemError(code, path), PLACES)).toEqual(failure);
});

test.each([
  ["EACCES", { kind: "unreadable-file", path: "a", code: "EACCES" }],
  ["ENOENT", { kind: "changed-while-packaging", path: "a" }],
])("a read that ends in %s means %o", (code, failure) => {
  expect(failureOfReading(aFileSystemError(code, "/r/a"), "/r")).toEqual(failure);
});

test("a bug stays a bug", () => {
  expect(() => failureOfReading(new TypeError("bug"), "/r")).toThrow("bug");
  expect(() => failureOfWriting(new TypeError("bug"), PLACES)).toThrow("bug");
  expect(() => failureOfWriting(aFileSystemError("EBADF"), PLACES)).toThrow("EBADF");
});

const EVERY_FAILURE: { readonly [K in PackagingFailure["kind"]]: Extract<PackagingFailure, { kind: K }> } = {
  "workspace-not-locked": { kind: "workspace-not-locked", workspace: "apps/shop" },
  "dependency-not-locked": { kind: "dependency-not-locked", dependency: "a", dependent: "node_modules/b" },
  "lockfile-too-old": { kind: "lockfile-too-old", version: 1 },
  "not-compiled": { kind: "not-compiled", path: "apps/shop/dist" },
  "stale-output": { kind: "stale-output", source: "apps/shop/src/a.ts", outputDirectory: "apps/shop/dist" },
  "unreadable-json": { kind: "unreadable-json", path: "package.json", detail: "bad" },
  "dependency-not-installed": { kind: "dependency-not-installed", path: "node_modules/a", locked: "1.0.0" },
  "installed-version-differs": {
    kind: "installed-version-differs",
    path: "node_modules/a",
    locked: "1.0.0",
    installed: "2.0.0",
  },
  "unreadable-file": { kind: "unreadable-file", path: "a", code: "EACCES" },
  "link-leaves-bundle": { kind: "link-leaves-bundle", path: "node_modules/a/x", target: "/etc" },
  "changed-while-packaging": { kind: "changed-while-packaging", path: "a" },
  "disk-full": { kind: "disk-full", path: ".data" },
  "output-not-writable": { kind: "output-not-writable", path: ".data", code: "EACCES" },
};

test.each(Object.values(EVERY_FAILURE))("the failure $kind says where, and what to do", (failure) => {
  const sentence = describePackagingFailure(failure);
  const facts = Object.entries(failure).flatMap(([field, value]) => (field === "kind" ? [] : [String(value)]));
  for (const fact of facts) expect(sentence).toContain(fact);
  expect(sentence).toMatch(/Run|Restore|Remove|Give|Free/);
});
