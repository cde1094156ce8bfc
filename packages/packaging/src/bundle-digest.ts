import { hash } from "node:crypto";
import type { Digest } from "@ecommerce-cart/release";
import type { BundleFile } from "./manifest.ts";

/**
 * The digest of a bundle: SHA-256 over mode, content hash and path of every file, in the order of the paths'
 * UTF-16 code units, each ended by a zero byte. Version, commit and times are not in it: the same content has
 * the same digest whoever builds it, when and where (docs/adr/0006-bundle-digest-over-content.md).
 * Example: bundleDigest([]) is "sha256:e3b0c442…", the hash of nothing.
 */
export function bundleDigest(files: readonly BundleFile[]): Digest {
  const records = inPathOrder(files).map((file) => `${file.mode}\0${file.sha256}\0${file.path}\0`);
  return `sha256:${hash("sha256", records.join(""))}`;
}

/** The same files, sorted by path as the digest wants them. */
export function inPathOrder<T extends { readonly path: string }>(files: readonly T[]): readonly T[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}
