import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
let root: string;

/** A checkout with the real `./pipeline` and a command line of one line in place of ours. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ecommerce-cart-launch-"));
  for (const path of ["pipeline", "scripts", "package.json", "package-lock.json"])
    cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
  write("packages/targets/embedded/src/supervisor/main.ts", "");
  write("packages/targets/embedded/src/router/main.ts", "");
  writeCommandLine("first");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function writeCommandLine(word: string): void {
  const body = `console.log("${word}", launch.argv.join(" ")); process.exitCode = 4;`;
  write(
    "apps/pipeline/src/main.ts",
    `export async function main(launch: { argv: string[] }): Promise<void> { ${body} }\n`,
  );
}

/** As if `npm ci` had run. */
function pretendInstalled(): void {
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
}

function compilations(): readonly string[] {
  return readdirSync(join(root, ".pipeline/compiled")).filter((name) => /^[0-9a-f]{32}$/.test(name));
}

function launch(path = process.env["PATH"] ?? ""): { readonly status: number | null; readonly output: string } {
  const run = spawnSync(join(root, "pipeline"), ["status", "development"], {
    cwd: tmpdir(),
    env: { ...process.env, PATH: path },
    encoding: "utf8",
  });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}

test("the command line gets its arguments, and its exit code is that of ./pipeline", () => {
  pretendInstalled();
  expect(launch()).toMatchObject({ status: 4, output: expect.stringContaining("first status development") });
});

test("a changed source is compiled before the next command, an unchanged one is not compiled again", () => {
  pretendInstalled();
  launch();
  launch();
  expect(compilations()).toHaveLength(1);
  writeCommandLine("second");
  expect(launch().output).toContain("second status development");
  expect(compilations()).toHaveLength(2);
});

test("a damaged record of the compilation is made anew", () => {
  pretendInstalled();
  launch();
  write(".pipeline/compiled/current.json", "{ not json");
  expect(launch().output).toContain("first status development");
});

test("a compilation that lost a file is made whole", () => {
  pretendInstalled();
  launch();
  const [digest = ""] = compilations();
  rmSync(join(root, ".pipeline/compiled", digest, "router.js"));
  expect(launch()).toMatchObject({ status: 4, output: expect.stringContaining("first status development") });
  expect(readdirSync(join(root, ".pipeline/compiled", digest))).toContain("router.js");
});

test("a source that cannot be compiled is named, without a stack", () => {
  pretendInstalled();
  write("apps/pipeline/src/main.ts", 'import "./gone.ts";\n');
  const run = launch();
  expect(run.status).toBe(2);
  expect(run.output).toContain('Could not resolve "./gone.ts"');
  expect(run.output).not.toContain("    at ");
});

test("what is not installed is installed from the lockfile first; npm's failure is told", () => {
  write("bin/npm", '#!/bin/sh\necho "npm $*" >&2\nexit 1\n');
  chmodSync(join(root, "bin/npm"), 0o755);
  const run = launch(`${join(root, "bin")}:${process.env["PATH"]}`);
  expect(run.status).toBe(2);
  expect(run.output).toMatch(/Installing dependencies[^]*npm ci --ignore-scripts[^]*pipeline: npm ci failed/);
});

test("without Node the person is told what to install", () => {
  const shell = mkdtempSync(join(root, "path-"));
  for (const program of ["sh", "cmp"]) symlinkSync(`/usr/bin/${program}`, join(shell, program));
  const run = launch(shell);
  expect(run.status).toBe(2);
  expect(run.output).toContain("Node is missing");
});
