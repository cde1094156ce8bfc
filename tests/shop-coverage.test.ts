import fc from "fast-check";
import { createCoverageMap } from "istanbul-lib-coverage";
import type { CoverageMapData } from "istanbul-lib-coverage";
import { expect, test } from "vitest";
import { istanbulOf } from "../packages/quality-gates/src/test-builders/a-report.ts";
import { addLineHits } from "./shop-coverage.ts";

/** Hits by line after `ran` was added; lines from 1. */
function addTo(lines: readonly number[], ran: readonly number[], path = "a.ts"): Readonly<Record<string, number>> {
  const coverage = createCoverageMap(JSON.parse(istanbulOf({ "a.ts": lines })) as CoverageMapData);
  addLineHits(coverage, new Map([[path, new Map(ran.map((count, index) => [index + 1, count]))]]));
  expect(coverage.files()).toEqual(["a.ts"]);
  return coverage.fileCoverageFor("a.ts").getLineCoverage();
}

test("a line is covered where a test or the shop ran it", () => {
  expect(addTo([1, 0, 0], [0, 2, 0])).toEqual({ 1: 1, 2: 2, 3: 0 });
});

test("a line that only the shop's compiler knows, or a file, is not added", () => {
  expect(addTo([0], [0, 1, 0])).toEqual({ 1: 0 });
  expect(addTo([1], [5], "b.ts")).toEqual({ 1: 1 });
});

test("whatever the shop ran, no line is lost, none is added, and none is covered less", () => {
  const lines = fc.array(fc.nat(2), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lines, lines, (tested, ran) => {
      const after = addTo(tested, ran);
      expect(Object.keys(after)).toHaveLength(tested.length);
      for (const [index, count] of tested.entries()) expect(after[index + 1]).toBe(count + (ran[index] ?? 0));
    }),
    { numRuns: 50 },
  );
});
