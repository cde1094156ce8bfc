import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeBundle } from "./make-bundle.ts";
import { aRepository, aRequest } from "./test-builders/fixture-repository.ts";
import type { FixtureRepository } from "./test-builders/fixture-repository.ts";
import { describeBundleDamage, verifyBundle } from "./verify-bundle.ts";

let repository: FixtureRepository;
let directory: string;

beforeEach(async () => {
  repository = aRepository();
  const made = await makeBundle(aRequest(repository.root));
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  directory = made.value.directory;
});

afterEach(() => repository.remove());

async function damage(): Promise<unknown> {
  const verified = await verifyBundle(directory);
  return verified.ok ? undefined : verified.error;
}

const ENTRY = "apps/shop/dist/main.js";

test("a sound bundle gives its manifest", async () => {
  expect(await verifyBundle(directory)).toMatchObject({ ok: true, value: { entry: ENTRY } });
});

test("a changed file is named", async () => {
  writeFileSync(`${directory}/${ENTRY}`, readFileSync(`${directory}/${ENTRY}`, "utf8").replace("greet", "great"));
  expect(await damage()).toEqual({ kind: "file-damaged", path: ENTRY });
});

test("a missing file is named", async () => {
  rmSync(`${directory}/node_modules/greeter/index.js`);
  expect(await damage()).toEqual({ kind: "file-missing", path: "node_modules/greeter/index.js" });
});

test("an extra file is named, also where it shadows a module", async () => {
  mkdirSync(`${directory}/apps/shop/node_modules/greeter`, { recursive: true });
  writeFileSync(`${directory}/apps/shop/node_modules/greeter/index.js`, "");
  expect(await damage()).toEqual({ kind: "file-extra", path: "apps/shop/node_modules/greeter/index.js" });
});

test("of several the first by path is named", async () => {
  writeFileSync(`${directory}/package.json`, "{}");
  rmSync(`${directory}/${ENTRY}`);
  expect(await damage()).toEqual({ kind: "file-missing", path: ENTRY });
});

test("a changed mode is named", async () => {
  chmodSync(`${directory}/${ENTRY}`, 0o755);
  expect(await damage()).toEqual({ kind: "file-mode-differs", path: ENTRY, stated: "100644", found: "100755" });
});

test("a link that leads elsewhere is damaged, a link in place of a file has another mode or content", async () => {
  const link = `${directory}/node_modules/@fixture/result`;
  rmSync(link);
  symlinkSync("../../packages/other", link);
  expect(await damage()).toEqual({ kind: "file-damaged", path: "node_modules/@fixture/result" });
});

test("a folder in place of a file counts as the file missing", async () => {
  rmSync(`${directory}/${ENTRY}`);
  mkdirSync(`${directory}/${ENTRY}`);
  expect(await damage()).toEqual({ kind: "file-missing", path: ENTRY });
});

test("a file list that was edited does not make the stated digest", async () => {
  const path = `${directory}/manifest.json`;
  writeFileSync(path, readFileSync(path, "utf8").replace('"100644"', '"100755"'));
  expect(await damage()).toMatchObject({ kind: "digest-differs" });
});

test.each(["", "[]", "{}", '{"schemaVersion":2}'])("the manifest %j is no manifest", async (text) => {
  writeFileSync(`${directory}/manifest.json`, text);
  expect(await damage()).toEqual({ kind: "manifest-unreadable", directory });
});

test("a folder without a manifest, or no folder, has no manifest", async () => {
  rmSync(`${directory}/manifest.json`);
  expect(await damage()).toEqual({ kind: "manifest-missing", directory });
  rmSync(directory, { recursive: true });
  expect(await damage()).toEqual({ kind: "manifest-missing", directory });
});

test("each damage has a sentence that names its place", () => {
  const path = "a/b.js";
  const sentences = [
    describeBundleDamage({ kind: "manifest-missing", directory: path }),
    describeBundleDamage({ kind: "manifest-unreadable", directory: path }),
    describeBundleDamage({ kind: "file-missing", path }),
    describeBundleDamage({ kind: "file-damaged", path }),
    describeBundleDamage({ kind: "file-extra", path }),
    describeBundleDamage({ kind: "file-unreadable", path, code: "EIO" }),
    describeBundleDamage({ kind: "file-mode-differs", path, stated: "100644", found: "100755" }),
  ];
  expect(sentences.filter((sentence) => sentence.includes(path))).toHaveLength(sentences.length);
  expect(describeBundleDamage({ kind: "digest-differs", stated: "sha256:1", counted: "sha256:2" })).toBe(
    "manifest.json states sha256:1, but its files make sha256:2",
  );
});
