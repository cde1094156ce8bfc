import { relative } from "node:path";
import type { PackagingFailure } from "./packaging-failure.ts";

const DISK_FULL = new Set(["ENOSPC", "EDQUOT"]);
const GONE = new Set(["ENOENT", "ENOTDIR"]);
const DENIED = new Set(["EACCES", "EPERM", "EROFS", "EIO", "ENOENT", "ENOTDIR", "EEXIST", "EMFILE"]);

interface FileSystemError extends Error {
  readonly code: string;
  readonly path?: string;
  /** Where a copy was going. */
  readonly dest?: string;
}

/** What a failed read of the tree means. Rethrows what is no error of the file system. */
export function failureOfReading(error: unknown, rootDirectory: string): PackagingFailure {
  if (!isFileSystemError(error)) throw error;
  const path = relative(rootDirectory, error.path ?? rootDirectory);
  if (GONE.has(error.code)) return { kind: "changed-while-packaging", path };
  return { kind: "unreadable-file", path, code: error.code };
}

/** What a failed write of a bundle means; a copy can fail at either end. Rethrows what it does not know. */
export function failureOfWriting(error: unknown, rootDirectory: string): PackagingFailure {
  if (!isFileSystemError(error)) throw error;
  const path = relative(rootDirectory, error.dest ?? error.path ?? rootDirectory);
  if (DISK_FULL.has(error.code)) return { kind: "disk-full", path };
  if (error.dest !== undefined && GONE.has(error.code)) return failureOfReading(error, rootDirectory);
  if (DENIED.has(error.code)) return { kind: "output-not-writable", path, code: error.code };
  throw error;
}

function isFileSystemError(error: unknown): error is FileSystemError {
  return error instanceof Error && "code" in error && "syscall" in error && typeof error.code === "string";
}
