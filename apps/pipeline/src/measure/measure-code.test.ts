import { readCodeMeasures } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { measureCode } from "./measure-code.ts";

async function measure(files: Readonly<Record<string, string>>) {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const text = await measureCode(
    list,
    (path) => !path.includes(".test."),
    async () => undefined,
  );
  const measures = readCodeMeasures(text);
  if (!measures.ok) throw new Error(measures.error.problem);
  return measures.value;
}

async function complexityOf(code: string): Promise<number | undefined> {
  const measures = await measure({ "a.ts": `function f(a, b) {\n${code}\n}` });
  return measures.get("a.ts")?.functions.find(({ name }) => name === "f")?.complexity;
}

test.each([
  ["return a;", 1],
  ["if (a) return b; else return a;", 2],
  ["for (const x of a) b(x); for (const x in a) b(x); for (;;) break;", 4],
  ["while (a) a -= 1; do b(); while (b);", 3],
  ["switch (a) { case 1: case 2: return b; default: return a; }", 3],
  ["try { a(); } catch { b(); } finally { a(); }", 2],
  ["return a && b || (a ?? b);", 4],
  ["a &&= b; a ||= b; a ??= b;", 4],
  ["return a ? b : a;", 2],
  ["return a?.b?.[0]?.(b);", 4],
  ["const { x = 1, y } = a; return x + y;", 2],
  ["return [1].map((x) => (x ? a : b));", 1],
])("%s has complexity %d: as ESLint counts", async (code, complexity) => {
  expect(await complexityOf(code)).toBe(complexity);
});

test("functions are named by where they stand; the top level of a file is measured too", async () => {
  const code = [
    "export const add = (a: number, b = 1) => a + b;",
    "class Cart {",
    "  total = 1 || 2;",
    "  constructor() {}",
    "  get size(): number { return this.total; }",
    "}",
    "const table = { lookUp: function () {} };",
    'test("adds", () => { if (add(1)) return; });',
    "if (add(1)) table.lookUp();",
    "declare function declared(): void;",
  ].join("\n");
  const functions = (await measure({ "a.ts": code })).get("a.ts")?.functions ?? [];
  expect(functions.map(({ name, line, complexity }) => [name, line, complexity])).toEqual([
    ["(top level)", 1, 2],
    ["add", 1, 2],
    ["Cart.total", 3, 2],
    ["Cart.constructor", 4, 1],
    ["Cart.size", 5, 1],
    ["lookUp", 7, 1],
    ["argument of test", 8, 2],
  ]);
});

test("a function is as long as its lines, those of comments and inner functions included; JSX is read", async () => {
  const code = "const Page = () => {\n  // why\n\n  const inner = () => 1;\n  return <p>it's {inner()}</p>;\n};\n";
  const functions = (await measure({ "a.tsx": code })).get("a.tsx")?.functions ?? [];
  expect(functions.map(({ name, lines }) => [name, lines])).toEqual([
    ["(top level)", 0],
    ["Page", 6],
    ["inner", 1],
  ]);
});

const block = (name: string, count = 12): string =>
  Array.from({ length: count }, (_, line) => `  ${name}.step${line}(${line}, "${name}");`).join("\n");

test("the same words in two files are found in both, however they are laid out", async () => {
  const measures = await measure({
    "a.ts": `import { x } from "x";\nfunction a() {\n${block("same")}\n}`,
    "b.ts": `// b\nfunction b() {\n\n${block("same").replaceAll("  ", "      ")}\n}`,
  });
  expect(measures.get("a.ts")?.clones).toEqual(
    [{ from: 2, to: 15, otherPath: "b.ts", otherFrom: 2 }].map((one) => ({
      ...one,
      from: expect.any(Number),
      to: 15,
      otherFrom: expect.any(Number),
    })),
  );
  expect(measures.get("b.ts")?.clones).toHaveLength(1);
});

test("a file of more than 1,000 lines is read to its end", async () => {
  const long = Array.from({ length: 1000 }, (_, line) => `export const v${line} = ${line};`).join("\n");
  const measures = await measure({
    "long.ts": `${long}\nfunction last() {\n${block("same")}\n}`,
    "b.ts": block("same"),
  });
  expect(measures.get("long.ts")).toMatchObject({ lines: 1014, clones: [{ from: 1002, to: 1013, otherPath: "b.ts" }] });
  expect(measures.get("long.ts")?.functions.at(-1)).toMatchObject({ name: "last", line: 1001 });
});

test("code that repeats itself within a file is found; short, changed and tests' code is not", async () => {
  const measures = await measure({
    "a.ts": `${block("same")}\nlet between = 1;\n${block("same")}`,
    "b.ts": block("other", 4),
    "c.ts": block("other", 4),
    "d.ts": block("other").replaceAll("other", "changed"),
    "d.test.ts": block("same"),
  });
  expect(measures.get("a.ts")?.clones).toEqual([
    { from: 14, to: 25, otherPath: "a.ts", otherFrom: 1 },
    { from: 1, to: 12, otherPath: "a.ts", otherFrom: 14 },
  ]);
  for (const path of ["b.ts", "c.ts", "d.ts", "d.test.ts"]) expect(measures.get(path)?.clones).toEqual([]);
});

test("markers are found in comments, and in comments only", async () => {
  const word = ["TO", "DO"].join("");
  const code = `const text = "${word} in a string";\n/** Adds.\n * ${word} #12: more */\nfunction f() {} // ${word}\n`;
  expect((await measure({ "a.ts": code })).get("a.ts")?.markers).toEqual([
    { line: 3, text: `${word} #12: more */` },
    { line: 4, text: word },
  ]);
});
