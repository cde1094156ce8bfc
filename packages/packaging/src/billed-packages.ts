import type { PlannedFile } from "./planned-file.ts";
import { lookUpNeeds } from "./production-closure.ts";
import type { LockedPackage, Lockfile } from "./production-closure.ts";
import type { BilledPackage } from "./sbom.ts";

/** What of a lockfile's entry the bill tells besides. */
type Entry = LockedPackage & { readonly name?: string; readonly integrity?: string; readonly license?: string };

/** What a bundle's bill is made of: the lockfile, and what the plan really puts in. */
export interface BillSource {
  readonly lockfile: Lockfile;
  readonly app: string;
  readonly files: readonly PlannedFile[];
}

const IS_PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+$/;

/** The packages whose files are in the bundle, by path; an optional one that is not installed is not among them. */
export function billedPackages({ lockfile, app, files }: BillSource): {
  readonly packages: readonly BilledPackage[];
  readonly needs: readonly string[];
} {
  const paths = new Set(files.flatMap(packageFolderOf));
  const needsOf = (path: string): readonly string[] => lookUpNeeds(lockfile, path).filter((one) => paths.has(one));
  const packages = [...paths].sort().map((path): BilledPackage => {
    const found = entryAt(lockfile, path);
    const isOurs = found.link === true && found.resolved !== undefined;
    const locked = isOurs ? entryAt(lockfile, found.resolved ?? "") : found;
    const name = locked.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const needs = needsOf(isOurs ? (found.resolved ?? path) : path);
    return { path, name, version: locked.version ?? "0.0.0", locked, isOurs, needs };
  });
  return { packages, needs: needsOf(app) };
}

function entryAt(lockfile: Lockfile, path: string): Entry {
  return lockfile.packages[path] ?? {};
}

/** The package that a file makes: its folder by its package.json, or a link to a workspace. */
function packageFolderOf({ kind, path }: PlannedFile): readonly string[] {
  const folder = kind === "link" ? path : path.endsWith("/package.json") ? path.slice(0, -"/package.json".length) : "";
  return IS_PACKAGE.test(folder) ? [folder] : [];
}
