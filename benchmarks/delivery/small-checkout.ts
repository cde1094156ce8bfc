import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describePackagingFailure, makeBundle } from "@ecommerce-cart/packaging";
import type { Release } from "@ecommerce-cart/release";
import { FileStateStore } from "@ecommerce-cart/state-store";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = ["package.json", "package-lock.json", "environments", "apps/shop", "packages/result"];

/** What the real shop needs to be bundled and deployed, in a temporary folder. */
export interface SmallCheckout {
  readonly rootDirectory: string;
  /** The real shop in two releases that differ by one byte. */
  readonly releases: readonly [Release, Release];
  /** Folder of the command line as `./pipeline` compiled it. */
  readonly compiledDirectory: string;
  readonly remove: () => void;
}

/** Copies the compiled shop and bundles it twice. Throws where it was not compiled: run `npm run build` first. */
export async function makeSmallCheckout(): Promise<SmallCheckout> {
  const rootDirectory = mkdtempSync(join(tmpdir(), "ecommerce-cart-delivery-"));
  for (const path of COPIED)
    cpSync(join(REPOSITORY, path), join(rootDirectory, path), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(REPOSITORY, "node_modules"), join(rootDirectory, "node_modules"));
  mkdirSync(join(rootDirectory, ".data"));
  const first = await bundle(rootDirectory, "1.0.0");
  appendFileSync(join(rootDirectory, "apps/shop/public/shop.css"), "\n");
  const second = await bundle(rootDirectory, "1.1.0");
  const { digest } = JSON.parse(readFileSync(join(REPOSITORY, ".pipeline/compiled/current.json"), "utf8")) as {
    digest: string;
  };
  const compiledDirectory = join(REPOSITORY, ".pipeline/compiled", digest);
  const remove = (): void => rmSync(rootDirectory, { recursive: true, force: true });
  return { rootDirectory, releases: [first, second], compiledDirectory, remove };
}

async function bundle(rootDirectory: string, version: string): Promise<Release> {
  const commit = version.replaceAll(".", "").padEnd(40, "0");
  const request = {
    rootDirectory,
    app: "apps/shop",
    outputDirectory: ".data/releases",
    version,
    commit,
    isDirty: false,
  };
  const made = await makeBundle({ ...request, now: new Date(), log: () => undefined });
  if (!made.ok) throw new Error(describePackagingFailure(made.error));
  await new FileStateStore(join(rootDirectory, ".data")).saveRelease(made.value.release);
  return made.value.release;
}
