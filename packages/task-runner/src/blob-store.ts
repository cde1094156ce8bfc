import { chmodSync, constants, copyFileSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256, sha256OfFile } from "./content-digest.ts";
import { errorCode, removeIfPresent, temporaryBeside, writeAtomically } from "./small-files.ts";

/** Contents of files by their digest. Copies share their blocks where the file system can (reflink); never hard links, which a tool that writes in place would damage. */
export class BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Absolute path of a blob, whether it exists or not. */
  pathOf(digest: string): string {
    return join(this.#folder, digest.slice(0, 2), digest);
  }

  /** Keeps the content of a file. */
  addFile(digest: string, source: string): void {
    const path = this.pathOf(digest);
    if (isWhole(path, digest)) return;
    mkdirSync(dirname(path), { recursive: true });
    const temporary = temporaryBeside(path);
    copyFileSync(source, temporary, constants.COPYFILE_FICLONE);
    renameSync(temporary, path);
  }

  /** Keeps a text and returns its digest. */
  addText(text: string): string {
    const digest = sha256(text);
    if (!isWhole(this.pathOf(digest), digest)) writeAtomically(this.pathOf(digest), text);
    return digest;
  }

  /** The content of a blob; undefined when it is missing or damaged. */
  read(digest: string): Buffer | undefined {
    const path = this.pathOf(digest);
    try {
      const content = readFileSync(path);
      if (sha256(content) === digest) return content;
      removeIfPresent(path);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    return undefined;
  }

  /** Writes a blob to `target`, whole or not at all. False when it is missing or damaged: nothing is written then. */
  writeTo(target: string, digest: string, mode: number): boolean {
    const temporary = temporaryBeside(target);
    try {
      copyFileSync(this.pathOf(digest), temporary, constants.COPYFILE_FICLONE);
    } catch (error) {
      removeIfPresent(temporary);
      if (errorCode(error) === "ENOENT") return false;
      throw error;
    }
    if (sha256OfFile(temporary, statSync(temporary).size) !== digest) {
      removeIfPresent(temporary);
      removeIfPresent(this.pathOf(digest));
      return false;
    }
    chmodSync(temporary, mode);
    renameSync(temporary, target);
    return true;
  }
}

/** A blob that is there but damaged would make the entry that is being written worthless. */
function isWhole(path: string, digest: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && sha256OfFile(path, stats.size) === digest;
}
