import fc from "fast-check";
import { expect, test } from "vitest";
import { compileGlobs, literalBase } from "./globs.ts";

const CASES: readonly [pattern: string, path: string, isMatch: boolean][] = [
  ["src", "src/cart.ts", true],
  ["src", "src", true],
  ["src", "src2/cart.ts", false],
  ["src/", "src/cart.ts", true],
  ["./src", "src/cart.ts", true],
  ["**", "a/b/.c", true],
  [".", "a/b", true],
  ["src/**", "src/a/b.ts", true],
  ["src/**", "srcs/b.ts", false],
  ["**/*.ts", "a.ts", true],
  ["**/*.ts", "a/b/c.ts", true],
  ["**/*.ts", "a/b/c.tsx", false],
  ["src/*.ts", "src/a.ts", true],
  ["src/*.ts", "src/a/b.ts", false],
  ["src/*.ts", "src/.hidden.ts", true],
  ["apps/*/src/**", "apps/shop/src/x/y.ts", true],
  ["apps/*/src", "apps/shop/src/x/y.ts", true],
  ["apps/*/src/**", "apps/shop/lib/y.ts", false],
  ["a/**/z", "a/z", true],
  ["a/**/z", "a/b/c/z", true],
  ["a/**/z", "a/bz", false],
  ["a?.ts", "ab.ts", true],
  ["a?.ts", "a/.ts", false],
  ["[ab].ts", "b.ts", true],
  ["[!ab].ts", "b.ts", false],
  ["[!ab].ts", "c.ts", true],
  ["src/{a,b}/*.ts", "src/b/x.ts", true],
  ["{src/a,lib}/*.ts", "src/a/x.ts", true],
  ["{src/a,lib}/*.ts", "src/b/x.ts", false],
  ["*.{ts,tsx}", "a.tsx", true],
  ["*.{ts,{js,mjs}}", "a.mjs", true],
  ["a{b}.ts", "a{b}.ts", true],
  ["a\\*b", "a*b", true],
  ["a\\*b", "axb", false],
  ["[a", "[a", true],
  ["a+(b).ts", "a+(b).ts", true],
  ["a.ts", "axts", false],
  ["*\n*", "a\nb", true],
];

test.each(CASES)("%j meets %j: %s", (pattern, path, isMatch) => {
  expect(compileGlobs([pattern])(path)).toBe(isMatch);
});

test("an exclusion wins wherever it stands", () => {
  const matches = compileGlobs(["!**/*.test.ts", "src/**"]);
  expect([matches("src/a.ts"), matches("src/a.test.ts")]).toEqual([true, false]);
});

test("an excluded folder excludes everything in it", () => {
  expect(compileGlobs(["**", "!apps/*/dist"])("apps/shop/dist/x/y.js")).toBe(false);
});

test("no pattern meets nothing", () => {
  expect(compileGlobs([])("a")).toBe(false);
});

test("a name without special characters meets itself and nothing else", () => {
  const name = fc.stringMatching(/^[a-z0-9.+()^$|-]{1,8}$/).filter((text) => text !== "." && !text.startsWith("!"));
  fc.assert(fc.property(name, name, (pattern, path) => compileGlobs([pattern])(path) === (pattern === path)));
});

test.each([
  ["src/*.ts", "src"],
  ["**/*.ts", ""],
  ["./src/cart/", "src/cart"],
  ["src/{a,b}/c", "src"],
  [".", ""],
])("all matches of %j lie below %j", (pattern, base) => {
  expect(literalBase(pattern)).toBe(base);
});
