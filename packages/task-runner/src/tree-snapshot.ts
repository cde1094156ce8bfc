import { lstatSync, readlinkSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { compileGlobs, literalBase } from "@ecommerce-cart/task-graph";
import type { InputFile } from "@ecommerce-cart/task-graph";
import { sha256, sha256OfFile } from "./content-digest.ts";
import type { FileHashes } from "./file-hashes.ts";
import { listFiles } from "./list-files.ts";
import type { ListedFile } from "./list-files.ts";
import { errorCode } from "./small-files.ts";

/** The files that some patterns mean. */
export interface MatchedFiles {
  readonly files: readonly InputFile[];
  /** What could not be read: a fingerprint would be a guess, so the job runs and nothing is stored. */
  readonly unreadable: readonly string[];
}

/** What a snapshot covers. */
export interface SnapshotQuery {
  readonly rootDirectory: string;
  /** Of all jobs: nothing outside of them is looked at. */
  readonly patterns: readonly string[];
  /** Of all jobs: never inputs, see `TreeQuery`. */
  readonly outputs: readonly string[];
}

/** The tree as it was at one moment: walked once, and each file hashed once, for all jobs. */
export class TreeSnapshot {
  readonly #query: SnapshotQuery;
  readonly #hashes: FileHashes;
  readonly #listed: readonly ListedFile[];
  readonly #inputs = new Map<string, InputFile | "unreadable" | "gone">();
  readonly #matched = new Map<string, MatchedFiles>();

  constructor(query: SnapshotQuery, hashes: FileHashes) {
    this.#query = query;
    this.#hashes = hashes;
    const { rootDirectory, patterns, outputs } = query;
    this.#listed = listFiles(rootDirectory, { bases: basesOf(patterns), excluded: new Set(outputs) });
  }

  /** The files that `patterns` mean, sorted by path. */
  filesFor(patterns: readonly string[]): MatchedFiles {
    const key = JSON.stringify(patterns);
    const known = this.#matched.get(key);
    if (known !== undefined) return known;
    const matched = this.#match(patterns);
    this.#matched.set(key, matched);
    return matched;
  }

  #match(patterns: readonly string[]): MatchedFiles {
    const isMeant = compileGlobs(patterns);
    const files: InputFile[] = [];
    const unreadable: string[] = [];
    for (const listed of this.#candidates(patterns)) {
      if (!isMeant(listed.path) && !(listed.kind === "unreadable" && isMeant(`${listed.path}/file`))) continue;
      const input = this.#inputOf(listed);
      if (input === "unreadable") unreadable.push(listed.path);
      else if (input !== "gone") files.push(input);
    }
    return { files, unreadable };
  }

  /** The list is sorted: what lies below the patterns' bases are stretches of it. In order, each file once. */
  #candidates(patterns: readonly string[]): readonly ListedFile[] {
    const bases = basesOf(patterns);
    if (bases.includes("") || this.#listed.some(({ kind }) => kind === "unreadable")) return this.#listed;
    const stretches = bases
      .flatMap((base) => [
        { from: base, to: `${base}\0` },
        { from: `${base}/`, to: `${base}0` },
      ])
      .map(({ from, to }) => ({ start: this.#firstNotBefore(from), end: this.#firstNotBefore(to) }))
      .sort((a, b) => a.start - b.start);
    let position = 0;
    return stretches.flatMap(({ start, end }) => {
      const fresh = this.#listed.slice(Math.max(start, position), Math.max(end, position));
      position = Math.max(end, position);
      return fresh;
    });
  }

  /** Binary search. "0" is the character after "/", so a stretch ends where no path of the folder can follow. */
  #firstNotBefore(path: string): number {
    let low = 0;
    let high = this.#listed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#listed[middle]?.path ?? "") < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #inputOf(listed: ListedFile): InputFile | "unreadable" | "gone" {
    if (listed.kind === "unreadable") return "unreadable";
    const known = this.#inputs.get(listed.path);
    if (known !== undefined) return known;
    const input = this.#read(listed);
    this.#inputs.set(listed.path, input);
    return input;
  }

  #read({ path, kind }: ListedFile): InputFile | "unreadable" | "gone" {
    const absolute = `${this.#query.rootDirectory}/${path}`;
    try {
      if (kind === "link") return { path, mode: "link", digest: digestOfLink(absolute) };
      const stats = lstatSync(absolute);
      return { path, mode: modeOf(stats), digest: this.#hashes.digestOf(path, absolute, stats) };
    } catch (error) {
      return errorCode(error) === "ENOENT" ? "gone" : "unreadable";
    }
  }
}

function basesOf(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns.filter((pattern) => !pattern.startsWith("!")).map(literalBase))];
}

/** The execute bit of the owner is what tools look at, and what git keeps. */
export function modeOf(stats: Stats): "file" | "executable" {
  return (stats.mode & 0o100) === 0 ? "file" : "executable";
}

/** A link counts by where it points and, where that is a file, by what is in it; a folder behind it is not followed. */
function digestOfLink(absolute: string): string {
  const target = readlinkSync(absolute);
  return sha256(JSON.stringify([target, contentBehind(absolute)]));
}

function contentBehind(absolute: string): string | null {
  try {
    const stats = statSync(absolute);
    return stats.isFile() ? sha256OfFile(absolute, stats.size) : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ELOOP") return null;
    throw error;
  }
}
