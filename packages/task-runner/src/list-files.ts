import { readdirSync } from "node:fs";
import type { Dirent } from "node:fs";
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
  walkFolder("", query.bases.includes("") ? "everything" : query.bases, {
    rootDirectory,
    excluded: query.excluded,
    found,
  });
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Walk {
  readonly rootDirectory: string;
  readonly excluded: ReadonlySet<string>;
  readonly found: ListedFile[];
}

/** `bases` are those inside the folder; "everything" when the folder itself lies in one. */
function walkFolder(folder: string, bases: readonly string[] | "everything", walk: Walk): void {
  const entries = readFolder(`${walk.rootDirectory}/${folder}`);
  if (entries === "unreadable") {
    walk.found.push({ path: folder, kind: "unreadable" });
    return;
  }
  const prefix = folder === "" ? "" : `${folder}/`;
  for (const entry of entries) {
    const path = prefix + entry.name;
    const inner = basesWithin(path, bases);
    if (inner.length > 0 && !isExcluded(entry.name, path, walk.excluded)) visitEntry(entry, path, { ...walk, inner });
  }
}

function visitEntry(
  entry: Dirent,
  path: string,
  walk: Walk & { readonly inner: readonly string[] | "everything" },
): void {
  if (path.includes(UNDECODABLE)) walk.found.push({ path, kind: "unreadable" });
  else if (entry.isFile()) walk.found.push({ path, kind: "file" });
  else if (entry.isDirectory()) walkFolder(path, walk.inner, walk);
  else if (entry.isSymbolicLink()) walk.found.push({ path, kind: "link" });
}

/** The bases that lie in a path; "everything" when one is the path itself. Most folders hold none and are not entered. */
function basesWithin(path: string, bases: readonly string[] | "everything"): readonly string[] | "everything" {
  if (bases === "everything" || bases.includes(path)) return "everything";
  return bases.filter((base) => base.startsWith(`${path}/`));
}

function isExcluded(name: string, path: string, excluded: ReadonlySet<string>): boolean {
  return EXCLUDED_ANYWHERE.has(name) || EXCLUDED_AT_ROOT.has(path) || excluded.has(path);
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
