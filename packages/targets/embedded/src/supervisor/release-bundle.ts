import { readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import type { Release } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** Where a release's program is; both absolute. */
export interface ReleaseBundle {
  readonly directory: string;
  readonly entry: string;
}

/** Finds the program of a release by its bundle's manifest; else says what is wrong with the bundle. */
export function findBundle(rootDirectory: string, release: Release): Result<ReleaseBundle, string> {
  const directory = isAbsolute(release.bundlePath) ? release.bundlePath : resolve(rootDirectory, release.bundlePath);
  const manifest = join(directory, "manifest.json");
  try {
    const { entry } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly entry?: unknown };
    if (typeof entry !== "string" || entry === "") return err(`${manifest} names no entry`);
    return ok({ directory, entry: join(directory, entry) });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return err(isMissing ? `its bundle ${directory} is missing` : `${manifest} cannot be read: ${String(error)}`);
  }
}
