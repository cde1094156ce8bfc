import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { GateReading } from "../gate.ts";
import { isJsonObject, parseJsonReport } from "../malformed-report.ts";
import type { JsonObject } from "../malformed-report.ts";
import { objectAt, textAt } from "./json-values.ts";

/** A package that the lockfile names. */
export interface LockedPackage {
  /** Its folder: "node_modules/a/node_modules/b". */
  readonly path: string;
  /** What it is called in the registry; an alias is resolved. */
  readonly name: string;
  readonly version: string;
  /** The whole entry. */
  readonly entry: JsonObject;
  /** 1-based line of its entry in package-lock.json. */
  readonly line?: number;
}

/** package-lock.json as gates read it. */
export interface Lockfile {
  /** Everything below a node_modules folder, links left out. */
  readonly packages: readonly LockedPackage[];
  /** Entries of the root and of workspaces, by folder; "" is the root. */
  readonly workspaces: ReadonlyMap<string, JsonObject>;
  /** Every entry but the root's: what npm calls the total. */
  readonly entryCount: number;
}

/** Where the lockfile lies. */
export const LOCKFILE = "package-lock.json";

/** The name that a folder of node_modules gives. Example: "node_modules/a/node_modules/@s/b" gives "@s/b". */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

function linesByPath(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    const path = /^ {4}"([^"]*)": \{/.exec(line)?.[1];
    if (path !== undefined && !lines.has(path)) lines.set(path, index + 1);
  }
  return lines;
}

function toPackage(path: string, entry: JsonObject, line: number | undefined): LockedPackage {
  const place = line === undefined ? {} : { line };
  return {
    path,
    name: textAt(entry, "name") ?? nameOf(path),
    version: textAt(entry, "version") ?? "",
    entry,
    ...place,
  };
}

/** Reads package-lock.json of npm 7 and later. The failure is a phrase for people. */
export function parseLockfile(text: string): Result<Lockfile, string> {
  const parsed = parseJsonReport(text, "lockfile");
  const entries = parsed.ok ? objectAt(parsed.value, "packages") : undefined;
  if (!parsed.ok || entries === undefined || !isJsonObject(entries[""]))
    return err(`${LOCKFILE} is not a whole lockfile of npm 7 or later`);
  const lines = linesByPath(text);
  const all = Object.entries(entries).map(([path, entry]) => ({ path, entry: isJsonObject(entry) ? entry : {} }));
  const below = all.filter(({ path, entry }) => /(?:^|\/)node_modules\//.test(path) && entry["link"] !== true);
  if (below.length === 0) return err(`${LOCKFILE} names no package`);
  return ok({
    packages: below.map(({ path, entry }) => toPackage(path, entry, lines.get(path))),
    workspaces: new Map(
      all.filter(({ path }) => !path.includes("node_modules/")).map(({ path, entry }) => [path, entry]),
    ),
    entryCount: all.length - 1,
  });
}

/** The lockfile of the judged tree. */
export function readLockfile(reading: GateReading): Result<Lockfile, string> {
  const text = reading.file(LOCKFILE);
  return text === undefined ? err(`${LOCKFILE} is missing`) : parseLockfile(text);
}
