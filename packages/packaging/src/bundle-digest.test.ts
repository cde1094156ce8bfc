import { expect, test } from "vitest";
import { bundleDigest } from "./bundle-digest.ts";
import type { BundleFile } from "./manifest.ts";

function aFile(changes: Partial<BundleFile>): BundleFile {
  return { path: "a", mode: "100644", sha256: "0".repeat(64), size: 1, ...changes };
}

test("the digest of nothing is the hash of nothing", () => {
  expect(bundleDigest([])).toBe("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("the order in which files are given does not count", () => {
  const files = [aFile({ path: "b" }), aFile({ path: "a" }), aFile({ path: "B" })];
  expect(bundleDigest(files)).toBe(bundleDigest(files.toReversed()));
});

test.each([
  ["path", { path: "b" }],
  ["mode", { mode: "100755" }],
  ["content", { sha256: "1".repeat(64) }],
] as const)("the %s counts", (_what, changes) => {
  expect(bundleDigest([aFile(changes)])).not.toBe(bundleDigest([aFile({})]));
});

test("one file cannot stand for two", () => {
  const [one, other] = [aFile({ path: "a" }), aFile({ path: "b" })];
  const joined = aFile({ path: `a\n${one.mode} ${one.sha256} b` });
  expect(bundleDigest([joined])).not.toBe(bundleDigest([one, other]));
});
