import type { Release } from "@ecommerce-cart/release";
import { err } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { PackagingFailure } from "./packaging-failure.ts";

/** What a bundle is made of, and for which commit. */
export interface BundleRequest {
  /** The repository's root; absolute. */
  readonly rootDirectory: string;
  /** The app's folder, relative to the root: "apps/shop". */
  readonly app: string;
  /** Where bundles live, relative to the root: ".data/releases". */
  readonly outputDirectory: string;
  readonly version: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  readonly isDirty: boolean;
  readonly now: Date;
  /** One line for people. */
  readonly log: (line: string) => void;
}

export interface MadeBundle {
  readonly release: Release;
  /** Absolute: the bundle's folder. */
  readonly directory: string;
  /** True when the same content was bundled before: nothing was written. */
  readonly isReused: boolean;
}

/** Makes a release bundle, or finds the one that holds the same content. */
export async function makeBundle(request: BundleRequest): Promise<Result<MadeBundle, PackagingFailure>> {
  return err({ kind: "not-compiled", path: `${request.app}/dist/main.js` });
}
