import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** What is read of one entry of `packages` in package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  /** For a link: the folder it points to. */
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  /** Development needs it; besides that, something optional alone. */
  readonly devOptional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** What is read of package-lock.json; `packages` is keyed by folder, "node_modules/a/node_modules/b". */
export interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** A folder of the installed tree that production needs. */
export interface ClosurePackage {
  /** Its folder in the tree, "node_modules/pg". */
  readonly path: string;
  readonly version: string;
  /** True where it may be missing: an optional package for another platform. */
  readonly isOptional: boolean;
}

/** A workspace that production needs: `linkPath` is the link npm makes for it ("node_modules/@ecommerce-cart/result"). */
export interface ClosureWorkspace {
  readonly linkPath: string;
  /** "packages/result" */
  readonly path: string;
}

/** Everything a workspace needs to run, sorted by path. The workspace itself is not in it. */
export interface ProductionClosure {
  readonly packages: readonly ClosurePackage[];
  readonly workspaces: readonly ClosureWorkspace[];
}

/** Why the lockfile gives no closure. */
export type LockfileProblem =
  | { readonly kind: "lockfile-too-old"; readonly version: number }
  | { readonly kind: "workspace-not-locked"; readonly workspace: string }
  | { readonly kind: "dependency-not-locked"; readonly dependency: string; readonly dependent: string };

interface Need {
  readonly name: string;
  readonly isRequired: boolean;
}

/**
 * The folders that a workspace needs in production, by the lockfile alone: its dependencies, optional
 * dependencies and required peers, and theirs. Development dependencies and optional peers are left out.
 * A name is looked up as Node does: in the dependent's own node_modules, then in each folder above.
 * `workspace` is its folder, "apps/shop". Fails when a required name leads nowhere.
 * Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json (packages)
 */
export function productionClosure(lockfile: Lockfile, workspace: string): Result<ProductionClosure, LockfileProblem> {
  if (!(lockfile.lockfileVersion >= 2)) return err({ kind: "lockfile-too-old", version: lockfile.lockfileVersion });
  if (lockfile.packages[workspace] === undefined) return err({ kind: "workspace-not-locked", workspace });
  // Grows while it is walked: a Set visits what is added to it on the way.
  const paths = new Set([workspace]);
  for (const path of paths) {
    const found = pathsNeededBy(lockfile, path);
    if (!found.ok) return found;
    for (const needed of found.value) paths.add(needed);
  }
  return ok({ packages: packagesAmong(lockfile, paths), workspaces: workspacesAmong(lockfile, paths) });
}

/** The folders that one folder of the tree needs, links not followed; a name that leads nowhere is left out. */
export function lookUpNeeds(lockfile: Lockfile, path: string): readonly string[] {
  return needsOf(lockfile.packages[path] ?? {}).flatMap(({ name }) => lookUp(lockfile, path, name) ?? []);
}

function pathsNeededBy(lockfile: Lockfile, path: string): Result<readonly string[], LockfileProblem> {
  const locked = lockfile.packages[path] ?? {};
  if (locked.link === true) return ok(locked.resolved === undefined ? [] : [locked.resolved]);
  const paths: string[] = [];
  for (const need of needsOf(locked)) {
    const found = lookUp(lockfile, path, need.name);
    if (found !== undefined) paths.push(found);
    else if (need.isRequired) return err({ kind: "dependency-not-locked", dependency: need.name, dependent: path });
  }
  return ok(paths);
}

function needsOf(locked: LockedPackage): readonly Need[] {
  const optional = Object.keys(locked.optionalDependencies ?? {});
  // npm lists an optional dependency under `dependencies` as well: the weaker claim holds.
  const required = Object.keys(locked.dependencies ?? {}).filter((name) => !optional.includes(name));
  const peers = Object.keys(locked.peerDependencies ?? {}).filter(
    (name) => locked.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [
    ...required.map((name) => ({ name, isRequired: true })),
    ...optional.map((name) => ({ name, isRequired: false })),
    ...peers.map((name) => ({ name, isRequired: true })),
  ];
}

function lookUp(lockfile: Lockfile, dependent: string, name: string): string | undefined {
  for (let folder = dependent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    const isModulesFolder = folder === "node_modules" || folder.endsWith("/node_modules");
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (!isModulesFolder && lockfile.packages[candidate] !== undefined) return candidate;
    if (folder === "") return undefined;
  }
}

function packagesAmong(lockfile: Lockfile, paths: ReadonlySet<string>): readonly ClosurePackage[] {
  return [...paths].sort().flatMap((path) => {
    const locked = lockfile.packages[path];
    const isInstalled = path.startsWith("node_modules/") || path.includes("/node_modules/");
    if (locked === undefined || locked.link === true || !isInstalled) return [];
    const isOptional = locked.optional === true || locked.devOptional === true;
    return [{ path, version: locked.version ?? "", isOptional }];
  });
}

function workspacesAmong(lockfile: Lockfile, paths: ReadonlySet<string>): readonly ClosureWorkspace[] {
  return [...paths].sort().flatMap((linkPath) => {
    const locked = lockfile.packages[linkPath];
    return locked?.link === true && locked.resolved !== undefined ? [{ linkPath, path: locked.resolved }] : [];
  });
}
