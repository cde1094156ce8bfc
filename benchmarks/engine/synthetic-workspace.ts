import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BUILD_SCRIPT, needsOf } from "./synthetic-tasks.ts";

/** A generated npm workspace: as many packages as tasks, each with sources and one task that writes `dist/`. */
export interface SyntheticWorkspace {
  readonly root: string;
  readonly packages: readonly string[];
  readonly fileCount: number;
}

const PACKAGE_COUNT = 12;
const FILES_PER_PACKAGE = 40;
const LINES_PER_FILE = 60;

/** Makes the workspace in a temporary folder, with one commit; the caller removes it. */
export function makeSyntheticWorkspace(): SyntheticWorkspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "engine-benchmark-")));
  const packages = Array.from({ length: PACKAGE_COUNT }, (_, index) => `p${index}`);
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write("package.json", json({ name: "w", private: true, packageManager: "npm@11.0.0", workspaces: ["packages/*"] }));
  write("turbo.json", json({ tasks: { build: { dependsOn: ["^build"], inputs: ["src/**"], outputs: ["dist/**"] } } }));
  write(".gitignore", "node_modules\ndist\n.turbo\n.pipeline\n");
  packages.forEach((name, index) => {
    const dependencies = Object.fromEntries(needsOf(packages, index).map((need) => [need, "1.0.0"]));
    write(
      `packages/${name}/package.json`,
      json({ name, version: "1.0.0", scripts: { build: BUILD_SCRIPT }, dependencies }),
    );
    for (let file = 0; file < FILES_PER_PACKAGE; file += 1)
      write(`packages/${name}/src/module-${file}.ts`, `export const value${file} = ${index};\n`.repeat(LINES_PER_FILE));
  });
  write("package-lock.json", json(lockfile(packages)));
  commit(root);
  return { root, packages, fileCount: PACKAGE_COUNT * (FILES_PER_PACKAGE + 1) + 4 };
}

function lockfile(names: readonly string[]): unknown {
  const entries = names.flatMap((name, index) => {
    const dependencies = Object.fromEntries(needsOf(names, index).map((need) => [need, "1.0.0"]));
    return [
      [`node_modules/${name}`, { resolved: `packages/${name}`, link: true }],
      [`packages/${name}`, { name, version: "1.0.0", dependencies }],
    ];
  });
  const packages = { "": { name: "w", workspaces: ["packages/*"] }, ...Object.fromEntries(entries) };
  return { name: "w", lockfileVersion: 3, requires: true, packages };
}

function commit(root: string): void {
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-c", "user.name=b", "-c", "user.email=b@b", ...args], { cwd: root });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "chore: generate");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
