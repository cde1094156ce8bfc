import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import type { FileHashes } from "./file-hashes.ts";
import { errorCode } from "./small-files.ts";
import { modeOf } from "./tree-snapshot.ts";

/** One thing that a job left. */
export interface OutputRecord {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly kind: "file" | "executable" | "link" | "folder";
  /** SHA-256 of a file's content in hexadecimal; a link's target as it is written; "" for a folder. */
  readonly content: string;
  readonly sizeBytes: number;
}

/** A declared output without "./" before and "/" after it. */
export function normaliseOutput(output: string): string {
  return output.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
}

/**
 * What lies at the declared outputs now: folders before what is in them, otherwise by name. Links are recorded, not
 * followed; sockets and pipes are left out. Throws what the file system throws on what cannot be read.
 */
export function recordOutputs(
  rootDirectory: string,
  outputs: readonly string[],
  hashes: FileHashes,
): readonly OutputRecord[] {
  const records: OutputRecord[] = [];
  const visit = (path: string): void => {
    const record = recordOf(rootDirectory, path, hashes);
    if (record === undefined) return;
    records.push(record);
    if (record.kind !== "folder") return;
    for (const name of readdirSync(`${rootDirectory}/${path}`).sort()) visit(`${path}/${name}`);
  };
  outputs.map(normaliseOutput).toSorted().forEach(visit);
  return records;
}

function recordOf(rootDirectory: string, path: string, hashes: FileHashes): OutputRecord | undefined {
  const absolute = `${rootDirectory}/${path}`;
  try {
    const stats = lstatSync(absolute);
    if (stats.isDirectory()) return { path, kind: "folder", content: "", sizeBytes: 0 };
    if (stats.isSymbolicLink()) return { path, kind: "link", content: readlinkSync(absolute), sizeBytes: 0 };
    if (!stats.isFile()) return undefined;
    const content = hashes.digestOf(path, absolute, stats);
    return { path, kind: modeOf(stats), content, sizeBytes: stats.size };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
