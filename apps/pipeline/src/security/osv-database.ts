import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LOCKFILE, matchOsv, namesInOsv, parseLockfile } from "@ecommerce-cart/quality-gates";

/** What a search of a database found. */
export interface OsvSearch {
  /** When the newest record changed, ISO 8601: the age of the whole. */
  readonly newestAt: string;
  readonly output: string;
}

/** Matches the lockfile's packages with a folder of OSV records, one JSON file each (https://osv.dev, npm's all.zip). */
export function searchOsvDatabase(rootDirectory: string, databaseDirectory: string): OsvSearch {
  const lockfile = parseLockfile(readFileSync(join(rootDirectory, LOCKFILE), "utf8"));
  if (!lockfile.ok) throw new Error(lockfile.error);
  const { packages, entryCount } = lockfile.value;
  const names = new Set(packages.map(({ name }) => name));
  const files = readdirSync(databaseDirectory).filter((name) => name.endsWith(".json"));
  let newestAt = "";
  const matches: object[] = [];
  for (const name of files) {
    const record = JSON.parse(readFileSync(join(databaseDirectory, name), "utf8")) as { readonly modified?: string };
    if ((record.modified ?? "") > newestAt) newestAt = record.modified ?? "";
    if (namesInOsv(record).some((one) => names.has(one))) matches.push(...matchOsv(record, packages));
  }
  const output = JSON.stringify({ databaseRecordCount: files.length, packageCount: entryCount, matches }, null, 1);
  return { newestAt, output };
}
