import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import type { ReportFile, TreeScope } from "@ecommerce-cart/quality-gates";
import { digestTree } from "./judged-tree.ts";

/**
 * Beside each report lies `<report>.tree`: the digest of what it measured. It goes first and comes last, so that a
 * report that was cut off by a kill is bound to nothing.
 */
export function bindingOf(path: string): string {
  return `${path}.tree`;
}

/** Reads a report and its binding. Throws for a path outside of the repository. */
export function readReport(rootDirectory: string, path: string): ReportFile {
  return {
    name: path,
    text: readText(rootDirectory, path),
    treeDigest: readText(rootDirectory, bindingOf(path))?.trim(),
  };
}

/** Writes a report of ours, bound to the tree as it was when `treeDigest` was taken. */
export function writeReport(
  rootDirectory: string,
  { path, text, treeDigest }: { readonly path: string; readonly text: string; readonly treeDigest: string },
): void {
  const file = insideOf(rootDirectory, path);
  rmSync(bindingOf(file), { force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  writeFileSync(bindingOf(file), `${treeDigest}\n`);
}

/**
 * Measures with `measure` and writes what it returns, bound to the tree that it measured; nothing is left where it
 * throws, and no binding where the tree changed meanwhile.
 */
export async function measureReport(
  rootDirectory: string,
  { path, scope }: { readonly path: string; readonly scope: TreeScope },
  measure: () => Promise<string>,
): Promise<void> {
  const file = insideOf(rootDirectory, path);
  rmSync(bindingOf(file), { force: true });
  rmSync(file, { force: true });
  const treeDigest = digestTree(rootDirectory, scope);
  const text = await measure();
  const isSame = digestTree(rootDirectory, scope) === treeDigest;
  writeReport(rootDirectory, { path, text, treeDigest: isSame ? treeDigest : "" });
}

function readText(rootDirectory: string, path: string): string | undefined {
  const file = insideOf(rootDirectory, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Absolute. Links are followed: a report that lies elsewhere is not ours. */
function insideOf(rootDirectory: string, path: string): string {
  const root = realpathSync(rootDirectory);
  const file = join(root, normalize(path));
  const isInside = !isAbsolute(path) && (existsSync(file) ? realpathSync(file) : file).startsWith(`${root}${sep}`);
  if (!isInside)
    throw new Error(`the report ${path} lies outside of the repository: name one inside, relative to its root`);
  return file;
}
