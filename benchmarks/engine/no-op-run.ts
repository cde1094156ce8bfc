/**
 * A run in which nothing changed, ours against the turbo binary: the same 12 tasks, inputs and outputs, everything
 * cached, whole process against whole process, interleaved. Ours reads git's state and writes its run folder.
 * Run: node --conditions=source benchmarks/engine/no-op-run.ts
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { makeSyntheticWorkspace } from "./synthetic-workspace.ts";

const PAIRS = 15;
const AIM = 1.5;
/** Before the first pair: fills both caches, and lets the files' times grow old enough to be trusted. */
const SETTLE_MS = 2500;

interface Contender {
  readonly name: string;
  readonly run: () => string;
}

const workspace = makeSyntheticWorkspace();
try {
  const turbo = turboContender(workspace.root);
  const ours = await ourContender(workspace.root);
  for (const contender of [turbo, ours]) contender.run();
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  for (const contender of [turbo, ours]) contender.run();
  assertRestored(turbo.run(), "12 cached, 12 total");
  assertRestored(ours.run(), "12 of 12 restored");
  report(measure(turbo, ours));
} finally {
  rmSync(workspace.root, { recursive: true, force: true });
}

function turboContender(root: string): Contender {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("turbo/package.json");
  const name = `@turbo/${platform()}-${arch() === "x64" ? "64" : arch()}`;
  const binary = join(dirname(dirname(manifest)), name, "bin", "turbo");
  if (!existsSync(binary)) throw new Error(`no turbo binary for this machine: ${binary}`);
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
  return {
    name: "turbo",
    run: () => execute(binary, ["run", "build", "--no-daemon", "--output-logs=none"], { cwd: root, env }),
  };
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

function execute(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): string {
  const { status, stdout, stderr } = spawnSync(file, args, { ...options, encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} exited with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function assertRestored(output: string, expected: string): void {
  if (!output.includes(expected)) throw new Error(`not everything was cached:\n${output}`);
}

/** Milliseconds per run, by name; which goes first changes with each pair. */
function measure(first: Contender, second: Contender): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>([
    [first.name, []],
    [second.name, []],
  ]);
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const order = pair % 2 === 0 ? [first, second] : [second, first];
    for (const { name, run } of order) {
      const startedAt = performance.now();
      run();
      times.get(name)?.push(performance.now() - startedAt);
    }
  }
  return times;
}

function report(times: ReadonlyMap<string, readonly number[]>): void {
  const turboMs = median(times.get("turbo") ?? []);
  const oursMs = median(times.get("ours") ?? []);
  const nodeMs = median(Array.from({ length: 7 }, () => timeBareNode()));
  const git = execFileSync("git", ["--version"], { encoding: "utf8" }).trim();
  console.log(`${workspace.packages.length} tasks, ${workspace.fileCount} files; ${PAIRS} interleaved pairs, medians`);
  console.log(`turbo ${turboMs.toFixed(1)} ms, ours ${oursMs.toFixed(1)} ms (bare Node ${nodeMs.toFixed(1)} ms)`);
  console.log(`ratio ${(oursMs / turboMs).toFixed(2)} (aim <= ${AIM})`);
  console.log(
    `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, ${platform()}, Node ${process.version}, ${git}`,
  );
  process.exitCode = oursMs / turboMs <= AIM ? 0 : 1;
}

function timeBareNode(): number {
  const startedAt = performance.now();
  execute(process.execPath, ["-e", "0"], { cwd: workspace.root, env: process.env });
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
