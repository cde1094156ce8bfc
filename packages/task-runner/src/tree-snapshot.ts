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
  readonly #indices = new Map<string, readonly number[]>();
  /** Paths that could not be listed. */
  readonly #unlisted: readonly string[];

  constructor(query: SnapshotQuery, hashes: FileHashes) {
    this.#query = query;
    this.#hashes = hashes;
    const { rootDirectory, patterns, outputs } = query;
    this.#listed = listFiles(rootDirectory, { bases: basesOf(patterns), excluded: new Set(outputs) });
    this.#unlisted = this.#listed.filter(({ kind }) => kind === "unreadable").map(({ path }) => path);
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
    const isExcluded = compileGlobs(patterns.filter(isExclusion).map((pattern) => pattern.slice(1)));
    const isWanted = new Uint8Array(this.#listed.length);
    for (const pattern of patterns)
      if (!isExclusion(pattern)) for (const index of this.#indicesOf(pattern)) isWanted[index] = 1;
    const files: InputFile[] = [];
    const unreadable = this.#unreadableFor(patterns);
    this.#listed.forEach((listed, index) => {
      if (isWanted[index] !== 1 || listed.kind === "unreadable" || isExcluded(listed.path)) return;
      const input = this.#inputOf(listed);
      if (input === "unreadable") unreadable.push(listed.path);
      else if (input !== "gone") files.push(input);
    });
    return { files, unreadable };
  }

  /** What could not be listed counts where it, or a file in it, would be meant. */
  #unreadableFor(patterns: readonly string[]): string[] {
    if (this.#unlisted.length === 0) return [];
    const isMeant = compileGlobs(patterns);
    return this.#unlisted.filter((path) => isMeant(path) || isMeant(`${path}/file`));
  }

  /** Where in the list a pattern's files are. Jobs share patterns: each is tried once on each file. */
  #indicesOf(pattern: string): readonly number[] {
    const known = this.#indices.get(pattern);
    if (known !== undefined) return known;
    const isMeant = compileGlobs([pattern]);
    const indices: number[] = [];
    for (const [start, end] of this.#stretchesBelow(literalBase(pattern)))
      for (let index = start; index < end; index += 1)
        if (isMeant(this.#listed[index]?.path ?? "")) indices.push(index);
    this.#indices.set(pattern, indices);
    return indices;
  }

  /** The list is sorted: the base itself, and what lies below it, are stretches of it. */
  #stretchesBelow(base: string): readonly (readonly [start: number, end: number])[] {
    if (base === "") return [[0, this.#listed.length]];
    const ends = [
      [base, `${base}\0`],
      [`${base}/`, `${base}0`],
    ] as const;
    return ends.map(([from, to]) => [this.#firstNotBefore(from), this.#firstNotBefore(to)]);
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

function isExclusion(pattern: string): boolean {
  return pattern.startsWith("!");
}

function basesOf(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns.filter((pattern) => !isExclusion(pattern)).map(literalBase))];
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
