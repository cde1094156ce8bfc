/**
 * A run in which nothing changed, ours against the turbo binary: the same 12 tasks, inputs and outputs, everything
 * cached, whole process against whole process, interleaved. Ours reads git's state and writes its run folder.
 * Run: node --conditions=source benchmarks/engine/no-op-run.ts
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { build } from "esbuild";
import {
  assertRestored,
  bareNodeContender,
  describeMachine,
  describeTiming,
  execute,
  interleave,
  turboContender,
} from "./contenders.ts";
import type { Contender, Timing } from "./contenders.ts";
import { makeSyntheticWorkspace } from "./synthetic-workspace.ts";

const PAIRS = 15;
const AIM = 1.5;
/** Before the first pair: fills both caches, and lets the files' times grow old enough to be trusted. */
const SETTLE_MS = 2500;

const workspace = makeSyntheticWorkspace();
try {
  const turbo = turboContender(workspace.root, ["build", "--output-logs=none"]);
  const ours = await ourContender(workspace.root);
  for (const contender of [turbo, ours]) contender.run();
  await delay(SETTLE_MS);
  for (const contender of [turbo, ours]) contender.run();
  assertRestored(turbo.run(), "12 cached, 12 total");
  assertRestored(ours.run(), "12 of 12 restored");
  report(interleave([turbo, ours, bareNodeContender(workspace.root)], PAIRS));
} finally {
  rmSync(workspace.root, { recursive: true, force: true });
}

/** One CommonJS file (its loader is the quicker one) behind Node's compile cache. */
async function ourContender(root: string): Promise<Contender> {
  const folder = join(root, "node_modules", ".benchmark");
  await build({
    entryPoints: [join(import.meta.dirname, "no-op-main.ts")],
    outfile: join(folder, "bundle.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    conditions: ["source"],
    minify: true,
    logLevel: "error",
  });
  const cache = JSON.stringify(join(folder, "compile-cache"));
  const main = join(folder, "main.cjs");
  writeFileSync(main, `require("node:module").enableCompileCache(${cache}); require("./bundle.cjs");\n`);
  return { name: "ours", run: () => execute(process.execPath, [main], { cwd: root, env: process.env }) };
}

function report(timings: ReadonlyMap<string, Timing>): void {
  const [turbo, ours] = [timings.get("turbo"), timings.get("ours")];
  if (turbo === undefined || ours === undefined) throw new Error("nothing was measured");
  console.log(`${workspace.packages.length} tasks, ${workspace.fileCount} files; ${PAIRS} interleaved rounds`);
  for (const [name, timing] of timings) console.log(describeTiming(name, timing));
  const ratio = ours.medianMs / turbo.medianMs;
  console.log(`ratio ${ratio.toFixed(2)} (aim <= ${AIM})`);
  console.log(describeMachine());
  process.exitCode = ratio <= AIM ? 0 : 1;
}
