import { mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

let temporaryCount = 0;

/** A name beside `path`, so that renaming onto it is atomic, that no other process or call uses. */
export function temporaryBeside(path: string): string {
  temporaryCount += 1;
  return `${path}.${process.pid}-${temporaryCount}.tmp`;
}

/** Writes a file whole or not at all, whoever is killed when. Makes its folder. */
export function writeAtomically(path: string, content: string | Buffer): void {
  const temporary = temporaryBeside(path);
  try {
    writeInFolder(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    // Half a file on a full disk would take the room that is missing, for good.
    removeIfPresent(temporary);
    throw errorCode(error) === "ENOSPC" ? withPath(error, path) : error;
  }
}

function writeInFolder(path: string, content: string | Buffer): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** The text of a file, or undefined when there is none. Other failures are thrown. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw errorCode(error) === "EISDIR" ? withPath(error, path) : error;
  }
}

/** Of what is read or written through a descriptor, Node does not tell the name. */
function withPath(error: unknown, path: string): Error {
  const named = new Error(`${errorMessage(error)} '${path}'`, { cause: error });
  return Object.assign(named, { code: errorCode(error), path });
}

/** Removes a file; nothing where there is none. */
export function removeIfPresent(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

/** The value of a JSON text, or undefined when it is damaged (a torn write). Its shape is the caller's to check. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** "ENOENT" and its like; undefined for what is no system error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** What a thrown value says. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
