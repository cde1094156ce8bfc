import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const lines = (count: number, line: string): string => `${line}\n`.repeat(count);

/** One breach of each rule, by where it stands. Tests below a rule's limit are the repository itself, which passes. */
const BREACHES: Readonly<Record<string, readonly (readonly [rule: string, code: string])[]>> = {
  "apps/shop/src/breach.ts": [
    ["complexity", `export const a = (n: number) => ${"n > 1 ? 1 : ".repeat(9)}0;`],
    ["max-lines-per-function", `export function long(): number {\n${lines(48, "  long();")}  return 1;\n}`],
    ["max-lines", lines(401, "export {};")],
    ["max-params", "export const many = (a: 1, b: 1, c: 1, d: 1) => a + b + c + d;"],
    ["eqeqeq", "export const same = (a: unknown) => a == 1;"],
    ["no-var", "export var old = 1;"],
    ["prefer-const", "let once = 1;\nexport const twice = once * 2;"],
    ["no-param-reassign", "export function set(a: number) {\n  a = 1;\n  return a;\n}"],
    ["no-eval", 'export const run = () => eval("1");'],
    ["no-code-in-text", 'setTimeout("1", 1);'],
    ["no-code-in-text", 'export const run = new Function("return 1");'],
    ["no-console", "console.log(1);"],
    ["no-empty", "if (Math.PI > 3) {\n}"],
    ["no-restricted-exports", "export default 1;"],
    ["no-unused-vars", "const nobody = 1;"],
    ["no-explicit-any", "export const any = (a: any) => a;"],
    ["consistent-type-imports", 'import { Stats } from "node:fs";\nexport type Found = Stats;'],
    ["ban-ts-comment", "// @ts-ignore\nexport {};"],
  ],
  "packages/rollout/src/breach.ts": [
    ["no-restricted-imports", 'import { readFileSync } from "node:fs";\nexport const a = readFileSync;'],
    ["no-restricted-globals", "export const pid = () => process.pid;"],
    ["no-restricted-properties", "export const now = () => Date.now();"],
    ["no-clock-date", "export const today = () => new Date();"],
  ],
};

/** One breach each, in files of their own beside where they would stand. */
const BREACHING_FILES = Object.entries(BREACHES).flatMap(([path, rules]) =>
  rules.map(([rule, code], index) => ({ path: path.replace("breach", `breach-${index}`), rule, code })),
);
const GOOD_FILE = { path: "packages/rollout/src/good.ts", code: "export const at = (ms: number) => new Date(ms);" };

/** What the linter, as we configure it, says of a repository that holds these files alone: a line for each finding. */
function lint(files: readonly { readonly path: string; readonly code: string }[]): readonly string[] {
  using folder = mkdtempDisposableSync(join(tmpdir(), "lint-"));
  for (const name of ["oxlint.config.ts", "scripts/lint-rules.mjs", "package.json"])
    cpSync(join(ROOT, name), join(folder.path, name));
  symlinkSync(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
  for (const { path, code } of files) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), `${code}\n`);
  }
  const program = join(ROOT, "node_modules/oxlint/bin/oxlint");
  const { stdout } = spawnSync(process.execPath, [program, "--deny-warnings", "--format=unix"], {
    cwd: folder.path,
    encoding: "utf8",
  });
  return stdout.split("\n");
}

let findings: readonly string[];
beforeAll(() => {
  findings = lint([...BREACHING_FILES, GOOD_FILE]);
});

test.each(BREACHING_FILES)("$rule is refused in $path", ({ path, rule }) => {
  expect(findings.filter((line) => line.includes(path)).join("\n")).toContain(`(${rule})`);
});

test("good code is clean, in pure folders too", () => {
  expect(findings.filter((line) => line.includes(GOOD_FILE.path))).toEqual([]);
});
