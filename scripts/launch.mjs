// Starts apps/pipeline: compiled once by esbuild into .pipeline/compiled/<digest>/, again whenever a source has changed.
// Loading some hundred TypeScript files would cost more than a whole run in which nothing changed.
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiledRoot = `${root}.pipeline/compiled`;
const NEEDED_NODE_MAJOR = 24;

function checkNode() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_NODE_MAJOR) return;
  console.error(
    `pipeline: Node ${process.versions.node} runs this, ${NEEDED_NODE_MAJOR} is needed, and no packaged Node ${NEEDED_NODE_MAJOR} was installed for ` +
      `${process.platform}-${process.arch}. Install Node ${NEEDED_NODE_MAJOR} (see .nvmrc), or run \`npm ci --include=optional\`.`,
  );
  process.exit(2);
}

/** The compiled command line, when every source still has the time and size that it was compiled from. */
function freshCompilation() {
  try {
    const current = JSON.parse(readFileSync(`${compiledRoot}/current.json`, "utf8"));
    const isFresh = current.inputs.every(([path, mtimeMs, size]) => {
      const found = statSync(`${root}${path}`, { throwIfNoEntry: false });
      return found !== undefined && found.mtimeMs === mtimeMs && found.size === size;
    });
    return isFresh && existsSync(`${compiledRoot}/${current.digest}/main.js`) ? current : undefined;
  } catch {
    return undefined;
  }
}

checkNode();
const startedAtMs = performance.timeOrigin;
let current = freshCompilation();
if (current === undefined) {
  mkdirSync(compiledRoot, { recursive: true });
  const { compile } = await import("./compile.mjs");
  current = await compile(root, compiledRoot);
}
const directory = `${compiledRoot}/${current.digest}`;
enableCompileCache(`${compiledRoot}/v8`);
const { main } = await import(pathToFileURL(`${directory}/main.js`).href);
await main({
  argv: process.argv.slice(2),
  rootDirectory: root.slice(0, -1),
  compiledDirectory: directory,
  engineDigest: current.digest,
  startedAtMs,
});
