import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import { readShopHits } from "./shop-coverage.ts";

const SOURCE = `interface Left { readonly out: string }

export function add(a: number, b: number): number {
  if (a > 100) {
    return NaN;
  }
  return a + b;
}
add(Number(process.argv[2]), 1);
`;

/** A shop of one file, compiled; `run` starts it once. */
function makeShop() {
  const folder = mkdtempDisposableSync(join(realpathSync(tmpdir()), "shop-coverage-test-"));
  const dist = join(folder.path, "apps/shop/dist");
  const raw = join(folder.path, "raw");
  for (const one of [dist, raw]) mkdirSync(one, { recursive: true });
  writeFileSync(join(folder.path, "package.json"), '{"type":"module"}');
  const { code, map } = transformSync(SOURCE, { loader: "ts", sourcemap: "external", sourcefile: "../src/main.ts" });
  writeFileSync(join(dist, "main.js"), `${code}//# sourceMappingURL=main.js.map\n`);
  writeFileSync(join(dist, "main.js.map"), map);
  const run = (argument: string) => {
    const env = { PATH: process.env["PATH"], NODE_V8_COVERAGE: raw };
    expect(spawnSync(process.execPath, [join(dist, "main.js"), argument], { env }).status).toBe(0);
  };
  const read = async () => {
    const hits = await readShopHits(raw, folder.path);
    return Object.fromEntries(hits.get(join(folder.path, "apps/shop/src/main.ts")) ?? []);
  };
  return { dist, raw, run, read, [Symbol.dispose]: () => folder.remove() };
}

test("what a compiled program ran is known by the lines of its source", async () => {
  using shop = makeShop();
  shop.run("1");
  expect(await shop.read()).toEqual({ 4: 1, 5: 0, 7: 1, 9: 1 });
});

test("several processes add up", async () => {
  using shop = makeShop();
  shop.run("1");
  shop.run("101");
  expect(readdirSync(shop.raw)).toHaveLength(2);
  expect(await shop.read()).toEqual({ 4: 2, 5: 1, 7: 1, 9: 2 });
});

test("no process, no hits; and compiled code without a source map is refused", async () => {
  using shop = makeShop();
  expect(await shop.read()).toEqual({});
  shop.run("1");
  rmSync(join(shop.dist, "main.js.map"));
  await expect(shop.read()).rejects.toThrow(/main\.js\.map is missing/);
});
