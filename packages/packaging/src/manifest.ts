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

export const MANIFEST_NAME = "manifest.json";

/** The text of `manifest.json`: one line per file, so that two manifests can be compared by eye. */
export function renderManifest(manifest: BundleManifest): string {
  const { files, ...head } = manifest;
  const top = JSON.stringify(head, null, 2).replace(/\n\}$/, "");
  const rows = files.map((file) => `    ${JSON.stringify(file)}`);
  return `${top},\n  "files": [\n${rows.join(",\n")}\n  ]\n}\n`;
}

/** Reads `manifest.json`; undefined where the text is not one of ours. */
export function parseManifest(text: string): BundleManifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isManifest(value) ? value : undefined;
}

const TEXT_FIELDS = ["name", "version", "commit", "entry", "digest", "nodeVersion"];

function isManifest(value: unknown): value is BundleManifest {
  if (!isRecord(value) || value["schemaVersion"] !== 1 || typeof value["isDirty"] !== "boolean") return false;
  if (!TEXT_FIELDS.every((field) => typeof value[field] === "string")) return false;
  const { files, migrations } = value;
  return Array.isArray(migrations) && Array.isArray(files) && files.every(isBundleFile);
}

function isBundleFile(value: unknown): value is BundleFile {
  if (!isRecord(value) || typeof value["size"] !== "number") return false;
  return ["path", "mode", "sha256"].every((field) => typeof value[field] === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
