import { mkdtempDisposableSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FileHashes } from "./file-hashes.ts";
import { freshenOutputs } from "./freshen-outputs.ts";

type Times = Readonly<Record<string, number | undefined>>;

/** Whether outputs from 1970 get the time of now, where files were changed at `times` (ms; undefined: just now). */
function isFreshened(times: Times, outputs: readonly string[] = ["out"]): boolean {
  using folder = mkdtempDisposableSync(join(tmpdir(), "freshen-"));
  for (const path of outputs) {
    writeFileSync(join(folder.path, path), "");
    utimesSync(join(folder.path, path), 0, 0);
  }
  const at = (path: string) => times[path];
  freshenOutputs({
    rootDirectory: folder.path,
    inputs: [{ path: "in" }, { path: "other" }],
    outputs: outputs.map((path) => ({ path, kind: "file", content: "", sizeBytes: 0 })),
    hashes: { modifiedAtMs: at, changedAtMs: at } as unknown as FileHashes,
    now: () => 5_000,
  });
  return outputs.every((path) => statSync(join(folder.path, path)).mtimeMs === 5_000);
}

test.each<[string, Times, boolean]>([
  ["an input is newer", { in: 3, other: 1, out: 2 }, true],
  ["they are as old as the newest input", { in: 2, other: 1, out: 2 }, false],
  ["an input was changed just now", { in: undefined, other: 1, out: 2 }, true],
  ["they were written just now", { in: 3, other: 1, out: undefined }, false],
])("outputs get the time of now or keep theirs: %s", (_, times, expected) => {
  expect(isFreshened(times)).toBe(expected);
});

test("the newest output counts for all, as compilers leave alone what did not change", () => {
  expect(isFreshened({ in: 3, other: 1, out: 2, newer: 4 }, ["out", "newer"])).toBe(false);
  expect(isFreshened({ in: 3, other: 1, out: 2, newer: 2 }, ["out", "newer"])).toBe(true);
});
