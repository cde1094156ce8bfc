// Compiles the command line, the supervisor and the router with esbuild: see launch.cjs.
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Long-running supervisors were started from older compilations: keep some. */
const KEPT_COMPILATIONS = 8;

const DAEMONS = {
  supervisor: "packages/targets/embedded/src/supervisor/main.ts",
  router: "packages/targets/embedded/src/router/main.ts",
};

// Some CommonJS dependencies call require() for Node's own modules.
const ESM_BANNER =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';
/** `import.meta`, which CommonJS has not: worked out where it is asked for. */
const IMPORT_META = '{ get url() { return require("node:url").pathToFileURL(__filename).href; } }';

/** In chunks, so that what a command does not use is not read. esbuild splits only ES modules. */
function bundle(root, options) {
  return build({
    absWorkingDir: root,
    outdir: "out",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    conditions: ["source"],
    external: ["pg-native", "esbuild"],
    metafile: true,
    legalComments: "none",
    logLevel: "error",
    ...options,
  });
}

async function bundleAll(root) {
  const [commandLine, daemons] = await Promise.all([
    bundle(root, { entryPoints: { main: "apps/pipeline/src/main.ts" }, outExtension: { ".js": ".cjs" } }),
    bundle(root, { entryPoints: DAEMONS, banner: { js: ESM_BANNER } }),
  ]);
  const inputs = [commandLine, daemons].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const chunks = await Promise.all(commandLine.outputFiles.map(toCommonJs));
  return { outputFiles: [...chunks, ...daemons.outputFiles], inputs: [...new Set(inputs)] };
}

/** Node starts CommonJS the quicker: its loader of ES modules, and what that reads of Node's own, cost some 15 ms. */
async function toCommonJs({ path, text }) {
  const usesMeta = text.includes("import.meta");
  const { code } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: "node24",
    supported: { "dynamic-import": false },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    ...(usesMeta ? { define: { "import.meta": "__meta" }, banner: `const __meta = ${IMPORT_META};` } : {}),
  });
  return { path, contents: Buffer.from(code) };
}

/** A file changed while esbuild read it gets a stamp that no file has: the next start compiles again. */
function stampInputs(root, inputs, startedAtMs) {
  const sources = inputs.filter((path) => !path.includes("node_modules/"));
  return [...sources, "package-lock.json", "scripts/compile.mjs"].map((path) => {
    const { mtimeMs, size } = statSync(join(root, path));
    return [path, mtimeMs < startedAtMs ? mtimeMs : -1, size];
  });
}

function digestOf(outputFiles) {
  const hash = createHash("sha256");
  for (const file of [...outputFiles].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(JSON.stringify([basename(file.path), file.contents.length])).update(file.contents);
  }
  return hash.digest("hex").slice(0, 32);
}

/** Writes beside and renames, so that a kill at any point leaves either nothing or the whole. */
function writeCompilation(compiledRoot, digest, outputFiles) {
  const target = join(compiledRoot, digest);
  if (outputFiles.every((file) => existsSync(join(target, basename(file.path))))) return;
  const temporary = join(compiledRoot, `tmp-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  for (const file of outputFiles) writeFileSync(join(temporary, basename(file.path)), file.contents);
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

/** Returns `{digest, files, inputs}`, as written to current.json. */
export async function compile(root, compiledRoot) {
  const startedAtMs = Date.now();
  const { outputFiles, inputs } = await bundleAll(root);
  const files = outputFiles.map((file) => basename(file.path));
  const current = { digest: digestOf(outputFiles), files, inputs: stampInputs(root, inputs, startedAtMs) };
  writeCompilation(compiledRoot, current.digest, outputFiles);
  const temporary = join(compiledRoot, `current-${process.pid}.json`);
  writeFileSync(temporary, JSON.stringify(current));
  renameSync(temporary, join(compiledRoot, "current.json"));
  removeOldCompilations(compiledRoot);
  return current;
}
