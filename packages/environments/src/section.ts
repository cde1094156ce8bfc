import { isMap, isScalar, isSeq } from "yaml";
import type { YAMLMap } from "yaml";
import { didYouMean } from "./did-you-mean.ts";
import { parseDuration } from "./duration.ts";
import { findSecrets } from "./find-secrets.ts";

/** Something wrong at a place of the text; `offset` counts characters from its start. */
export interface PlacedProblem {
  readonly path: string;
  readonly offset: number;
  readonly message: string;
}

/** What the sections of one file share. */
export interface Notebook {
  readonly problems: PlacedProblem[];
  /** Where the value of each path that was read begins. */
  readonly offsets: Map<string, number>;
  /** Follows an alias to its anchor; other nodes are given back. */
  readonly resolve: (node: unknown) => unknown;
}

interface Limits {
  readonly min: number;
  readonly max: number;
}

/**
 * One mapping of the file, read key by key. Every method notes what is wrong and goes on with a stand-in, so that
 * all problems come at once: a value counts only when the notebook has no problem. A fallback makes a key optional.
 */
export class Section {
  private readonly map: YAMLMap | undefined;
  private readonly path: string;
  private readonly notebook: Notebook;
  private readonly known = new Set<string>();

  constructor(node: unknown, path: string, notebook: Notebook) {
    this.path = path;
    this.notebook = notebook;
    const resolved = notebook.resolve(node);
    this.map = isMap(resolved) ? resolved : undefined;
    if (this.map === undefined && node !== undefined)
      this.note(path, node, `${asWritten(resolved)} is no mapping of keys to values`);
  }

  text(key: string): string {
    const value = this.scalar(key);
    if (typeof value === "string" && value.trim() !== "") return value;
    if (value !== undefined) this.wrong(key, "give a text");
    return "";
  }

  choice<const T extends string>(key: string, choices: readonly [T, ...T[]], fallback?: T): T {
    const value = this.scalar(key, fallback !== undefined);
    if (value === undefined) return fallback ?? choices[0];
    return this.chosen(this.pathOf(key), this.node(key), choices) ?? choices[0];
  }

  /** The one word that the key may hold here; `alternative` is what else may be written. */
  word<const T extends string>(key: string, word: T, alternative: string): T {
    const value = this.scalar(key);
    if (value !== undefined && value !== word) this.wrong(key, `write ${word} or ${alternative}`);
    return word;
  }

  whole(key: string, limits: Limits, fallback?: number): number {
    const value = this.scalar(key, fallback !== undefined);
    if (value === undefined) return fallback ?? limits.min;
    if (typeof value === "number" && Number.isInteger(value) && isWithin(value, limits)) return value;
    this.wrong(key, `give a whole number from ${limits.min} to ${limits.max}`);
    return limits.min;
  }

  flag(key: string): boolean {
    const value = this.scalar(key);
    if (typeof value === "boolean") return value;
    if (value !== undefined) this.wrong(key, "write true or false");
    return false;
  }

  /** Limits and result in milliseconds. */
  durationMs(key: string, limits: Limits, fallbackMs?: number): number {
    const value = this.scalar(key, fallbackMs !== undefined);
    if (value === undefined) return fallbackMs ?? limits.min;
    const ms = parseDuration(String(value));
    if (ms !== undefined && isWithin(ms, limits)) return ms;
    const range = `from ${limits.min / 1_000}s to ${limits.max / 1_000}s`;
    this.wrong(key, `give a duration with its unit (500ms, 30s, 10m, 24h), ${range}`);
    return limits.min;
  }

  texts(key: string): readonly string[] {
    return this.items(key).flatMap(({ node, path }) => {
      const value = isScalar(node) ? node.value : undefined;
      if (typeof value === "string" && value.trim() !== "") return [value];
      this.note(path, node, `${asWritten(node)} is no text`);
      return [];
    });
  }

  choices<const T extends string>(key: string, choices: readonly [T, ...T[]]): readonly T[] {
    return this.items(key).flatMap(({ node, path }) => this.chosen(path, node, choices) ?? []);
  }

  section(key: string): Section {
    const node = this.node(key);
    if (node === undefined) this.missing(key);
    return new Section(node, this.pathOf(key), this.notebook);
  }

  /** Whether the key's value is a mapping. Asking does not make it required. */
  isMapping(key: string): boolean {
    return isMap(this.node(key));
  }

  /** Notes every key that nothing asked for. Call it when the whole section was read. */
  refuseOthers(): void {
    for (const pair of this.map?.items ?? []) {
      const key = isScalar(pair.key) ? String(pair.key.value) : asWritten(pair.key);
      if (this.known.has(key)) continue;
      const meant = didYouMean(key, [...this.known]);
      const advice = meant === undefined ? `known here: ${[...this.known].join(", ")}` : `did you mean ${meant}?`;
      this.note(this.pathOf(key), pair.key, `unknown key: ${advice}`);
    }
  }

  private chosen<T extends string>(path: string, node: unknown, choices: readonly T[]): T | undefined {
    const value = isScalar(node) ? node.value : undefined;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const meant = didYouMean(String(value), choices);
    const advice = meant === undefined ? `choose ${choices.join(", ")}` : `did you mean ${meant}?`;
    this.note(path, node, `${asWritten(node)} is not known: ${advice}`);
    return undefined;
  }

  private items(key: string): readonly { readonly node: unknown; readonly path: string }[] {
    const node = this.node(key);
    if (node === undefined) this.missing(key);
    else if (isSeq(node))
      return node.items.map((item, index) => ({
        node: this.notebook.resolve(item),
        path: `${this.pathOf(key)}[${index}]`,
      }));
    else this.wrong(key, "give a list: [a, b]");
    return [];
  }

  /** The value, null included; undefined where the key is missing, which is noted unless it is optional. */
  private scalar(key: string, isOptional = false): unknown {
    const node = this.node(key);
    if (node === undefined) {
      if (!isOptional) this.missing(key);
      return undefined;
    }
    return isScalar(node) ? node.value : null;
  }

  private node(key: string): unknown {
    this.known.add(key);
    const node = this.notebook.resolve(this.map?.get(key, true));
    if (node !== undefined) this.notebook.offsets.set(this.pathOf(key), offsetOf(node));
    return node;
  }

  private missing(key: string): void {
    // A section that is no mapping was noted already.
    if (this.map !== undefined) this.note(this.pathOf(key), this.map, "is missing");
  }

  private wrong(key: string, advice: string): void {
    const node = this.node(key);
    this.note(this.pathOf(key), node, `${asWritten(node)} does not fit: ${advice}`);
  }

  private note(path: string, node: unknown, message: string): void {
    this.notebook.problems.push({ path, offset: offsetOf(node), message });
  }

  private pathOf(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }
}

function isWithin(value: number, limits: Limits): boolean {
  return value >= limits.min && value <= limits.max;
}

function offsetOf(node: unknown): number {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : 0;
}

/** How a value is shown in a message: short, and never a secret. */
function asWritten(node: unknown): string {
  if (isMap(node)) return "a mapping";
  if (isSeq(node)) return "a list";
  if (!isScalar(node) || node.value === null) return "nothing";
  const text = typeof node.value === "string" ? JSON.stringify(node.value) : String(node.value);
  if (findSecrets(text).length > 0) return "the value";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
