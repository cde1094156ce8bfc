// Starts apps/pipeline: compiled once by esbuild into .pipeline/compiled/<digest>/, again whenever a source has changed.
// Loading some hundred TypeScript files would cost more than a whole run in which nothing changed. CommonJS, like what
// it starts: Node's loader of ES modules costs 15 ms more.
"use strict";
const { existsSync, mkdirSync, readFileSync, statSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { dirname } = require("node:path");

const root = `${dirname(__dirname)}/`;
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
      const found = statSync(root + path, { throwIfNoEntry: false });
      return found !== undefined && found.mtimeMs === mtimeMs && found.size === size;
    });
    const isWhole = current.files.every((name) => existsSync(`${compiledRoot}/${current.digest}/${name}`));
    return isFresh && isWhole ? current : undefined;
  } catch {
    return undefined;
  }
}

async function compileAgain() {
  try {
    mkdirSync(compiledRoot, { recursive: true });
    const { compile } = await import("./compile.mjs");
    return await compile(root, compiledRoot);
  } catch (error) {
    console.error(`pipeline: its own sources could not be compiled: ${error.message}`);
    if (error.code === "ERR_MODULE_NOT_FOUND")
      console.error("node_modules is damaged: delete it, then run this again.");
    process.exit(2);
  }
}

function start({ digest }) {
  const directory = `${compiledRoot}/${digest}`;
  enableCompileCache(`${compiledRoot}/v8`);
  return require(`${directory}/main.cjs`).main({
    argv: process.argv.slice(2),
    rootDirectory: root.slice(0, -1),
    compiledDirectory: directory,
    engineDigest: digest,
    // Not performance.timeOrigin: it loads ten modules of Node's own.
    startedAtMs: Date.now() - process.uptime() * 1000,
  });
}

checkNode();
const current = freshCompilation();
if (current === undefined) void compileAgain().then(start);
else void start(current);
