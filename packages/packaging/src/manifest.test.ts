import { expect, test } from "vitest";
import { parseManifest, renderManifest } from "./manifest.ts";
import type { BundleManifest } from "./manifest.ts";

const MANIFEST: BundleManifest = {
  schemaVersion: 1,
  name: "fixture",
  version: "0.1.0",
  commit: "a".repeat(40),
  isDirty: false,
  entry: "apps/shop/dist/main.js",
  digest: `sha256:${"0".repeat(64)}`,
  migrations: ["0001_carts.sql"],
  nodeVersion: ">=24",
  files: [
    { path: "a", mode: "100644", sha256: "1".repeat(64), size: 3 },
    { path: "b", mode: "120000", sha256: "2".repeat(64), size: 4 },
  ],
};

test("a manifest is read back as it was written, with one line per file", () => {
  const text = renderManifest(MANIFEST);
  expect(parseManifest(text)).toEqual(MANIFEST);
  expect(text.split("\n").filter((line) => line.includes('sha256"'))).toHaveLength(2);
});

test("a manifest without files is read back", () => {
  const empty = { ...MANIFEST, files: [] };
  expect(parseManifest(renderManifest(empty))).toEqual(empty);
});

test.each([
  ["no JSON", "{"],
  ["null", "null"],
  ["another schema", JSON.stringify({ ...MANIFEST, schemaVersion: 2 })],
  ["no commit", JSON.stringify({ ...MANIFEST, commit: undefined })],
  ["a dirty mark that is no boolean", JSON.stringify({ ...MANIFEST, isDirty: "no" })],
  ["files that are no list", JSON.stringify({ ...MANIFEST, files: {} })],
  ["a file without a hash", JSON.stringify({ ...MANIFEST, files: [{ path: "a", mode: "100644", size: 1 }] })],
  ["a file that is no object", JSON.stringify({ ...MANIFEST, files: ["a"] })],
])("a text with %s is no manifest", (_what, text) => {
  expect(parseManifest(text)).toBeUndefined();
});
