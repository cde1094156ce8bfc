import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";

/** A function as it was measured. */
export interface FunctionMeasures {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** From its first line to its last; 0 for the top level of a file. */
  readonly lines: number;
  /** Cyclomatic. */
  readonly complexity: number;
}

/** Lines that stand elsewhere too, word for word. */
export interface CloneMeasures {
  readonly from: number;
  readonly to: number;
  readonly otherPath: string;
  readonly otherFrom: number;
}

/** A comment that owes something. */
export interface MarkerMeasures {
  readonly line: number;
  readonly text: string;
}

/** What was measured of one file. Each file that was read is listed, found guilty or not. */
export interface FileMeasures {
  /** Relative to the root. */
  readonly path: string;
  /** Lines that are not blank. */
  readonly lines: number;
  readonly functions: readonly FunctionMeasures[];
  readonly clones: readonly CloneMeasures[];
  readonly markers: readonly MarkerMeasures[];
}

/** Every file that was measured, by path. */
export type CodeMeasures = ReadonlyMap<string, FileMeasures>;

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isLine = (value: unknown): boolean => isCount(value) && value >= 1;

const PARTS: Readonly<Record<"functions" | "clones" | "markers", Shape>> = {
  functions: { name: isText, line: isLine, lines: isCount, complexity: isLine },
  clones: { from: isLine, to: isLine, otherPath: isText, otherFrom: isLine },
  markers: { line: isLine, text: isText },
};

function hasShape(value: unknown, shape: Shape): boolean {
  return isJsonObject(value) && Object.entries(shape).every(([key, isGood]) => isGood(value[key]));
}

/** Where a file is not as it should be; undefined where it is. */
function findBadPart(file: JsonObject, pointer: string): string | undefined {
  if (!isText(file["path"]) || !isCount(file["lines"])) return pointer;
  for (const [part, shape] of Object.entries(PARTS)) {
    const list = file[part];
    if (!Array.isArray(list)) return `${pointer}${pointerTo(part)}`;
    const bad = list.findIndex((value) => !hasShape(value, shape));
    if (bad !== -1) return `${pointer}${pointerTo(part, String(bad))}`;
  }
  return undefined;
}

/** Writes measures so that `readCodeMeasures` reads them; the number of files stands beside their list. */
export function writeCodeMeasures(files: readonly FileMeasures[]): string {
  return `${JSON.stringify({ measuredFiles: files.length, files })}\n`;
}

/** Reads what `writeCodeMeasures` wrote. */
export function readCodeMeasures(text: string): Result<CodeMeasures, MalformedReport> {
  const parsed = parseJsonReport(text, "code-measures");
  if (!parsed.ok) return parsed;
  const { files, measuredFiles } = parsed.value;
  if (!Array.isArray(files)) return malformed("code-measures", "a list is expected", { pointer: "/files" });
  if (measuredFiles !== files.length)
    return malformed("code-measures", "it is not the number of files listed", { pointer: "/measuredFiles" });
  const measures = new Map<string, FileMeasures>();
  for (const [index, file] of files.entries()) {
    const pointer = pointerTo("files", String(index));
    const bad = isJsonObject(file) ? findBadPart(file, pointer) : pointer;
    if (bad !== undefined)
      return malformed("code-measures", "this is not what was measured of a file", { pointer: bad });
    const one = file as FileMeasures;
    measures.set(one.path, one);
  }
  return ok(measures);
}
