import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** First and last line, 1-based, both included. */
export type LineRange = readonly [from: number, to: number];

/** What a diff changed in one file that is still there; a deleted file is not listed. */
export interface ChangedFile {
  /** Relative to the root: the new name of a renamed file. */
  readonly path: string;
  /** The lines that are new or changed, in the new file; none for a plain rename or a binary file. */
  readonly added: readonly LineRange[];
}

/** What is wrong with a diff, and on which of its lines (1-based). */
export interface DiffProblem {
  readonly problem: string;
  readonly line: number;
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, "\\": 92 };
const HUNK = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const HEADER = /^(?:old mode|new mode|deleted file mode|new file mode|similarity index|dissimilarity index|index) /;
const NAMES = /^(?:rename|copy) (from|to) (.+)$/;
const IS_BINARY = /^Binary files .* differ$/;

/** Git quotes a name that holds control characters, quotes or backslashes as C does. Example: `"a\\303\\244.ts"` is "aä.ts". */
function unquote(name: string): string {
  if (!name.startsWith('"')) return name.replace(/\t$/, "");
  const bytes: number[] = [];
  for (const [, octal, escape, plain] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (escape !== undefined) bytes.push(ESCAPES[escape] ?? 63);
    else bytes.push(...new TextEncoder().encode(plain));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** "a/x b/x", as the header of a file without other names says it: both halves are the same. */
function nameInHeader(names: string): string | undefined {
  const half = unquote(names.slice((names.length + 1) / 2));
  return half.startsWith("b/") ? half.slice(2) : undefined;
}

interface OpenFile {
  path: string | undefined;
  isDeleted: boolean;
  /** Names and modes come before the first hunk only. */
  hasHunk: boolean;
  readonly added: LineRange[];
}

class DiffReader {
  readonly #lines: readonly string[];
  readonly #files: OpenFile[] = [];
  #at = 0;

  constructor(text: string) {
    this.#lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  }

  /** Reads all lines; what is wrong with the first bad one, where one is. */
  read(): string | undefined {
    while (this.#at < this.#lines.length) {
      const problem = this.#readLine(this.#lines[this.#at] ?? "");
      if (problem !== undefined) return problem;
      this.#at += 1;
    }
    return undefined;
  }

  get line(): number {
    return Math.min(this.#at + 1, this.#lines.length);
  }

  /** The files whose names are known, undefined where one is not. */
  get files(): readonly ChangedFile[] | undefined {
    const left = this.#files.filter(({ isDeleted }) => !isDeleted);
    const named = left.flatMap(({ path, added }) => (path === undefined ? [] : [{ path, added }]));
    return named.length === left.length ? named : undefined;
  }

  #readLine(line: string): string | undefined {
    if (line.startsWith("diff --git ")) {
      this.#files.push({
        path: nameInHeader(line.slice("diff --git ".length)),
        isDeleted: false,
        hasHunk: false,
        added: [],
      });
      return undefined;
    }
    const file = this.#files.at(-1);
    if (file === undefined) return '"diff --git" is expected';
    if (line.startsWith("@@")) return this.#readHunk(line, file);
    return !file.hasHunk && readHeader(line, file) ? undefined : "this is no line of a unified diff";
  }

  #readHunk(line: string, file: OpenFile): string | undefined {
    const [, removed = "1", from, added = "1"] = HUNK.exec(line) ?? [];
    if (from === undefined) return "this is no header of a hunk";
    file.hasHunk = true;
    if (Number(added) > 0) file.added.push([Number(from), Number(from) + Number(added) - 1]);
    return this.#skip("-", Number(removed)) ?? this.#skip("+", Number(added));
  }

  /** Steps over `count` lines of a hunk that begin with `sign`. */
  #skip(sign: string, count: number): string | undefined {
    for (let left = count; left > 0; left -= 1) {
      this.#at += 1;
      if (this.#lines[this.#at]?.startsWith(sign) !== true) return `a line of the hunk, "${sign}", is expected`;
    }
    if (this.#lines[this.#at + 1]?.startsWith("\\ ") === true) this.#at += 1;
    return undefined;
  }
}

/** Takes over the name that a line of names tells; false for any other line. */
function readName(line: string, file: OpenFile): boolean {
  const [, side, name] = NAMES.exec(line) ?? [];
  if (side === "to" && name !== undefined) file.path = unquote(name);
  const to = line.startsWith("+++ ") ? unquote(line.slice(4)) : undefined;
  if (to !== undefined && to !== "/dev/null") file.path = to.slice(2);
  return side !== undefined || to !== undefined;
}

function readHeader(line: string, file: OpenFile): boolean {
  if (readName(line, file)) return true;
  if (line.startsWith("deleted file mode ")) file.isDeleted = true;
  return line.startsWith("--- ") || HEADER.test(line) || IS_BINARY.test(line);
}

/**
 * Reads what `git diff --unified=0` writes, with or without renames. Hunks must hold as many lines as they state, so
 * that a diff that was cut off inside of one is noticed. Nothing changed: "" is no file.
 */
export function readUnifiedDiff(text: string): Result<readonly ChangedFile[], DiffProblem> {
  if (text === "") return ok([]);
  const reader = new DiffReader(text);
  const problem = reader.read();
  if (problem !== undefined) return err({ problem, line: reader.line });
  const { files } = reader;
  return files === undefined ? err({ problem: "a file has no name", line: reader.line }) : ok(files);
}
