import { closeSync, copyFileSync, fstatSync, openSync, readSync, statSync, truncateSync } from "node:fs";

const LIMIT_BYTES = 5_000_000;
const CHUNK_BYTES = 64 * 1024;

/** Size in bytes; 0 where there is no such file. */
export function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Text of the file from a place on, at most `limitBytes` of its end; empty where there is no such file. */
export function readFrom(path: string, offset: number, limitBytes: number): string {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return "";
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const start = Math.max(offset, size - limitBytes);
    if (start >= size) return "";
    const bytes = Buffer.alloc(size - start);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start)).toString("utf8");
  } finally {
    closeSync(file);
  }
}

/** The last lines of a log, oldest first. */
export function lastLines(path: string, lineCount: number): readonly string[] {
  if (lineCount <= 0) return [];
  const limitBytes = Math.max(CHUNK_BYTES, lineCount * 1024);
  const lines = readFrom(path, 0, limitBytes)
    .split("\n")
    .filter((line) => line !== "");
  return lines.slice(-lineCount);
}

/**
 * Bounds a log that another process appends to: above 5 MB it is copied to `<path>.1` and emptied. A line written
 * in between is lost; moving the file instead would leave the writer on the old one for good.
 */
export function boundLog(path: string, limitBytes = LIMIT_BYTES): void {
  if (fileSize(path) <= limitBytes) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** The port in the newest `{"msg":"listening","port":…}` line of a text of JSON lines; undefined when none says so. */
export function findListeningPort(text: string): number | undefined {
  const line = text.split("\n").findLast((candidate) => candidate.includes('"listening"') && candidate.endsWith("}"));
  if (line === undefined) return undefined;
  try {
    const { msg, port } = JSON.parse(line) as { readonly msg?: unknown; readonly port?: unknown };
    return msg === "listening" && Number.isInteger(port) ? Number(port) : undefined;
  } catch {
    return undefined;
  }
}
