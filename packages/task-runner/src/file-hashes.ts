import type { Stats } from "node:fs";
import { sha256OfFile } from "./content-digest.ts";
import { parseJson, readIfPresent, writeAtomically } from "./small-files.ts";

/** Size, modification time, inode, change time (milliseconds with fractions), SHA-256. */
type StatRecord = readonly [size: number, mtimeMs: number, inode: number, ctimeMs: number, digest: string];

/**
 * How long after its last change a file's times prove nothing: a second write within the same tick of the file system
 * leaves them as they were (HFS+ ticks each second, FAT every two). The racy-git problem.
 */
export const RACY_WINDOW_MS = 2000;

const VERSION = 1;
/** Above this many, files not seen in this run are forgotten. */
const MAX_RECORDS = 50_000;

/** Digests of files, remembered by their times, so that an unchanged file is not read again. */
export class FileHashes {
  readonly #path: string;
  readonly #now: () => number;
  /** As it was parsed: turning a thousand records into a Map costs as much as parsing them. */
  readonly #known: Record<string, StatRecord>;
  readonly #seen = new Set<string>();
  #hasNews = false;

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
    this.#known = readRecords(path);
  }

  /** SHA-256 of a regular file's content. `path` is how it is remembered, `absolute` where it lies. */
  digestOf(path: string, absolute: string, stats: Stats): string {
    this.#seen.add(path);
    const known = this.#known[path];
    if (known !== undefined && isSame(known, stats)) return known[4];
    const startedAtMs = this.#now();
    const digest = sha256OfFile(absolute, stats.size);
    // What was known of it is of another time.
    delete this.#known[path];
    if (startedAtMs - Math.max(stats.mtimeMs, stats.ctimeMs) > RACY_WINDOW_MS) {
      this.#known[path] = [stats.size, stats.mtimeMs, stats.ino, stats.ctimeMs, digest];
      this.#hasNews = true;
    }
    return digest;
  }

  /** When a file's content was last written; undefined where that was too short ago to be remembered. */
  modifiedAtMs(path: string): number | undefined {
    return this.#known[path]?.[1];
  }

  /** When anything of a file was last changed, its times and mode included; undefined as above. */
  changedAtMs(path: string): number | undefined {
    const known = this.#known[path];
    return known === undefined ? undefined : Math.max(known[1], known[3]);
  }

  /** Writes what was learnt; nothing when nothing was. */
  save(): void {
    if (!this.#hasNews) return;
    const all = Object.entries(this.#known);
    const kept = all.length > MAX_RECORDS ? all.filter(([path]) => this.#seen.has(path)) : all;
    writeAtomically(this.#path, JSON.stringify({ version: VERSION, files: Object.fromEntries(kept) }));
    this.#hasNews = false;
  }
}

function isSame(record: StatRecord, stats: Stats): boolean {
  return (
    record[0] === stats.size && record[1] === stats.mtimeMs && record[2] === stats.ino && record[3] === stats.ctimeMs
  );
}

/** Without a prototype, so that a file called "constructor" is a name like any other. */
function readRecords(path: string): Record<string, StatRecord> {
  const value = parseJson(readIfPresent(path) ?? "") as { version?: number; files?: unknown } | null | undefined;
  const isUsable = value?.version === VERSION && typeof value.files === "object" && value.files !== null;
  const records = isUsable ? (value.files as Record<string, StatRecord>) : {};
  return Object.setPrototypeOf(records, null) as Record<string, StatRecord>;
}
