import { objectAt } from "./json-values.ts";
import type { LockedPackage, Lockfile } from "./lockfile.ts";

const KINDS = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/**
 * The packages that our manifests name, as locked, each version once; our own workspaces left out. One that the
 * lockfile does not hold is left out too: `judgeLockfile` tells.
 */
export function directDependencies({ packages, workspaces }: Lockfile): readonly LockedPackage[] {
  const byPath = new Map(packages.map((one) => [one.path, one]));
  const found = [...workspaces].flatMap(([folder, manifest]) =>
    KINDS.flatMap((kind) => Object.keys(objectAt(manifest, kind) ?? {})).flatMap((name) => {
      const own = folder === "" ? undefined : byPath.get(`${folder}/node_modules/${name}`);
      return own ?? byPath.get(`node_modules/${name}`) ?? [];
    }),
  );
  return [...new Map(found.map((one) => [`${one.name}@${one.version}`, one])).values()];
}
