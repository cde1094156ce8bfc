import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The sources that coverage is asked of, and what they add up to. */
export interface SourceTree {
  /** SHA-256 over paths and contents, hexadecimal. Two trees with the same sources have the same digest. */
  readonly digest: string;
  /** Sorted by path; `lineCount` counts lines that are not blank. */
  readonly sources: readonly { readonly path: string; readonly lineCount: number }[];
}

const ROOTS = ["apps", "packages"];
const IS_SOURCE = /(?:^|\/)src\/.*\.tsx?$/;
/** Tests, what only tests use, and lists of exports without a line that runs. */
const IS_NOT_JUDGED = /(?:^|\/)(?:node_modules|dist|testing|test-builders)\/|\.test\.tsx?$|\.d\.ts$|(?:^|\/)index\.ts$/;

/** Reads every judged source under `rootDirectory`. */
export function readSourceTree(rootDirectory: string): SourceTree {
  const hash = createHash("sha256");
  const sources = ROOTS.flatMap((root) => listFiles(rootDirectory, root))
    .filter((path) => IS_SOURCE.test(path) && !IS_NOT_JUDGED.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(rootDirectory, path), "utf8");
      hash.update(JSON.stringify([path, text]));
      return { path, lineCount: text.split("\n").filter((line) => line.trim() !== "").length };
    });
  return { digest: hash.digest("hex"), sources };
}

function listFiles(rootDirectory: string, folder: string): readonly string[] {
  return readdirSync(join(rootDirectory, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return entry.name === "node_modules" || entry.name === "dist" ? [] : listFiles(rootDirectory, path);
    return entry.isFile() ? [path] : [];
  });
}
