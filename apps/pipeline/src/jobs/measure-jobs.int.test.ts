import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { JobContext } from "@ecommerce-cart/pipeline-model";
import { readCodeMeasures } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { measureCodeOfRun, measureDependenciesOfRun } from "./measure-jobs.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const CRUISER = `module.exports = { forbidden: [{ name: "no-cycles", severity: "error", from: {}, to: { circular: true } }] };`;
const KNIP = { entry: ["apps/shop/src/main.ts"], project: ["apps/**/*.ts"] };

/** A repository of two files that import each other, and one that nothing imports; tools are this repository's. */
function makeRepository() {
  const folder = mkdtempDisposableSync(join(tmpdir(), "measure-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  };
  write("apps/shop/src/main.ts", 'import { a } from "./a.ts";\nexport const main = () => a();\n');
  write("apps/shop/src/a.ts", 'import { main } from "./main.ts";\nexport const a = (): unknown => main;\n');
  write("apps/shop/src/unused.ts", "export const unused = 1;\n");
  write("packages/.gitkeep", "");
  write("pipeline.ts", "export {};\n");
  write("package.json", JSON.stringify({ name: "small", type: "module", dependencies: { nothing: "1.0.0" } }, null, 2));
  write("knip.jsonc", JSON.stringify(KNIP));
  write(".dependency-cruiser.cjs", CRUISER);
  write(".gitignore", "node_modules\nreports\n");
  write("scripts/knip-reporter.mjs", readFileSync(join(ROOT, "scripts/knip-reporter.mjs"), "utf8"));
  symlinkSync(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
  execFileSync("git", ["init", "--quiet"], { cwd: folder.path });
  const context = { rootDirectory: folder.path, signal: new AbortController().signal } as JobContext;
  const report = (name: string) => readFileSync(join(folder.path, "reports", name), "utf8");
  return { context, report, [Symbol.dispose]: () => folder.remove() };
}

test("an unused file, an unused dependency and a cycle are found, and what was read is told", async () => {
  using repository = makeRepository();
  await measureDependenciesOfRun(repository.context);
  const { analysedFiles, findings } = JSON.parse(repository.report("dead-code.json"));
  expect(analysedFiles).toBeGreaterThanOrEqual(3);
  expect(findings).toEqual(
    expect.arrayContaining([
      { file: "apps/shop/src/unused.ts", message: "nothing imports this file" },
      { file: "package.json", line: expect.any(Number), message: "nothing is declared and not used" },
    ]),
  );
  const { modules, summary } = JSON.parse(repository.report("imports.json"));
  expect(modules).toContainEqual({ source: "apps/shop/src/unused.ts" });
  expect(summary.violations[0]).toMatchObject({ rule: { name: "no-cycles" } });
});

test("every TypeScript file is measured, and the report is bound to the code", async () => {
  using repository = makeRepository();
  await measureCodeOfRun(repository.context);
  const measures = readCodeMeasures(repository.report("code.json"));
  expect(measures.ok && [...measures.value.keys()]).toEqual([
    "apps/shop/src/a.ts",
    "apps/shop/src/main.ts",
    "apps/shop/src/unused.ts",
    "pipeline.ts",
  ]);
  expect(repository.report("code.json.tree")).toMatch(/^[0-9a-f]{64}\n$/);
});
