import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Profiler } from "node:inspector";
import { convert } from "ast-v8-to-istanbul";
import type { Options } from "ast-v8-to-istanbul";
import type { CoverageMap } from "istanbul-lib-coverage";
import { parseAstAsync } from "vitest/node";

/** How often statements ran, by the line that they begin on, by the source's absolute path. */
export type LineHits = ReadonlyMap<string, ReadonlyMap<number, number>>;

const COMPILED_FOLDERS = ["apps/shop/dist/", "packages/result/dist/"];

/**
 * What the compiled shop ran, as lines of its sources: from the files that its processes left in `folder`, which they
 * were given as NODE_V8_COVERAGE. Several processes add up. Throws for compiled code without its source map.
 */
export async function readShopHits(folder: string, rootDirectory: string): Promise<LineHits> {
  const isOurs = ({ url }: Profiler.ScriptCoverage): boolean =>
    COMPILED_FOLDERS.some((one) => url.startsWith(pathToFileURL(join(rootDirectory, one)).href));
  const hits = new Map<string, Map<number, number>>();
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as Profiler.TakePreciseCoverageReturnType;
    for (const script of result.filter(isOurs)) await addScript(hits, script);
  }
  return hits;
}

async function addScript(hits: Map<string, Map<number, number>>, script: Profiler.ScriptCoverage): Promise<void> {
  const code = readFileSync(fileURLToPath(script.url), "utf8");
  const ast = await parseAstAsync(code);
  const covered = await convert({ code, ast, sourceMap: readSourceMap(script.url), coverage: script });
  for (const [path, { statementMap, s }] of Object.entries(covered)) {
    const lines = hits.get(path) ?? new Map<number, number>();
    hits.set(path, lines);
    for (const [line, count] of hitsByLine(statementMap, s)) lines.set(line, (lines.get(line) ?? 0) + count);
  }
}

type SourceMap = NonNullable<Options["sourceMap"]>;

function readSourceMap(url: string): SourceMap {
  const file = `${fileURLToPath(url)}.map`;
  if (!existsSync(file)) throw new Error(`${file} is missing: compile the shop with source maps (npm run build)`);
  const map = JSON.parse(readFileSync(file, "utf8")) as SourceMap;
  return { ...map, sources: map.sources.map((source) => new URL(source ?? "", url).href) };
}

type Statements = Readonly<Record<string, { readonly start: { readonly line: number } }>>;

/** A line has as many hits as the statement on it that ran most, as istanbul counts lines. */
function hitsByLine(statements: Statements, counts: Readonly<Record<string, number>>): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statements))
    lines.set(start.line, Math.max(lines.get(start.line) ?? 0, counts[id] ?? 0));
  return lines;
}

/**
 * Adds to `coverage`, for each statement, how often the line that it begins on ran. Lines, not columns: compilers map
 * `const a = b` to its name or to its value. Which files and lines can be covered stays as the test runner said, so
 * that what is added can cover more and never hides or invents a line.
 */
export function addLineHits(coverage: CoverageMap, hits: LineHits): void {
  for (const path of coverage.files()) {
    const { statementMap, s } = coverage.fileCoverageFor(path).data;
    for (const [id, { start }] of Object.entries(statementMap))
      s[id] = (s[id] ?? 0) + (hits.get(path)?.get(start.line) ?? 0);
  }
}
