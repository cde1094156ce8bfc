import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { digestHex, releaseId } from "@ecommerce-cart/release";
import type { Digest, Release } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { makeBuildingFolder } from "./building-folder.ts";
import { bundleDigest, inPathOrder } from "./bundle-digest.ts";
import { planBundle } from "./bundle-plan.ts";
import type { BundlePlan } from "./bundle-plan.ts";
import { failureOfReading, failureOfWriting } from "./file-system-failure.ts";
import { hashPlannedFiles } from "./hash-files.ts";
import { isFolder } from "./list-files.ts";
import { MANIFEST_NAME } from "./manifest.ts";
import type { BundleFile, BundleManifest } from "./manifest.ts";
import type { PackagingFailure } from "./packaging-failure.ts";
import { renderSbom } from "./sbom.ts";
import { describeBundleDamage, verifyBundle } from "./verify-bundle.ts";
import type { BundleDamage } from "./verify-bundle.ts";
import { replaceManifest, writeBundle } from "./write-bundle.ts";

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
  /** True when the same content was bundled before and is sound: nothing was copied. */
  readonly isReused: boolean;
}

/** What the bill of materials of a bundle adds to the bundle's name: it lies beside. CycloneDX's own ending. */
export const BILL_SUFFIX = ".cdx.json";

interface Content {
  readonly plan: BundlePlan;
  readonly files: readonly BundleFile[];
  readonly digest: Digest;
}

/**
 * Makes the release bundle of an app as it is compiled now, or finds the one with the same content, which it reads
 * again in full; a damaged one is replaced. A bundle is built beside its place and renamed into it: a kill at any
 * moment leaves none half made. The release is the one of the commit asked for, the manifest that of the commit
 * which first gave the content (a clean commit's, once one has given it). Compiles nothing.
 */
export async function makeBundle(request: BundleRequest): Promise<Result<MadeBundle, PackagingFailure>> {
  const content = await readContent(request);
  if (!content.ok) return content;
  const release = releaseOf(request, content.value);
  const directory = `${request.rootDirectory}/${release.bundlePath}`;
  try {
    const isReused = await reuse(request, directory, content.value);
    const built = isReused ? ok(isReused) : await build(request, directory, content.value);
    if (!built.ok) return built;
    writeBill(directory, content.value);
    return ok({ release, directory, isReused: built.value });
  } catch (error) {
    const { rootDirectory } = request;
    return err(failureOfWriting(error, { rootDirectory, releasesDirectory: dirname(directory) }));
  }
}

async function readContent(request: BundleRequest): Promise<Result<Content, PackagingFailure>> {
  try {
    const plan = planBundle(request.rootDirectory, request.app);
    if (!plan.ok) return plan;
    const files = inPathOrder(await hashPlannedFiles(request.rootDirectory, plan.value.files));
    return ok({ plan: plan.value, files, digest: bundleDigest(files) });
  } catch (error) {
    return err(failureOfReading(error, request.rootDirectory));
  }
}

function releaseOf(request: BundleRequest, content: Content): Release {
  const { version, commit, isDirty } = request;
  const { digest } = content;
  return {
    id: releaseId({ version, commit, isDirty, digest }),
    digest,
    version,
    commit,
    isDirty,
    createdAt: request.now.toISOString(),
    migrations: content.plan.migrations,
    bundlePath: `${request.outputDirectory}/${digestHex(digest)}`,
  };
}

/** Beside the bundle, not in it: the bill tells the bundle's digest. It follows from the content alone. */
function writeBill(directory: string, { plan, digest }: Content): void {
  const { name, bill } = plan;
  const text = renderSbom({ name, version: digestHex(digest).slice(0, 12), digest, ...bill });
  const beside = `${directory}${BILL_SUFFIX}`;
  writeFileSync(`${beside}.${process.pid}`, text);
  renameSync(`${beside}.${process.pid}`, beside);
}

/** True when the same content stands there and is sound. */
async function reuse(request: BundleRequest, directory: string, content: Content): Promise<boolean> {
  if (!isFolder(directory)) return false;
  const verified = await verifyBundle(directory);
  if (!verified.ok) {
    request.log(`The bundle ${directory} is damaged: ${describeBundleDamage(verified.error)}. It is made anew.`);
    return false;
  }
  const { version, commit, isDirty } = verified.value;
  request.log(`Nothing to copy: ${version} (${commit.slice(0, 7)}) has the same content.`);
  // The manifest of a dirty tree would keep the release from being promoted.
  if (isDirty && !request.isDirty) replaceManifest(directory, manifestOf(request, content));
  return true;
}

/** Makes the bundle. True when another process made the same one meanwhile. */
async function build(
  request: BundleRequest,
  directory: string,
  content: Content,
): Promise<Result<boolean, PackagingFailure>> {
  const folder = makeBuildingFolder(dirname(directory));
  try {
    const manifest = manifestOf(request, content);
    await writeBundle(request.rootDirectory, folder, { files: content.plan.files, manifest });
    const verified = await verifyBundle(folder);
    if (!verified.ok) return err(changedMeanwhile(verified.error));
    request.log(`${content.files.length} files, ${megabytes(content.files)} MB, ${content.digest}`);
    return ok(await moveIntoPlace(folder, directory));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives the folder its name. True when another process did so first, with the same content. */
async function moveIntoPlace(folder: string, directory: string): Promise<boolean> {
  if (isFolder(directory)) {
    if ((await verifyBundle(directory)).ok) return true;
    // Beside, under the same prefix: should we be killed here, the next run clears it away.
    const damaged = `${folder}-damaged`;
    renameSync(directory, damaged);
    renameSync(folder, directory);
    rmSync(damaged, { recursive: true, force: true });
    return false;
  }
  renameSync(folder, directory);
  return false;
}

function manifestOf(request: BundleRequest, content: Content): BundleManifest {
  const { name, entry, migrations, nodeVersion } = content.plan;
  const { version, commit, isDirty } = request;
  const { digest, files } = content;
  return { schemaVersion: 1, name, version, commit, isDirty, entry, digest, migrations, nodeVersion, files };
}

function changedMeanwhile(damage: BundleDamage): PackagingFailure {
  return { kind: "changed-while-packaging", path: "path" in damage ? damage.path : MANIFEST_NAME };
}

function megabytes(files: readonly BundleFile[]): string {
  return (files.reduce((sum, file) => sum + file.size, 0) / 1e6).toFixed(1);
}
