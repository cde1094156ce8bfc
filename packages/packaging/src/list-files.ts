import { lstatSync, readdirSync } from "node:fs";

/** A file or a symbolic link below a folder. */
export interface ListedFile {
  /** Relative to the folder, with "/" everywhere. */
  readonly path: string;
  readonly isLink: boolean;
}

/**
 * Every file and link below a folder, in no order; links are not followed, empty folders not listed.
 * Folders named as in `skippedFolders` are left out at every depth. A folder that is missing has no files.
 * Throws the file system's error for anything else.
 */
export function listFiles(folder: string, skippedFolders: readonly string[] = []): readonly ListedFile[] {
  const found: ListedFile[] = [];
  const visit = (relative: string): void => {
    for (const entry of readdirSync(relative === "" ? folder : `${folder}/${relative}`, { withFileTypes: true })) {
      const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (!entry.isDirectory()) found.push({ path, isLink: entry.isSymbolicLink() });
      else if (!skippedFolders.includes(entry.name)) visit(path);
    }
  };
  if (isFolder(folder)) visit("");
  return found;
}

/** Whether a folder stands there; a link to one does not count. */
export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
