import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { afterEach, expect, test } from "vitest";
import { listFiles } from "./list-files.ts";
import { makeBundle } from "./make-bundle.ts";
import type { BundleRequest, MadeBundle } from "./make-bundle.ts";
import type { PackagingFailure } from "./packaging-failure.ts";
import { parseManifest } from "./manifest.ts";
import { aRepository, aRequest } from "./test-builders/fixture-repository.ts";
import type { FixtureRepository } from "./test-builders/fixture-repository.ts";
import { verifyBundle } from "./verify-bundle.ts";

const repositories: FixtureRepository[] = [];

afterEach(() => {
  for (const repository of repositories.splice(0)) repository.remove();
});

function repository(): FixtureRepository {
  const made = aRepository();
  repositories.push(made);
  return made;
}

async function bundleOf(root: string, changes: Partial<BundleRequest> = {}): Promise<MadeBundle> {
  const made = await makeBundle(aRequest(root, changes));
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

async function failureOf(root: string, changes: Partial<BundleRequest> = {}): Promise<PackagingFailure> {
  const made = await makeBundle(aRequest(root, changes));
  if (made.ok) throw new Error("a bundle was made");
  return made.error;
}

function filesOf(directory: string): string[] {
  return listFiles(directory)
    .map((file) => file.path)
    .sort();
}

/** What lies in the folder of releases for one bundle. */
function namesBeside(directory: string): readonly string[] {
  const name = directory.split("/").at(-1) ?? "";
  return [name, `${name}.cdx.json`];
}

test("the bill beside a bundle names exactly its packages, is CycloneDX 1.6, and is the same for the same bundle", async () => {
  const { root } = repository();
  const { directory } = await bundleOf(root);
  const text = readFileSync(`${directory}.cdx.json`, "utf8");
  const problems = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  expect(problems).toBeNull();
  const bill = JSON.parse(text) as { components: { "bom-ref": string; version: string }[] };
  expect(bill.components.map((one) => one["bom-ref"])).toEqual([
    "node_modules/@fixture/result",
    "node_modules/greeter",
    "node_modules/greeter/node_modules/words",
  ]);
  await bundleOf(root, { version: "9.9.9" });
  expect(readFileSync(`${directory}.cdx.json`, "utf8")).toBe(text);
});

test("a bundle holds what production needs and nothing else", async () => {
  const { root } = repository();
  const { directory } = await bundleOf(root);
  expect(filesOf(directory)).toEqual([
    "apps/shop/dist/main.js",
    "apps/shop/dist/main.js.map",
    "apps/shop/migrations/0001_carts.sql",
    "apps/shop/migrations/0002_orders.sql",
    "apps/shop/package.json",
    "apps/shop/public/page.txt",
    "manifest.json",
    "node_modules/@fixture/result",
    "node_modules/greeter/index.js",
    "node_modules/greeter/node_modules/words/package.json",
    "node_modules/greeter/node_modules/words/w.js",
    "node_modules/greeter/package.json",
    "package.json",
    "packages/result/dist/index.js",
    "packages/result/package.json",
  ]);
  expect(readlinkSync(`${directory}/node_modules/@fixture/result`)).toBe("../../packages/result");
});

test("a bundle runs where the repository is gone", async () => {
  const { root } = repository();
  const { directory } = await bundleOf(root);
  const elsewhere = repository().root;
  cpSync(directory, `${elsewhere}/moved`, { recursive: true, verbatimSymlinks: true });
  rmSync(root, { recursive: true });
  const output = execFileSync(process.execPath, [`${elsewhere}/moved/apps/shop/dist/main.js`, "web"], { cwd: "/" });
  expect(JSON.parse(output.toString())).toEqual(["hello", { ok: 1 }, "a page", "web"]);
});

test("the release and the manifest say what was made, for which commit", async () => {
  const { root } = repository();
  const { release, directory } = await bundleOf(root, {
    commit: "b".repeat(40),
    version: "0.2.0-dev.3",
    isDirty: true,
  });
  const hex = release.digest.slice("sha256:".length);
  expect(release).toEqual({
    id: `0.2.0-dev.3-bbbbbbb-dirty-${hex.slice(0, 8)}`,
    digest: release.digest,
    version: "0.2.0-dev.3",
    commit: "b".repeat(40),
    isDirty: true,
    createdAt: "2026-11-23T06:00:00.000Z",
    migrations: ["0001_carts.sql", "0002_orders.sql"],
    bundlePath: `.data/releases/${hex}`,
  });
  expect(directory).toBe(`${root}/.data/releases/${hex}`);
  const manifest = parseManifest(readFileSync(`${directory}/manifest.json`, "utf8"));
  expect(manifest).toMatchObject({
    schemaVersion: 1,
    name: "fixture",
    version: "0.2.0-dev.3",
    isDirty: true,
    entry: "apps/shop/dist/main.js",
    digest: release.digest,
    nodeVersion: ">=24",
    migrations: release.migrations,
  });
  expect(manifest?.files.find((file) => file.path === "apps/shop/public/page.txt")).toEqual({
    path: "apps/shop/public/page.txt",
    mode: "100644",
    sha256: "9a8eeff1d0bc6b9b7acf170b1168d6d07f193dc770d4c1864b03e48d775e8d1a",
    size: 6,
  });
});

test("two checkouts give one digest, whatever their folder, times, umask, commit and leftovers", async () => {
  const one = repository();
  const other = repository();
  const past = new Date("2001-01-01");
  for (const path of filesOf(other.root).filter((path) => !path.includes("node_modules/@fixture"))) {
    const isExecutable = (statSync(`${other.root}/${path}`).mode & 0o100) !== 0;
    chmodSync(`${other.root}/${path}`, isExecutable ? 0o700 : 0o600);
    utimesSync(`${other.root}/${path}`, past, past);
  }
  other.write("node_modules/.package-lock.json", other.root);
  other.write("node_modules/greeter/node_modules/.bin/words", other.root);
  other.write("apps/shop/dist/removed.js", "an output whose source is gone");
  other.write("apps/shop/dist/cart.test.js", "a test");
  other.write("apps/shop/tsconfig.tsbuildinfo", other.root);
  const first = await bundleOf(one.root);
  const second = await bundleOf(other.root, { commit: "c".repeat(40), version: "9.9.9", now: past });
  expect(second.release.digest).toBe(first.release.digest);
  expect(statSync(`${second.directory}/apps/shop/dist/main.js`).mode & 0o777).toBe(0o644);
  expect(statSync(second.directory).mode & 0o777).toBe(0o755);
});

test.each([
  ["content", "apps/shop/public/page.txt", "another page"],
  ["a new migration", "apps/shop/migrations/0003_more.sql", "select 3;"],
  ["a dependency's code", "node_modules/greeter/index.js", 'export const greet = () => "bye";'],
])("%s changes the digest", async (_what, path, content) => {
  const { root, write } = repository();
  const before = await bundleOf(root);
  write(path, content);
  const after = await bundleOf(root);
  expect(after.release.digest).not.toBe(before.release.digest);
});

test("an executable bit changes the digest", async () => {
  const { root } = repository();
  const before = await bundleOf(root);
  chmodSync(`${root}/apps/shop/public/page.txt`, 0o755);
  const after = await bundleOf(root);
  expect(after.release.digest).not.toBe(before.release.digest);
  expect(statSync(`${after.directory}/apps/shop/public/page.txt`).mode & 0o777).toBe(0o755);
});

test("scripts and development settings of package.json change no digest", async () => {
  const { root, write } = repository();
  const before = await bundleOf(root);
  write(
    "apps/shop/package.json",
    '{"name":"@fixture/shop","type":"module","scripts":{"dev":"y"},"devDependencies":{}}',
  );
  const after = await bundleOf(root);
  expect(after.release.digest).toBe(before.release.digest);
});

test("the same content is not written again, and belongs to the commit that asks", async () => {
  const { root } = repository();
  const first = await bundleOf(root);
  const inode = statSync(`${first.directory}/apps/shop/dist/main.js`).ino;
  const second = await bundleOf(root, { commit: "d".repeat(40) });
  expect([first.isReused, second.isReused]).toEqual([false, true]);
  expect(statSync(`${second.directory}/apps/shop/dist/main.js`).ino).toBe(inode);
  expect(second.release.commit).toBe("d".repeat(40));
});

test("content that a clean commit gives is no longer a dirty tree's", async () => {
  const { root } = repository();
  const dirty = await bundleOf(root, { isDirty: true });
  await bundleOf(root, { commit: "e".repeat(40) });
  const verified = await verifyBundle(dirty.directory);
  expect(verified).toMatchObject({ ok: true, value: { isDirty: false, commit: "e".repeat(40) } });
});

test("a damaged bundle is replaced by a sound one", async () => {
  const { root } = repository();
  const { directory } = await bundleOf(root);
  writeFileSync(`${directory}/apps/shop/dist/main.js`, "broken");
  const lines: string[] = [];
  const again = await bundleOf(root, { log: (line) => lines.push(line) });
  expect(again.isReused).toBe(false);
  expect(await verifyBundle(directory)).toMatchObject({ ok: true });
  expect(lines.join("\n")).toContain("apps/shop/dist/main.js is not what was bundled");
  expect(readdirSync(`${root}/.data/releases`)).toEqual(namesBeside(directory));
});

test("two processes making the same bundle at once both succeed", async () => {
  const { root } = repository();
  const [one, other] = await Promise.all([bundleOf(root), bundleOf(root)]);
  expect(one.directory).toBe(other.directory);
  expect(await verifyBundle(one.directory)).toMatchObject({ ok: true });
});

test.each([
  ["the first files are copied", "apps/shop/dist/main.js"],
  ["half of the files are copied", "apps/shop/public/assets/700.txt"],
  ["the manifest is written, and it is read again", "manifest.json"],
])("a kill -9 when %s leaves no half bundle, and the next run clears up", async (_when, sign) => {
  const { root, write } = repository();
  for (let index = 0; index < 1_500; index += 1) write(`apps/shop/public/assets/${index}.txt`, `${index}`);
  const releases = `${root}/.data/releases`;
  // The child kills itself as soon as the sign is there: a parent that watches comes too late at times.
  const script = `import { existsSync, readdirSync } from "node:fs";
import { makeBundle } from ${JSON.stringify(join(import.meta.dirname, "make-bundle.ts"))};
const look = () => {
  const names = existsSync(${JSON.stringify(releases)}) ? readdirSync(${JSON.stringify(releases)}) : [];
  if (names.some((name) => existsSync(${JSON.stringify(releases)} + "/" + name + ${JSON.stringify(`/${sign}`)})))
    process.kill(process.pid, "SIGKILL");
  setImmediate(look);
};
look();
await makeBundle({ ...${JSON.stringify(aRequest(root))}, now: new Date(), log: () => undefined });
process.exit(0);`;
  const child = spawn(process.execPath, ["--conditions=source", "--input-type=module", "-e", script]);
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  expect(readdirSync(releases).map((name) => name.slice(0, 10))).toEqual([".building-"]);
  const { directory } = await bundleOf(root);
  expect(await verifyBundle(directory)).toMatchObject({ ok: true });
  expect(readdirSync(releases)).toEqual(namesBeside(directory));
});

test("nothing compiled is said so", async () => {
  const { root } = repository();
  rmSync(`${root}/apps/shop/dist`, { recursive: true });
  expect(await failureOf(root)).toEqual({ kind: "not-compiled", path: "apps/shop/dist" });
});

test("a compiled app without its entry is not compiled", async () => {
  const { root } = repository();
  renameSync(`${root}/apps/shop/dist/main.js`, `${root}/apps/shop/dist/other.js`);
  expect(await failureOf(root)).toEqual({ kind: "not-compiled", path: "apps/shop/dist/main.js" });
});

test.each(["apps/shop/src/cart.ts", "packages/result/src/index.ts"])(
  "an output older than %s is stale",
  async (path) => {
    const { root, write } = repository();
    write(path, "export {};\n");
    const later = new Date(Date.now() + 1_000);
    utimesSync(`${root}/${path}`, later, later);
    const folder = path.split("/").slice(0, 2).join("/");
    expect(await failureOf(root)).toEqual({ kind: "stale-output", source: path, outputDirectory: `${folder}/dist` });
  },
);

test.each([
  ["apps/shop/tsconfig.tsbuildinfo", "{}"],
  ["node_modules/.cache/shop.tsbuildinfo", '{ "tsBuildInfoFile": "../../node_modules/.cache/shop.tsbuildinfo" }'],
])("a later build record in %s makes touched sources fresh again", async (record, configuration) => {
  const { root, write } = repository();
  const later = new Date(Date.now() + 1_000);
  utimesSync(`${root}/apps/shop/src/main.ts`, later, later);
  expect(await failureOf(root)).toMatchObject({ kind: "stale-output", source: "apps/shop/src/main.ts" });
  write("apps/shop/tsconfig.json", configuration);
  write(record, "{}");
  utimesSync(`${root}/${record}`, later, later);
  expect((await bundleOf(root)).isReused).toBe(false);
});

test("a changed test makes no output stale", async () => {
  const { root, write } = repository();
  write("apps/shop/src/main.test.ts", "export {};\n");
  const later = new Date(Date.now() + 1_000);
  utimesSync(`${root}/apps/shop/src/main.test.ts`, later, later);
  expect((await bundleOf(root)).isReused).toBe(false);
});

test("a missing dependency is named", async () => {
  const { root } = repository();
  rmSync(`${root}/node_modules/greeter`, { recursive: true });
  expect(await failureOf(root)).toEqual({
    kind: "dependency-not-installed",
    path: "node_modules/greeter",
    locked: "1.2.0",
  });
});

test("an installed version other than the locked one is named", async () => {
  const { root, write } = repository();
  write("node_modules/greeter/package.json", '{"version":"1.1.0"}');
  expect(await failureOf(root)).toEqual({
    kind: "installed-version-differs",
    path: "node_modules/greeter",
    locked: "1.2.0",
    installed: "1.1.0",
  });
});

test("a lockfile that is no JSON is named", async () => {
  const { root, write } = repository();
  write("package-lock.json", "<<<<<<< HEAD");
  expect(await failureOf(root)).toMatchObject({ kind: "unreadable-json", path: "package-lock.json" });
});

test("a link within a package stays a link", async () => {
  const { root } = repository();
  symlinkSync("index.js", `${root}/node_modules/greeter/alias.js`);
  const { directory } = await bundleOf(root);
  expect(readlinkSync(`${directory}/node_modules/greeter/alias.js`)).toBe("index.js");
});

test.each(["/etc/hostname", "../words/w.js"])("a link out of its package to %s is refused", async (target) => {
  const { root } = repository();
  symlinkSync(target, `${root}/node_modules/greeter/out.js`);
  expect(await failureOf(root)).toEqual({ kind: "link-leaves-bundle", path: "node_modules/greeter/out.js", target });
});

test("a file that cannot be read is named, and nothing is left behind", async () => {
  const { root } = repository();
  symlinkSync("nowhere", `${root}/apps/shop/public/lost.txt`);
  expect(await failureOf(root)).toEqual({ kind: "changed-while-packaging", path: "apps/shop/public/lost.txt" });
  expect(existsSync(`${root}/.data`)).toBe(false);
});

test("a place that cannot be written is named", async () => {
  const { root, write } = repository();
  write(".data/releases", "a file where the folder should be");
  expect(await failureOf(root)).toMatchObject({ kind: "output-not-writable", code: "ENOTDIR" });
});
