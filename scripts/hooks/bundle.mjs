// Bundles one hook into a single file; run.sh calls it when a source is newer. Fails where esbuild is missing.
import { mkdirSync, renameSync } from "node:fs";
import { buildSync } from "esbuild";

const [hook = ""] = process.argv.slice(2);
const folder = `${import.meta.dirname}/../../node_modules/.cache/hooks`;
const unfinished = `${folder}/${hook}.${process.pid}.mjs`;

mkdirSync(folder, { recursive: true });
buildSync({
  entryPoints: [`${import.meta.dirname}/${hook}.ts`],
  outfile: unfinished,
  bundle: true,
  platform: "node",
  format: "esm",
  conditions: ["source"],
  logLevel: "silent",
});
renameSync(unfinished, `${folder}/${hook}.mjs`);
