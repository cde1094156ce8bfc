import { utimesSync } from "node:fs";
import type { FileHashes } from "./file-hashes.ts";
import type { OutputRecord } from "./output-records.ts";

/** What was restored, from what. */
export interface RestoredFiles {
  readonly rootDirectory: string;
  /** Paths relative to the root. */
  readonly inputs: readonly { readonly path: string }[];
  readonly outputs: readonly OutputRecord[];
  readonly hashes: FileHashes;
  readonly now: () => number;
}

/**
 * Gives outputs that were left where they lay the time of now, where an input is newer than all of them: it was changed and
 * changed back, or checked out again. What goes by times (make, compilers, our bundler) would take them for outdated.
 */
export function freshenOutputs({ rootDirectory, inputs, outputs, hashes, now }: RestoredFiles): void {
  const files = outputs.filter(({ kind }) => kind === "file" || kind === "executable");
  const newestOutputMs = latest(files.map(({ path }) => hashes.changedAtMs(path)));
  if (newestOutputMs >= latest(inputs.map(({ path }) => hashes.modifiedAtMs(path)))) return;
  const seconds = now() / 1000;
  for (const { path } of files) utimesSync(`${rootDirectory}/${path}`, seconds, seconds);
}

/** A file whose time is not known was touched just now. */
function latest(times: readonly (number | undefined)[]): number {
  return times.reduce<number>((most, time = Infinity) => Math.max(most, time), -Infinity);
}
