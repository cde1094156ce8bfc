import { readdirSync } from "node:fs";
import type { Dirent } from "node:fs";
import { join } from "node:path";
import { errorCode } from "./small-files.ts";

/** Never an input, at any depth: not ours, or in the fingerprint through the lockfile. */
const EXCLUDED_ANYWHERE: ReadonlySet<string> = new Set(["node_modules", ".git"]);
/** Never an input, at the root: what runs and environments leave. */
const EXCLUDED_AT_ROOT: ReadonlySet<string> = new Set([".pipeline", ".data"]);
/** What a name that is not UTF-8 is decoded to: it cannot be opened by that name. */
const UNDECODABLE = "\uFFFD";

/** Something below the root that may be an input. */
export interface ListedFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  /** "unreadable": a folder that may not be listed, or a name that is not UTF-8. */
  readonly kind: "file" | "link" | "unreadable";
}

/** What `listFiles` walks. */
export interface TreeQuery {
  /** Files or folders outside of which nothing is wanted, relative; "" is the root. */
  readonly bases: readonly string[];
  /** Files and folders to leave out, relative: outputs, which needs stand for. */
  readonly excluded: ReadonlySet<string>;
}

/** All files below the root that may be inputs, sorted by path. Links are listed, not followed; sockets and pipes left out. */
export function listFiles(rootDirectory: string, query: TreeQuery): readonly ListedFile[] {
  const found: ListedFile[] = [];
  const walk = (folder: string): void => {
    const entries = readFolder(join(rootDirectory, folder));
    if (entries === "unreadable") found.push({ path: folder, kind: "unreadable" });
    else for (const entry of entries) visit(entry, folder === "" ? entry.name : `${folder}/${entry.name}`);
  };
  const visit = (entry: Dirent, path: string): void => {
    if (isExcluded(entry.name, path, query)) return;
    if (path.includes(UNDECODABLE)) found.push({ path, kind: "unreadable" });
    else if (entry.isDirectory()) walk(path);
    else if (entry.isFile()) found.push({ path, kind: "file" });
    else if (entry.isSymbolicLink()) found.push({ path, kind: "link" });
  };
  walk("");
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isExcluded(name: string, path: string, query: TreeQuery): boolean {
  if (EXCLUDED_ANYWHERE.has(name) || EXCLUDED_AT_ROOT.has(path) || query.excluded.has(path)) return true;
  return !query.bases.some(
    (base) => base === "" || path === base || path.startsWith(`${base}/`) || base.startsWith(`${path}/`),
  );
}

function readFolder(absolute: string): readonly Dirent[] | "unreadable" {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    // A folder that goes while we walk is a folder without files.
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return [];
    if (errorCode(error) === "EACCES" || errorCode(error) === "EPERM") return "unreadable";
    throw error;
  }
}
