import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { PlannedFile } from "./planned-file.ts";
import type { BundleFile, FileMode } from "./manifest.ts";

// Synchronous reads are twice as quick as awaited ones; a turn of the event loop in between keeps timers running.
const FILES_PER_TURN = 100;
const OWNER_MAY_EXECUTE = 0o100;

/** Calls `act` for each item in order, letting the event loop turn now and then. */
export async function forEachInTurns<T>(items: readonly T[], act: (item: T) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index % FILES_PER_TURN === FILES_PER_TURN - 1) await nextTurn();
    act(item);
  }
}

/** Mode, size and content hash of each planned file, in their order. Throws the file system's error. */
export async function hashPlannedFiles(rootDirectory: string, files: readonly PlannedFile[]): Promise<BundleFile[]> {
  const hashed: BundleFile[] = [];
  await forEachInTurns(files, (file) => hashed.push(hashPlannedFile(rootDirectory, file)));
  return hashed;
}

function hashPlannedFile(rootDirectory: string, file: PlannedFile): BundleFile {
  switch (file.kind) {
    case "copy":
      return hashFile(`${rootDirectory}/${file.source}`, file.path);
    case "text":
      return hashText(file.path, "100644", file.text);
    case "link":
      return hashText(file.path, "120000", file.target);
  }
}

/** Mode, size and hash of the file at `location`, under the name `path`. Throws the file system's error. */
export function hashFile(location: string, path: string): BundleFile {
  // Only whether the owner may execute counts: the rest is the umask of whoever installed.
  const isExecutable = (statSync(location).mode & OWNER_MAY_EXECUTE) !== 0;
  const content = readFileSync(location);
  return { path, mode: isExecutable ? "100755" : "100644", sha256: hash("sha256", content), size: content.byteLength };
}

/** Mode, size and hash of a text: a file's content or a link's target. */
export function hashText(path: string, mode: FileMode, text: string): BundleFile {
  return { path, mode, sha256: hash("sha256", text), size: Buffer.byteLength(text) };
}
