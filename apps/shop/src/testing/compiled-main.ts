import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The shop's program, compiled from the sources as they are now. */
export interface CompiledMain {
  /** Absolute. */
  readonly path: string;
  remove(): void;
}

const MAIN = new URL("../main.ts", import.meta.url);
const CACHE = fileURLToPath(new URL("../../../../node_modules/.cache/", import.meta.url));

/** What CommonJS packages ask of a module, once they are within one that is none. */
const COMMON_JS = `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(MAIN.href)});
const __filename = ${JSON.stringify(fileURLToPath(MAIN))}; const __dirname = ${JSON.stringify(dirname(fileURLToPath(MAIN)))};`;

/**
 * Compiles `main.ts` and all its packages into one file, for tests that start it many times: to read its sources each
 * process needs half a second of processor time, to read its packages a third. Folders are found beside `src`.
 */
export async function compileMain(): Promise<CompiledMain> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "shop-main-"));
  const path = join(folder, "main.mjs");
  await build({
    entryPoints: [fileURLToPath(MAIN)],
    outfile: path,
    bundle: true,
    conditions: ["source"],
    external: ["pg-native"],
    banner: { js: COMMON_JS },
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
