import { mkdir, open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { flushFolder } from "./atomic-file.ts";
import type { DamagedFile, JsonValue } from "./state-store.ts";
import { readText } from "./unreadable-file.ts";

const NEWLINE = 10;

/** One value of an NDJSON file and its line, 1-based. */
export interface NumberedValue {
  readonly line: number;
  readonly value: JsonValue;
}

/**
 * Adds one value as a line; it is on disk (fsync) when this resolves. A last line without its line end is what a kill
 * in the middle of writing leaves: it is cut off first, so that the new line stands alone.
 */
export async function appendLine(path: string, value: JsonValue): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "a+");
  try {
    const size = await cutTornLine(file);
    await file.writeFile(`${JSON.stringify(value)}\n`);
    await file.sync();
    if (size === 0) await flushFolder(dirname(path));
  } finally {
    await file.close();
  }
}

/** Every whole line of an NDJSON file, none where there is no file; a torn last line is left out, other damage is named. */
export async function readLines(path: string): Promise<Result<readonly NumberedValue[], DamagedFile>> {
  const read = await readText(path);
  if (!read.ok) return read;
  const text = read.value ?? "";
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  const values: NumberedValue[] = [];
  for (const [index, content] of lines.slice(0, -1).entries()) {
    const value = parseJson(content);
    if (value === undefined) return err(damagedLine(path, index + 1, "it is not JSON"));
    values.push({ line: index + 1, value });
  }
  return ok(values);
}

/** The failure for a line of an NDJSON file that is not what it should be. */
export function damagedLine(path: string, line: number, detail: string): DamagedFile {
  const advice = `look at line ${line}, and delete it, or move the file away to go on without what it remembers`;
  return { kind: "damaged-file", path, line, detail, advice };
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The file's size after a torn last line was cut off. */
async function cutTornLine(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  if (size === 0) return 0;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  if (last[0] === NEWLINE) return size;
  const whole = (await readFromStart(file, size)).lastIndexOf(NEWLINE) + 1;
  await file.truncate(whole);
  return whole;
}

async function readFromStart(file: FileHandle, size: number): Promise<Buffer> {
  const content = Buffer.alloc(size);
  await file.read(content, 0, size, 0);
  return content;
}
