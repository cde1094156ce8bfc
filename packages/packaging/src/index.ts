export { makeBundle } from "./make-bundle.ts";
export type { BundleRequest, MadeBundle } from "./make-bundle.ts";
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
