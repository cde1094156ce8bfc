import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The shop's program, compiled from the sources as they are now. */
export interface CompiledMain {
  /** Absolute. */
  readonly path: string;
  remove(): void;
}

const MAIN = new URL("../main.ts", import.meta.url);
/** Where packages that are not compiled in are found. */
const CACHE = fileURLToPath(new URL("../../../../node_modules/.cache/", import.meta.url));

/**
 * Compiles `main.ts` into one file, for tests that start it many times: its sources alone need half a second of
 * processor time to be read by each process. Folders are found beside `src`, as by the sources.
 */
export async function compileMain(): Promise<CompiledMain> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "shop-main-"));
  const path = join(folder, "main.mjs");
  await build({
    entryPoints: [fileURLToPath(MAIN)],
    outfile: path,
    bundle: true,
    packages: "external",
    alias: { "@ecommerce-cart/result": fileURLToPath(import.meta.resolve("@ecommerce-cart/result")) },
    format: "esm",
    platform: "node",
    target: "node24",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "import.meta.url": JSON.stringify(MAIN.href) },
    logLevel: "error",
  });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
