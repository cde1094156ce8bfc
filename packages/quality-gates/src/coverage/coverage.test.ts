import fc from "fast-check";
import { createCoverageMap } from "istanbul-lib-coverage";
import type { CoverageMapData } from "istanbul-lib-coverage";
import { expect, test } from "vitest";
import { fileCoverageOf, firstUncoveredLine, mergeCoverage, toSourcePath } from "./coverage.ts";
import { readIstanbulJson } from "./read-istanbul-json.ts";
import { istanbulOf } from "../test-builders/a-report.ts";

function read(text: string) {
  const coverage = readIstanbulJson(text);
  if (!coverage.ok) throw new Error(coverage.error.problem);
  return coverage.value;
}

test("a line is covered where any report covered it", () => {
  const a = new Map([
    [
      "a.ts",
      fileCoverageOf(
        new Map([
          [1, 1],
          [2, 0],
          [3, 0],
        ]),
      ),
    ],
  ]);
  const b = new Map([
    [
      "a.ts",
      fileCoverageOf(
        new Map([
          [2, 4],
          [3, 0],
          [5, 1],
        ]),
      ),
    ],
    ["b.ts", fileCoverageOf(new Map([[1, 0]]))],
  ]);
  const merged = mergeCoverage([a, b]);
  expect(merged.get("a.ts")).toEqual({
    coverableLines: 4,
    coveredLines: 3,
    hits: new Map([
      [1, 1],
      [2, 4],
      [3, 0],
      [5, 1],
    ]),
  });
  expect(merged.get("b.ts")).toMatchObject({ coverableLines: 1, coveredLines: 0 });
});

test("of two reports one of which holds sums alone, the better stands: never more than was covered", () => {
  const lines = new Map([
    [
      "a.ts",
      fileCoverageOf(
        new Map([
          [1, 1],
          [2, 0],
        ]),
      ),
    ],
  ]);
  const sums = new Map([["a.ts", { coverableLines: 2, coveredLines: 1 }]]);
  expect(mergeCoverage([lines, sums]).get("a.ts")).toEqual({ coverableLines: 2, coveredLines: 1 });
});

test("merging leaves its parts as they were", () => {
  const hits = new Map([[1, 0]]);
  const part = new Map([["a.ts", fileCoverageOf(hits)]]);
  mergeCoverage([part, new Map([["a.ts", fileCoverageOf(new Map([[1, 1]]))]])]);
  expect(hits.get(1)).toBe(0);
});

test("reading and merging agree with istanbul's own library", () => {
  const file = fc.array(fc.nat(3), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(file, file, (a, b) => {
      const texts = [a, b].map((lines) => istanbulOf({ "src/a.ts": lines }));
      const theirs = createCoverageMap({});
      for (const text of texts) theirs.merge(JSON.parse(text) as CoverageMapData);
      const { total, covered } = theirs.getCoverageSummary().lines;
      expect(mergeCoverage(texts.map(read)).get("src/a.ts")).toMatchObject({
        coverableLines: total,
        coveredLines: covered,
      });
    }),
    { numRuns: 50 },
  );
});

test("the first uncovered line is the lowest, in whatever order lines come", () => {
  expect(
    firstUncoveredLine(
      fileCoverageOf(
        new Map([
          [9, 0],
          [4, 0],
          [1, 1],
        ]),
      ),
    ),
  ).toBe(4);
  expect(firstUncoveredLine(fileCoverageOf(new Map([[1, 1]])))).toBeUndefined();
  expect(firstUncoveredLine({ coverableLines: 2, coveredLines: 1 })).toBeUndefined();
});

test.each([
  ["/home/a/shop/src/cart.ts", "/home/a/shop", "src/cart.ts"],
  ["/home/a/shop/src/cart.ts", "/home/a/shop/", "src/cart.ts"],
  ["/home/a/shop-two/src/cart.ts", "/home/a/shop", "/home/a/shop-two/src/cart.ts"],
  ["C:\\shop\\src\\cart.ts", "C:\\shop", "src/cart.ts"],
  ["./src/cart.ts", undefined, "src/cart.ts"],
  ["src/cart.ts", "/home/a/shop", "src/cart.ts"],
])("%s under %s is %s", (path, root, source) => {
  expect(toSourcePath(path, root)).toBe(source);
});
