import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { bundleDigest } from "./bundle-digest.ts";
import { forEachInTurns, hashFile, hashText } from "./hash-files.ts";
import { listFiles } from "./list-files.ts";
import { MANIFEST_NAME, parseManifest } from "./manifest.ts";
import type { BundleFile, BundleManifest } from "./manifest.ts";

/** What is wrong with a bundle; for files, the first one by path. */
export type BundleDamage =
  | { readonly kind: "manifest-missing"; readonly directory: string }
  | { readonly kind: "manifest-unreadable"; readonly directory: string }
  | { readonly kind: "digest-differs"; readonly stated: string; readonly counted: string }
  | { readonly kind: "file-missing"; readonly path: string }
  | { readonly kind: "file-damaged"; readonly path: string }
  | { readonly kind: "file-unreadable"; readonly path: string; readonly code: string }
  | { readonly kind: "file-mode-differs"; readonly path: string; readonly stated: string; readonly found: string }
  | { readonly kind: "file-extra"; readonly path: string };

/**
 * Reads a bundle again, file by file, and compares it with its manifest, and the manifest with its digest.
 * `directory` is absolute. Gives the manifest, or the first thing that differs.
 */
export async function verifyBundle(directory: string): Promise<Result<BundleManifest, BundleDamage>> {
  const text = readIfThere(`${directory}/${MANIFEST_NAME}`);
  if (text === undefined) return err({ kind: "manifest-missing", directory });
  const manifest = parseManifest(text);
  if (manifest === undefined) return err({ kind: "manifest-unreadable", directory });
  const counted = bundleDigest(manifest.files);
  if (counted !== manifest.digest) return err({ kind: "digest-differs", stated: manifest.digest, counted });
  const damage = await firstDamage(directory, manifest.files);
  return damage === undefined ? ok(manifest) : err(damage);
}

/** What is wrong with the bundle, in one sentence. */
export function describeBundleDamage(damage: BundleDamage): string {
  return DESCRIPTIONS[damage.kind](damage as never);
}

type Describe = { readonly [K in BundleDamage["kind"]]: (damage: Extract<BundleDamage, { kind: K }>) => string };

const DESCRIPTIONS: Describe = {
  "manifest-missing": (d) => `${d.directory} has no ${MANIFEST_NAME}`,
  "manifest-unreadable": (d) => `${d.directory}/${MANIFEST_NAME} is not a manifest`,
  "digest-differs": (d) => `${MANIFEST_NAME} states ${d.stated}, but its files make ${d.counted}`,
  "file-missing": (d) => `${d.path} is missing`,
  "file-damaged": (d) => `${d.path} is not what was bundled`,
  "file-unreadable": (d) => `${d.path} cannot be read (${d.code})`,
  "file-mode-differs": (d) => `${d.path} has the mode ${d.found}, not ${d.stated}`,
  "file-extra": (d) => `${d.path} was added`,
};

async function firstDamage(directory: string, files: readonly BundleFile[]): Promise<BundleDamage | undefined> {
  const stated = new Map(files.map((file) => [file.path, file]));
  const found = listFiles(directory).map((file) => file.path);
  const present = new Set(found);
  const paths = [...new Set([...stated.keys(), ...found])].filter((path) => path !== MANIFEST_NAME).sort();
  let damage: BundleDamage | undefined;
  await forEachInTurns(paths, (path) => {
    damage ??= damageOf(directory, path, { stated: stated.get(path), isPresent: present.has(path) });
  });
  return damage;
}

function damageOf(
  directory: string,
  path: string,
  file: { readonly stated: BundleFile | undefined; readonly isPresent: boolean },
): BundleDamage | undefined {
  const { stated } = file;
  if (stated === undefined) return { kind: "file-extra", path };
  if (!file.isPresent) return { kind: "file-missing", path };
  try {
    return difference(stated, hashAsFound(`${directory}/${path}`, path));
  } catch (error) {
    return { kind: "file-unreadable", path, code: codeOf(error) };
  }
}

function difference(stated: BundleFile, found: BundleFile): BundleDamage | undefined {
  const { path } = stated;
  if (found.sha256 !== stated.sha256) return { kind: "file-damaged", path };
  if (found.mode === stated.mode) return undefined;
  return { kind: "file-mode-differs", path, stated: stated.mode, found: found.mode };
}

function hashAsFound(location: string, path: string): BundleFile {
  if (lstatSync(location).isSymbolicLink()) return hashText(path, "120000", readlinkSync(location));
  return hashFile(location, path);
}

function readIfThere(location: string): string | undefined {
  try {
    return readFileSync(location, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The file system's error code. Rethrows what is none. */
function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}
