import { relative } from "node:path";
import type { PackagingFailure } from "./packaging-failure.ts";

const DISK_FULL = new Set(["ENOSPC", "EDQUOT"]);
const GONE = new Set(["ENOENT", "ENOTDIR"]);
const DENIED = new Set(["EACCES", "EPERM", "EROFS", "EIO", "ENOENT", "ENOTDIR", "EEXIST", "EMFILE"]);

interface FileSystemError extends Error {
  readonly code: string;
  /** Undefined for a write into a file that is open. */
  readonly path?: string;
}

/** What a failed read of the tree means. Rethrows what is no error of the file system. */
export function failureOfReading(error: unknown, rootDirectory: string): PackagingFailure {
  if (!isFileSystemError(error)) throw error;
  const path = relative(rootDirectory, error.path ?? rootDirectory);
  if (GONE.has(error.code)) return { kind: "changed-while-packaging", path };
  return { kind: "unreadable-file", path, code: error.code };
}

/**
 * What a failure while a bundle was written means: below `releasesDirectory` a write failed, elsewhere the read of
 * what was to be copied. Both folders are absolute. Rethrows what it does not know.
 */
export function failureOfWriting(
  error: unknown,
  places: { readonly rootDirectory: string; readonly releasesDirectory: string },
): PackagingFailure {
  if (!isFileSystemError(error)) throw error;
  const location = error.path ?? places.releasesDirectory;
  const isRead = relative(places.releasesDirectory, location).startsWith("..");
  const path = relative(places.rootDirectory, location);
  if (DISK_FULL.has(error.code)) return { kind: "disk-full", path };
  if (isRead) return failureOfReading(error, places.rootDirectory);
  if (DENIED.has(error.code)) return { kind: "output-not-writable", path, code: error.code };
  throw error;
}

function isFileSystemError(error: unknown): error is FileSystemError {
  return error instanceof Error && "code" in error && "syscall" in error && typeof error.code === "string";
}
