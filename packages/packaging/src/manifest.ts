import type { Digest } from "@ecommerce-cart/release";

/** As git writes modes: a file, an executable file, a relative symbolic link. */
export type FileMode = "100644" | "100755" | "120000";

/** One file of a bundle. */
export interface BundleFile {
  /** Relative to the bundle, with "/" everywhere. */
  readonly path: string;
  readonly mode: FileMode;
  /** 64 hexadecimal digits; of the target's text for a link. */
  readonly sha256: string;
  /** In bytes; of the target's text for a link. */
  readonly size: number;
}

/** `manifest.json` at the top of a bundle. */
export interface BundleManifest {
  readonly schemaVersion: 1;
  /** "ecommerce-cart" */
  readonly name: string;
  readonly version: string;
  /** 40 hexadecimal digits: the commit that first gave this content. */
  readonly commit: string;
  readonly isDirty: boolean;
  /** What Node is started with, relative to the bundle: "apps/shop/dist/main.js". */
  readonly entry: string;
  /** Over `files`: see `bundleDigest`. */
  readonly digest: Digest;
  /** File names in the order they are applied. */
  readonly migrations: readonly string[];
  /** A semver range: ">=24". */
  readonly nodeVersion: string;
  /** Sorted by path; every file but the manifest. */
  readonly files: readonly BundleFile[];
}
