// Compiles the command line, the supervisor and the router with esbuild: see launch.mjs.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Long-running supervisors were started from older compilations: keep some. */
const KEPT_COMPILATIONS = 8;

const ENTRY_POINTS = {
  main: "apps/pipeline/src/main.ts",
  supervisor: "packages/targets/embedded/src/supervisor/main.ts",
  router: "packages/targets/embedded/src/router/main.ts",
};

// Some CommonJS dependencies call require() for Node's own modules.
const BANNER =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

async function bundle(root) {
  return build({
    absWorkingDir: root,
    entryPoints: ENTRY_POINTS,
    outdir: "out",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    conditions: ["source"],
    external: ["pg-native", "esbuild"],
    banner: { js: BANNER },
    metafile: true,
    legalComments: "none",
    logLevel: "error",
  });
}

/** A file changed while esbuild read it gets a stamp that no file has: the next start compiles again. */
function stampInputs(root, metafile, startedAtMs) {
  const sources = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
  return [...sources, "package-lock.json", "scripts/compile.mjs"].map((path) => {
    const { mtimeMs, size } = statSync(join(root, path));
    return [path, mtimeMs < startedAtMs ? mtimeMs : -1, size];
  });
}

function digestOf(outputFiles) {
  const hash = createHash("sha256");
  for (const file of [...outputFiles].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash
      .update(JSON.stringify([file.path.slice(file.path.lastIndexOf("/")), file.contents.length]))
      .update(file.contents);
  }
  return hash.digest("hex").slice(0, 32);
}

/** Writes beside and renames, so that a kill at any point leaves either nothing or the whole. */
function writeCompilation(compiledRoot, digest, outputFiles) {
  const target = join(compiledRoot, digest);
  if (statSync(join(target, "main.js"), { throwIfNoEntry: false })) return;
  const temporary = join(compiledRoot, `tmp-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  for (const file of outputFiles)
    writeFileSync(join(temporary, file.path.slice(file.path.lastIndexOf("/") + 1)), file.contents);
  writeFileSync(join(temporary, "package.json"), '{ "type": "module" }\n');
  rmSync(target, { recursive: true, force: true });
  renameSync(temporary, target);
}

function removeOldCompilations(compiledRoot) {
  const found = readdirSync(compiledRoot).filter((name) => /^[0-9a-f]{32}$/.test(name));
  const byAge = found
    .map((name) => ({ name, mtimeMs: statSync(join(compiledRoot, name)).mtimeMs }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { name } of byAge.slice(KEPT_COMPILATIONS))
    rmSync(join(compiledRoot, name), { recursive: true, force: true });
}

/** Returns `{digest, inputs}`, as written to current.json. */
export async function compile(root, compiledRoot) {
  const startedAtMs = Date.now();
  const { outputFiles, metafile } = await bundle(root);
  const current = { digest: digestOf(outputFiles), inputs: stampInputs(root, metafile, startedAtMs) };
  writeCompilation(compiledRoot, current.digest, outputFiles);
  const temporary = join(compiledRoot, `current-${process.pid}.json`);
  writeFileSync(temporary, JSON.stringify(current));
  renameSync(temporary, join(compiledRoot, "current.json"));
  removeOldCompilations(compiledRoot);
  return current;
}
