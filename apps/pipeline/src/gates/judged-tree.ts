import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile, TreeScope } from "@ecommerce-cart/quality-gates";

const MAX_LIST_BYTES = 64 * 1024 ** 2;
const CODE_FOLDERS = ["apps", "packages", "scripts", "tests"];
const CODE_FILES = [
  "pipeline.ci.ts",
  "pipeline.gates.ts",
  "pipeline.ts",
  "tsconfig.base.json",
  "tsconfig.json",
  "vitest.config.ts",
];
const IS_CODE = /\.(?:[cm]?[jt]sx?|sql|css)$|(?:^|\/)package\.json$/;
const IS_SOURCE = /^(?:apps|packages)\/(?:[^/]+\/)+?src\/.*\.tsx?$/;
/** Tests, what only tests use, and lists of exports without a line that runs. */
const IS_NOT_JUDGED = /(?:^|\/)(?:testing|test-builders)\/|\.test\.tsx?$|\.d\.ts$|(?:^|\/)index\.ts$/;
const IS_MANIFEST = /(?:^|\/)package\.json$/;

const LISTS: Readonly<Record<TreeScope, (rootDirectory: string) => readonly string[]>> = {
  code: listCode,
  dependencies: (rootDirectory) => [
    ...[".npmrc", "package.json", "package-lock.json"].filter((path) => existsSync(join(rootDirectory, path))),
    ...listCode(rootDirectory).filter((path) => IS_MANIFEST.test(path)),
  ],
  repository: listRepository,
};

/** SHA-256 over paths and contents of a scope's files, hexadecimal: what reports of it are bound to. */
export function digestTree(rootDirectory: string, scope: TreeScope): string {
  const hash = createHash("sha256");
  for (const path of listTree(rootDirectory, scope))
    hash.update(JSON.stringify([path])).update(contentOf(join(rootDirectory, path)));
  return hash.digest("hex");
}

/** Every path of a scope, sorted. */
export function listTree(rootDirectory: string, scope: TreeScope): readonly string[] {
  return [...LISTS[scope](rootDirectory)].sort();
}

/** Every source that code gates ask about, sorted by path. */
export function readSources(rootDirectory: string): readonly SourceFile[] {
  return listCode(rootDirectory)
    .filter((path) => IS_SOURCE.test(path) && !IS_NOT_JUDGED.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(rootDirectory, path), "utf8");
      return { path, lineCount: text.split("\n").filter((line) => line.trim() !== "").length };
    });
}

/** Every TypeScript file of the code, tests and scripts included, with its text, sorted by path. */
export function listTypeScript(rootDirectory: string): readonly { readonly path: string; readonly text: string }[] {
  return listCode(rootDirectory)
    .filter((path) => /\.[cm]?tsx?$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(rootDirectory, path), "utf8") }));
}

function listCode(rootDirectory: string): readonly string[] {
  const isThere = (path: string): boolean => existsSync(join(rootDirectory, path));
  const inFolders = CODE_FOLDERS.filter(isThere).flatMap((folder) => listFiles(rootDirectory, folder));
  return [...CODE_FILES.filter(isThere), ...inFolders.filter((path) => IS_CODE.test(path))];
}

function listFiles(rootDirectory: string, folder: string): readonly string[] {
  return readdirSync(join(rootDirectory, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return entry.name === "node_modules" || entry.name === "dist" ? [] : listFiles(rootDirectory, path);
    return entry.isFile() ? [path] : [];
  });
}

/** What git knows, and what it would add. */
function listRepository(rootDirectory: string): readonly string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: rootDirectory, encoding: "utf8", maxBuffer: MAX_LIST_BYTES });
  return [...new Set(listed.split("\0"))].filter((path) => path !== "" && isFileOrLink(join(rootDirectory, path)));
}

function isFileOrLink(absolute: string): boolean {
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  return stats?.isFile() === true || stats?.isSymbolicLink() === true;
}

/** A link counts by where it points. */
function contentOf(absolute: string): string | Buffer {
  return lstatSync(absolute).isSymbolicLink() ? readlinkSync(absolute) : readFileSync(absolute);
}
