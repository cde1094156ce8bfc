import type { ChangedFile } from "./change.ts";

const GENERATED = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json)$|\.(?:snap|min\.js|map)$|(?:^|\/)dist\//;
const MARKER = /@generated|generated (?:by|from)\b|do not edit/i;
const MARKER_LENGTH = 400;
const ENTRY = /(?<added>\d+|-)\t(?<removed>\d+|-)\t(?:(?<path>[^\0]+)\0|\0(?<from>[^\0]*)\0(?<to>[^\0]*)\0)/gy;

/** Whether a file is written by a tool: by its name, or by what its first lines say. */
export function isGeneratedFile(path: string, text = ""): boolean {
  return GENERATED.test(path) || MARKER.test(text.slice(0, MARKER_LENGTH));
}

/**
 * Reads `git diff --numstat -z --find-renames`. With -z no name is quoted, and a rename is three fields: an empty path,
 * then the old and the new one. Source: git-diff(1), "Other diff formats".
 */
export function parseNumstat(output: string): readonly Omit<ChangedFile, "isGenerated">[] {
  return [...output.matchAll(ENTRY)].map(({ groups = {} }) => {
    const { added = "", removed = "", path, from = "", to = "" } = groups;
    const counts = { addedLines: Number(added) || 0, removedLines: Number(removed) || 0, isBinary: added === "-" };
    return path === undefined ? { path: to, previousPath: from, ...counts } : { path, ...counts };
  });
}
