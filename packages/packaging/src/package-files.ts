import { readlinkSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isFolder, listFiles } from "./list-files.ts";
import type { PackagingFailure } from "./packaging-failure.ts";
import type { PlannedFile } from "./planned-file.ts";
import type { ClosurePackage } from "./production-closure.ts";
import { readJson } from "./read-json.ts";

// Node strips no types under node_modules, and reads no source maps there unless told to: two files in five.
const NOT_RUN = /\.(?:[cm]?ts|[cm]?js\.map|[cm]?ts\.map)$/;

/**
 * The files of one installed package; packages nested in it are packages of their own. An optional package that is
 * not installed (it is for another platform) has none. Fails when the package is missing, or not the locked version.
 */
export function packageFiles(
  rootDirectory: string,
  wanted: ClosurePackage,
): Result<readonly PlannedFile[], PackagingFailure> {
  if (!isFolder(`${rootDirectory}/${wanted.path}`)) {
    if (wanted.isOptional) return ok([]);
    return err({ kind: "dependency-not-installed", path: wanted.path, locked: wanted.version });
  }
  const packageJson = readJson<{ readonly version?: string }>(rootDirectory, `${wanted.path}/package.json`);
  if (!packageJson.ok) return packageJson;
  const installed = packageJson.value.version ?? "none";
  if (installed === wanted.version) return filesWithin(`${rootDirectory}/${wanted.path}`, wanted.path);
  return err({ kind: "installed-version-differs", path: wanted.path, locked: wanted.version, installed });
}

function filesWithin(folder: string, packagePath: string): Result<readonly PlannedFile[], PackagingFailure> {
  const files: PlannedFile[] = [];
  for (const { path, isLink } of listFiles(folder, ["node_modules"])) {
    if (NOT_RUN.test(path)) continue;
    const planned = isLink ? linkWithin(folder, packagePath, path) : copyOf(`${packagePath}/${path}`);
    if (!planned.ok) return planned;
    files.push(planned.value);
  }
  return ok(files);
}

function copyOf(path: string): Result<PlannedFile, PackagingFailure> {
  return ok({ kind: "copy", path, source: path });
}

function linkWithin(folder: string, packagePath: string, path: string): Result<PlannedFile, PackagingFailure> {
  const target = readlinkSync(`${folder}/${path}`);
  const bundlePath = `${packagePath}/${path}`;
  const leaves = target.startsWith("/") || join(dirname(path), target).startsWith("..");
  if (leaves) return err({ kind: "link-leaves-bundle", path: bundlePath, target });
  return ok({ kind: "link", path: bundlePath, target });
}
