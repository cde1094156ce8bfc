import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { fileCoverageOf, mergeCoverage, toSourcePath } from "./coverage.ts";
import type { Coverage } from "./coverage.ts";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";

function startLineOf(location: unknown): number | undefined {
  const start = isJsonObject(location) ? location["start"] : undefined;
  const line = isJsonObject(start) ? start["line"] : undefined;
  return isCount(line) && line > 0 ? line : undefined;
}

type Hits = Map<number, number>;

/** A line has as many hits as the statement on it that ran most: istanbul-lib-coverage, getLineCoverage. */
function readStatements(file: string, statements: JsonObject, counts: JsonObject): Result<Hits, MalformedReport> {
  const hits: Hits = new Map();
  for (const [id, location] of Object.entries(statements)) {
    const line = startLineOf(location);
    const count = counts[id];
    if (line === undefined)
      return malformed("istanbul-json", "a statement without a start line", {
        pointer: pointerTo(file, "statementMap", id),
      });
    if (!isCount(count))
      return malformed("istanbul-json", "a statement without a count", { pointer: pointerTo(file, "s", id) });
    hits.set(line, Math.max(hits.get(line) ?? 0, count));
  }
  return ok(hits);
}

/**
 * Reads istanbul's coverage-final.json (also written by vitest's v8 provider).
 * `rootDirectory`: what absolute paths in it are made relative to.
 */
export function readIstanbulJson(text: string, rootDirectory?: string): Result<Coverage, MalformedReport> {
  const parsed = parseJsonReport(text, "istanbul-json");
  if (!parsed.ok) return parsed;
  const files: Coverage[] = [];
  for (const [file, entry] of Object.entries(parsed.value)) {
    const statements = isJsonObject(entry) ? entry["statementMap"] : undefined;
    const counts = isJsonObject(entry) ? entry["s"] : undefined;
    if (!isJsonObject(statements) || !isJsonObject(counts))
      return malformed("istanbul-json", "statementMap and s are expected", { pointer: pointerTo(file) });
    const hits = readStatements(file, statements, counts);
    if (!hits.ok) return hits;
    files.push(new Map([[toSourcePath(file, rootDirectory), fileCoverageOf(hits.value)]]));
  }
  return ok(mergeCoverage(files));
}
