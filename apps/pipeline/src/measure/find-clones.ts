import type { Tokens } from "./read-tokens.ts";

/** Lines of one file that stand elsewhere too. */
export interface Clone {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** Where the first of the others is. */
  readonly otherPath: string;
  readonly otherFrom: number;
}

/** What counts as a clone. */
export interface CloneLimits {
  readonly leastTokens: number;
  readonly leastLines: number;
}

interface Numbered {
  readonly tokens: Tokens;
  readonly words: Int32Array;
}

interface Place {
  readonly file: Numbered;
  readonly at: number;
}

const BASE = 0x01000193;

function numberWords(files: readonly Tokens[]): readonly Numbered[] {
  const numbers = new Map<string, number>();
  return files.map((tokens) => ({
    tokens,
    words: Int32Array.from(tokens.texts, (text) => {
      const known = numbers.get(text) ?? numbers.size + 1;
      numbers.set(text, known);
      return known;
    }),
  }));
}

/** A hash of every window of `size` words, by where it begins: Karp and Rabin's, modulo 2^32. */
function hashWindows(words: Int32Array, size: number): Int32Array {
  const hashes = new Int32Array(Math.max(0, words.length - size + 1));
  let power = 1;
  for (let step = 1; step < size; step += 1) power = Math.imul(power, BASE);
  let hash = 0;
  for (let at = 0; at < words.length; at += 1) {
    if (at >= size) hash -= Math.imul(words[at - size] ?? 0, power);
    hash = (Math.imul(hash, BASE) + (words[at] ?? 0)) | 0;
    if (at >= size - 1) hashes[at - size + 1] = hash;
  }
  return hashes;
}

/** How far two places go on being the same; a file does not overlap with itself. */
function lengthOf(a: Place, b: Place): number {
  const most = a.file === b.file ? a.at - b.at : Infinity;
  let length = 0;
  while (length < most) {
    const word = a.file.words[a.at + length];
    if (word === undefined || word !== b.file.words[b.at + length]) break;
    length += 1;
  }
  return length;
}

function toClone(here: Place, length: number, there: Place): Clone {
  const { path, lines } = here.file.tokens;
  return {
    path,
    from: lines[here.at] ?? 1,
    to: lines[here.at + length - 1] ?? 1,
    otherPath: there.file.tokens.path,
    otherFrom: there.file.tokens.lines[there.at] ?? 1,
  };
}

/** Where windows of words stand first, by their hash. */
class FirstPlaces {
  readonly #byHash = new Map<number, Place>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Where the words of `here` stand already, and for how many words; undefined where they are new, and kept. */
  find(hash: number, here: Place): { readonly there: Place; readonly length: number } | undefined {
    const there = this.#byHash.get(hash);
    if (there === undefined) {
      this.#byHash.set(hash, here);
      return undefined;
    }
    const length = lengthOf(here, there);
    return length < this.#size ? undefined : { there, length };
  }
}

/**
 * Finds what stands in several places, word for word, however it is laid out: at least `leastTokens` tokens in a row on
 * at least `leastLines` lines, both places named. Files of any length are read whole. Source of the method: R. Karp and
 * M. Rabin, "Efficient randomized pattern-matching algorithms", 1987; equal hashes are compared word by word.
 */
export function findClones(files: readonly Tokens[], { leastTokens, leastLines }: CloneLimits): readonly Clone[] {
  const firsts = new FirstPlaces(leastTokens);
  const clones: Clone[] = [];
  for (const file of numberWords(files)) {
    const hashes = hashWindows(file.words, leastTokens);
    for (let at = 0; at < hashes.length; at += 1) {
      const here = { file, at };
      const found = firsts.find(hashes[at] ?? 0, here);
      if (found === undefined) continue;
      const clone = toClone(here, found.length, found.there);
      if (clone.to - clone.from + 1 >= leastLines) clones.push(clone, toClone(found.there, found.length, here));
      at += found.length - leastTokens;
    }
  }
  return clones;
}
