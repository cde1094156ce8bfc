import { lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { BlobStore } from "./blob-store.ts";
import type { FileHashes } from "./file-hashes.ts";
import { recordOutputs } from "./output-records.ts";
import type { OutputRecord } from "./output-records.ts";

/** What `restoreOutputs` brings back, and where. */
export interface RestoreRequest {
  readonly rootDirectory: string;
  readonly outputs: readonly string[];
  readonly records: readonly OutputRecord[];
  readonly blobs: BlobStore;
  readonly hashes: FileHashes;
}

const FILE_MODE = 0o644;
const EXECUTABLE_MODE = 0o755;

/**
 * Makes the declared outputs what they were when they were stored: what is the same on disk is left alone, what differs
 * is written, what is there besides is removed. Returns the path that could not be restored, if any: its stored content
 * is missing or damaged.
 */
export function restoreOutputs(request: RestoreRequest): string | undefined {
  const present = recordOutputs(request.rootDirectory, request.outputs, request.hashes);
  const wanted = new Map(request.records.map((record) => [record.path, record]));
  const same = new Set<string>();
  for (const record of present) {
    const target = wanted.get(record.path);
    if (target?.kind === record.kind && target.content === record.content) same.add(record.path);
    else if (!isReplaceable(record, target)) remove(join(request.rootDirectory, record.path));
  }
  return request.records.find((record) => !same.has(record.path) && !write(record, request))?.path;
}

/** A file gives way to a file in one step, so that nobody ever finds neither. */
function isReplaceable(record: OutputRecord, target: OutputRecord | undefined): boolean {
  return target !== undefined && [record, target].every(({ kind }) => kind === "file" || kind === "executable");
}

function write(record: OutputRecord, { rootDirectory, blobs }: RestoreRequest): boolean {
  const absolute = join(rootDirectory, record.path);
  makeParent(rootDirectory, record.path);
  if (record.kind === "folder") mkdirSync(absolute, { recursive: true });
  else if (record.kind === "link") symlinkSync(record.content, absolute);
  else return blobs.writeTo(absolute, record.content, record.kind === "file" ? FILE_MODE : EXECUTABLE_MODE);
  return true;
}

/** A parent that is a link is replaced: writing through it would write outside of the declared output. */
function makeParent(rootDirectory: string, path: string): void {
  const segments = path.split("/").slice(0, -1);
  let folder = rootDirectory;
  for (const segment of segments) {
    folder = join(folder, segment);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) continue;
    if (stats !== undefined) remove(folder);
    mkdirSync(folder);
  }
}

function remove(absolute: string): void {
  rmSync(absolute, { recursive: true, force: true });
}
