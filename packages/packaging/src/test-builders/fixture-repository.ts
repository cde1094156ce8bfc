import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BundleRequest } from "../make-bundle.ts";

/**
 * A small repository as npm and the compiler leave it: the app `apps/shop` uses the workspace `packages/result` and
 * the package `greeter`, which has its own `words@2` nested, beside a `words@1` that only development needs.
 */
export interface FixtureRepository {
  readonly root: string;
  readonly write: (path: string, content: string) => void;
  readonly remove: () => void;
}

const ENTRY = `import { readFileSync } from "node:fs";
import { greet } from "greeter";
import { ok } from "@fixture/result";
const page = readFileSync(new URL("../public/page.txt", import.meta.url), "utf8");
console.log(JSON.stringify([greet(), ok(1), page, process.argv[2]]));
`;

const FILES: Readonly<Record<string, string>> = {
  "package.json": json({ name: "fixture", version: "0.0.0", type: "module", scripts: { test: "true" } }),
  "package-lock.json": json({
    lockfileVersion: 3,
    packages: {
      "": {},
      "apps/shop": {
        version: "0.0.0",
        dependencies: { "@fixture/result": "0.0.0", greeter: "1.2.0" },
        devDependencies: { words: "1.0.0" },
      },
      "packages/result": { version: "0.0.0" },
      "node_modules/@fixture/result": { resolved: "packages/result", link: true },
      "node_modules/@fixture/shop": { resolved: "apps/shop", link: true },
      "node_modules/greeter": {
        version: "1.2.0",
        dependencies: { words: "2.0.0" },
        optionalDependencies: { "other-platform": "1.0.0" },
      },
      "node_modules/greeter/node_modules/words": { version: "2.0.0" },
      "node_modules/other-platform": { version: "1.0.0", optional: true },
      "node_modules/words": { version: "1.0.0", dev: true },
    },
  }),
  "apps/shop/package.json": json({ name: "@fixture/shop", type: "module", scripts: { dev: "x" } }),
  "apps/shop/src/main.ts": "export {};\n",
  "apps/shop/dist/main.js": ENTRY,
  "apps/shop/dist/main.js.map": json({ sources: ["../src/main.ts"] }),
  "apps/shop/dist/main.d.ts": "export {};\n",
  "apps/shop/migrations/0002_orders.sql": "select 2;\n",
  "apps/shop/migrations/0001_carts.sql": "select 1;\n",
  "apps/shop/public/page.txt": "a page",
  "packages/result/package.json": json({
    name: "@fixture/result",
    type: "module",
    exports: { ".": { source: "./src/index.ts", default: "./dist/index.js" } },
  }),
  "packages/result/src/index.ts": "export const ok = (v: number) => ({ ok: v });\n",
  "packages/result/dist/index.js": "export const ok = (v) => ({ ok: v });\n",
  "node_modules/.package-lock.json": json({ name: "here" }),
  "node_modules/.bin/greet": "#!/bin/sh\n",
  "node_modules/greeter/package.json": json({ name: "greeter", version: "1.2.0", type: "module", main: "index.js" }),
  "node_modules/greeter/index.js": 'export { word as greet } from "words";\n',
  "node_modules/greeter/index.d.ts": "export {};\n",
  "node_modules/greeter/node_modules/words/package.json": json({ version: "2.0.0", type: "module", main: "w.js" }),
  "node_modules/greeter/node_modules/words/w.js": 'export const word = () => "hello";\n',
  "node_modules/words/package.json": json({ version: "1.0.0", main: "w.js" }),
};

/** Makes one in a new temporary folder. */
export function aRepository(): FixtureRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "packaging-")));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, content);
  };
  // Sources first: the compiler's output is never older than they are.
  const isOutput = (path: string): boolean => path.includes("/dist/");
  const paths = Object.keys(FILES).sort((a, b) => Number(isOutput(a)) - Number(isOutput(b)));
  for (const path of paths) write(path, FILES[path] ?? "");
  mkdirSync(`${root}/node_modules/@fixture`);
  symlinkSync("../../packages/result", `${root}/node_modules/@fixture/result`);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** A request for the fixture's bundle; a test states only what differs. */
export function aRequest(root: string, changes: Partial<BundleRequest> = {}): BundleRequest {
  return {
    rootDirectory: root,
    app: "apps/shop",
    outputDirectory: ".data/releases",
    version: "0.1.0",
    commit: "a".repeat(40),
    isDirty: false,
    now: new Date("2026-11-23T06:00:00Z"),
    log: () => undefined,
    ...changes,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
