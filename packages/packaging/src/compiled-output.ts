import { existsSync, readFileSync, statSync } from "node:fs";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { listFiles } from "./list-files.ts";
import type { PackagingFailure } from "./packaging-failure.ts";

const TYPES_ONLY = /\.(?:d\.ts|d\.ts\.map|tsbuildinfo)$/;
const COMPILED = /\.js(?:\.map)?$/;
const TEST = /\.test\.[jt]sx?(?:\.map)?$/;

/**
 * The compiled files of a workspace that its bundle needs, relative to its `dist`: what has a source, so that the
 * leftover of a removed one changes no digest; without types, tests and build records.
 * `workspace` is its folder relative to `rootDirectory`. Fails when nothing was compiled, or a source is newer.
 */
export function compiledFiles(rootDirectory: string, workspace: string): Result<readonly string[], PackagingFailure> {
  const outputDirectory = `${workspace}/dist`;
  const compiled = listFiles(`${rootDirectory}/${outputDirectory}`).map((file) => file.path);
  const sources = listFiles(`${rootDirectory}/${workspace}/src`)
    .map((file) => file.path)
    .filter((path) => !TEST.test(path));
  const isCompiledFrom = new Set(sources.map(withoutExtension));
  const needed = compiled.filter(
    (path) =>
      !TYPES_ONLY.test(path) &&
      !TEST.test(path) &&
      (!COMPILED.test(path) || isCompiledFrom.has(path.replace(COMPILED, ""))),
  );
  if (needed.length === 0) return err({ kind: "not-compiled", path: outputDirectory });
  const newer = newerSource(`${rootDirectory}/${workspace}`, sources, compiled);
  if (newer !== undefined) return err({ kind: "stale-output", source: `${workspace}/src/${newer}`, outputDirectory });
  return ok(needed);
}

function withoutExtension(path: string): string {
  return path.replace(/\.[^./]+$/, "");
}

/**
 * The first source that changed after the last compilation. The newest output counts for all: the compiler leaves
 * outputs alone whose source was only touched, and says so in its build record. The time of an output's last
 * change of any sort counts, so that outputs restored from a cache with their old times are as new as they are.
 */
function newerSource(folder: string, sources: readonly string[], compiled: readonly string[]): string | undefined {
  const outputs = [...compiled.map((path) => `${folder}/dist/${path}`), buildRecord(folder)];
  const times = outputs.filter((path) => existsSync(path)).map(lastChangeMs);
  const compiledAtMs = times.reduce((latest, time) => Math.max(latest, time), 0);
  return sources.find((path) => statSync(`${folder}/src/${path}`).mtimeMs > compiledAtMs);
}

/** Where the compiler keeps its build record: beside the configuration, unless that says otherwise. */
function buildRecord(folder: string): string {
  const configuration = `${folder}/tsconfig.json`;
  const text = existsSync(configuration) ? readFileSync(configuration, "utf8") : "";
  return `${folder}/${/"tsBuildInfoFile"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? "tsconfig.tsbuildinfo"}`;
}

function lastChangeMs(path: string): number {
  const stat = statSync(path);
  return Math.max(stat.mtimeMs, stat.ctimeMs);
}
