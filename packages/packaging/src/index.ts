export { bundleDigest } from "./bundle-digest.ts";
export { BILL_SUFFIX, makeBundle } from "./make-bundle.ts";
export type { BundleRequest, MadeBundle } from "./make-bundle.ts";
export { MANIFEST_NAME, parseManifest } from "./manifest.ts";
export type { BundleFile, BundleManifest, FileMode } from "./manifest.ts";
export { describePackagingFailure } from "./packaging-failure.ts";
export type { PackagingFailure } from "./packaging-failure.ts";
export { productionClosure } from "./production-closure.ts";
export type {
  ClosurePackage,
  ClosureWorkspace,
  LockedPackage,
  Lockfile,
  LockfileProblem,
  ProductionClosure,
} from "./production-closure.ts";
export { describeBundleDamage, verifyBundle } from "./verify-bundle.ts";
export type { BundleDamage } from "./verify-bundle.ts";
