import { writeCodeMeasures } from "@ecommerce-cart/quality-gates";
import type { FileMeasures } from "@ecommerce-cart/quality-gates";
import ts from "typescript";
import { findClones } from "./find-clones.ts";
import { measureFunctions } from "./measure-functions.ts";
import { readTokens } from "./read-tokens.ts";
import type { Tokens } from "./read-tokens.ts";

/** A file of code: its path relative to the root, and its text. */
export interface CodeFile {
  readonly path: string;
  readonly text: string;
}

/** What jscpd takes where nobody says otherwise. */
const CLONE_LIMITS = { leastTokens: 50, leastLines: 5 };

/**
 * Measures functions, clones and markers of all files; `isSource` says among which of them clones are sought. Gives
 * way between files (`pause`), so that other jobs of this process go on. Returns the text of the report.
 */
export async function measureCode(
  files: readonly CodeFile[],
  isSource: (path: string) => boolean,
  pause: () => Promise<void>,
): Promise<string> {
  const measures: Omit<FileMeasures, "clones">[] = [];
  const tokens: Tokens[] = [];
  for (const { path, text } of files) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const read = readTokens(file);
    if (isSource(path)) tokens.push(read.tokens);
    const lines = text.split("\n").filter((line) => line.trim() !== "").length;
    measures.push({ path, lines, functions: measureFunctions(file), markers: read.markers });
    await pause();
  }
  const clones = Map.groupBy(findClones(tokens, CLONE_LIMITS), ({ path }) => path);
  return writeCodeMeasures(
    measures.map((file) => ({
      ...file,
      clones: (clones.get(file.path) ?? []).map(({ path: _, ...clone }) => clone),
    })),
  );
}
