import { dirname, join, relative } from "node:path/posix";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { billedPackages } from "./billed-packages.ts";
import { compiledFiles } from "./compiled-output.ts";
import { listFiles } from "./list-files.ts";
import type { PackagingFailure } from "./packaging-failure.ts";
import type { PlannedFile } from "./planned-file.ts";
import { packageFiles } from "./package-files.ts";
import { productionClosure } from "./production-closure.ts";
import type { ClosureWorkspace, Lockfile } from "./production-closure.ts";
import { readJson } from "./read-json.ts";
import { runtimePackageJson } from "./runtime-package-json.ts";
import type { BilledRelease } from "./sbom.ts";

/** Everything a bundle will hold, its manifest left out, in no order. */
export interface BundlePlan {
  readonly name: string;
  readonly entry: string;
  readonly nodeVersion: string;
  readonly migrations: readonly string[];
  readonly files: readonly PlannedFile[];
  /** What of it comes from packages, for the bill of materials. */
  readonly bill: Pick<BilledRelease, "packages" | "needs">;
}

interface PackageJson {
  readonly name?: string;
  readonly engines?: { readonly node?: string };
}

// The pinned major version; an app says otherwise in its `engines`.
const DEFAULT_NODE_VERSION = ">=24";

/**
 * Decides what goes into the bundle of an app: its compiled output, migrations and public files, the workspaces it
 * needs, and the production dependencies that the lockfile names. Reads the tree, writes nothing.
 */
export function planBundle(rootDirectory: string, app: string): Result<BundlePlan, PackagingFailure> {
  const root = readJson<PackageJson>(rootDirectory, "package.json");
  if (!root.ok) return root;
  const own = readJson<PackageJson>(rootDirectory, `${app}/package.json`);
  if (!own.ok) return own;
  const lockfile = readJson<Lockfile>(rootDirectory, "package-lock.json");
  if (!lockfile.ok) return lockfile;
  const files = filesOf(rootDirectory, app, lockfile.value);
  if (!files.ok) return files;
  const entry = `${app}/dist/main.js`;
  if (!files.value.some((file) => file.path === entry)) return err({ kind: "not-compiled", path: entry });
  return ok({
    name: root.value.name ?? app,
    entry,
    nodeVersion: own.value.engines?.node ?? DEFAULT_NODE_VERSION,
    migrations: migrationsAmong(app, files.value),
    files: [...files.value, { kind: "text", path: "package.json", text: runtimePackageJson(root.value) }],
    bill: billedPackages({ lockfile: lockfile.value, app, files: files.value }),
  });
}

function filesOf(
  rootDirectory: string,
  app: string,
  lockfile: Lockfile,
): Result<readonly PlannedFile[], PackagingFailure> {
  const closure = productionClosure(lockfile, app);
  if (!closure.ok) return closure;
  const { packages, workspaces } = closure.value;
  const folders = new Set([app, ...workspaces.map((linked) => linked.path)]);
  const planned = allOf([
    ...[...folders].map((folder) => workspaceFiles(rootDirectory, folder)),
    ...packages.map((installed) => packageFiles(rootDirectory, installed)),
  ]);
  if (!planned.ok) return planned;
  return ok([
    ...planned.value,
    ...workspaces.map(linkTo),
    ...staticFiles(rootDirectory, `${app}/migrations`),
    ...staticFiles(rootDirectory, `${app}/public`),
  ]);
}

/** All lists in one, or the first failure. */
function allOf(
  lists: readonly Result<readonly PlannedFile[], PackagingFailure>[],
): Result<readonly PlannedFile[], PackagingFailure> {
  const failed = lists.find((list) => !list.ok);
  return failed ?? ok(lists.flatMap((list) => (list.ok ? list.value : [])));
}

function linkTo({ linkPath, path }: ClosureWorkspace): PlannedFile {
  return { kind: "link", path: linkPath, target: relative(dirname(linkPath), path) };
}

function workspaceFiles(rootDirectory: string, workspace: string): Result<readonly PlannedFile[], PackagingFailure> {
  const compiled = compiledFiles(rootDirectory, workspace);
  if (!compiled.ok) return compiled;
  const packageJson = readJson<PackageJson>(rootDirectory, `${workspace}/package.json`);
  if (!packageJson.ok) return packageJson;
  return ok([
    { kind: "text", path: `${workspace}/package.json`, text: runtimePackageJson(packageJson.value) },
    ...compiled.value.map((path) => copyOf(`${workspace}/dist/${path}`)),
  ]);
}

function staticFiles(rootDirectory: string, folder: string): readonly PlannedFile[] {
  return listFiles(join(rootDirectory, folder)).map((file) => copyOf(`${folder}/${file.path}`));
}

function copyOf(path: string): PlannedFile {
  return { kind: "copy", path, source: path };
}

function migrationsAmong(app: string, files: readonly PlannedFile[]): readonly string[] {
  const folder = `${app}/migrations/`;
  return files
    .filter((file) => file.path.startsWith(folder) && file.path.endsWith(".sql"))
    .map((file) => file.path.slice(folder.length))
    .sort();
}
