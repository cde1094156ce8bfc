/**
 * A run in which nothing is cached: wall time against what no scheduler can beat, the larger of the longest chain of
 * jobs and the total processor time divided by the cores. The jobs burn and sleep by turns; how
 * long each takes is measured one at a time, the processor time in the run itself.
 * Run: node --conditions=source benchmarks/engine/cold-run.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { definePipeline } from "@ecommerce-cart/pipeline-model";
import { runPipeline } from "@ecommerce-cart/task-runner";
import type { RunSummary } from "@ecommerce-cart/task-runner";

const AIM = 1.15;
const ROUNDS = 3;

interface Shape {
  readonly name: string;
  readonly burnMs: number;
  readonly sleepMs: number;
  readonly needs: readonly string[];
}

/** A chain of four, beside it a fan of shorter jobs, so that starting the wrong one first costs. */
const SHAPES: readonly Shape[] = [
  ...Array.from({ length: 8 }, (_, index) => aShape(`fan-${index}`, 250, 0, [])),
  aShape("chain-0", 400, 0, []),
  aShape("chain-1", 400, 100, ["chain-0"]),
  aShape("chain-2", 400, 100, ["chain-1"]),
  aShape("chain-3", 400, 0, ["chain-2"]),
  ...Array.from({ length: 2 }, (_, index) => aShape(`wait-${index}`, 0, 300, [])),
  aShape("last", 100, 0, ["chain-3", "fan-7"]),
];

const cores = availableParallelism();
const alone = await runShapes({ concurrency: 1, rounds: 1 });
const together = await runShapes({ rounds: ROUNDS });
report();

/** The quickest of several runs, the first of which teaches the scheduler what each job takes. */
async function runShapes(plan: { readonly concurrency?: number; readonly rounds: number }): Promise<RunSummary> {
  const root = mkdtempSync(join(tmpdir(), "cold-run-"));
  try {
    const runs: RunSummary[] = [];
    for (let round = 0; round <= plan.rounds; round += 1) runs.push(await runOnce(root, plan.concurrency));
    return runs.slice(1).toSorted((a, b) => a.durationMs - b.durationMs)[0] ?? failRun();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function runOnce(root: string, concurrency: number | undefined): Promise<RunSummary> {
  const jobs = SHAPES.map(({ name, burnMs, sleepMs, needs }) => ({
    name,
    needs,
    command: commandFor(burnMs, sleepMs),
    inputs: [],
  }));
  const run = await runPipeline({
    pipeline: definePipeline({ name: "cold", stages: [{ name: "all", jobs }], globalInputs: [] }),
    selection: [],
    rootDirectory: root,
    source: { commit: "0".repeat(40), isDirty: false, label: "0000000" },
    environmentName: "development",
    processEnvironment: process.env,
    engineDigest: "cold",
    ...(concurrency === undefined ? {} : { concurrency }),
    force: true,
  });
  if (!run.ok || run.value.status !== "passed") return failRun();
  return run.value;
}

/** Burns a fixed amount of work, so that it takes the same processor time whatever else runs. */
function commandFor(burnMs: number, sleepMs: number): string {
  const burn = `let s = 0; for (let i = 0; i < ${burnMs} * 8e3; i += 1) s = (s + i * i) % 1000003`;
  return [burnMs > 0 ? `node -e '${burn}'` : "", sleepMs > 0 ? `sleep ${sleepMs / 1000}` : ""]
    .filter(Boolean)
    .join("; ");
}

function report(): void {
  const durations = new Map(alone.jobs.map(({ job, durationMs }) => [job, durationMs]));
  const busyMs = together.cpuMs;
  const chainMs = Math.max(...SHAPES.map((shape) => chainUpTo(shape, durations)));
  const boundMs = Math.max(chainMs, busyMs / cores);
  const ratio = together.durationMs / boundMs;
  console.log(`${SHAPES.length} jobs: longest chain ${chainMs} ms, processor time ${busyMs} ms on ${cores} cores`);
  console.log(`one at a time ${alone.durationMs} ms, together ${together.durationMs} ms (best of ${ROUNDS})`);
  console.log(`wall / bound ${ratio.toFixed(2)} (aim <= ${AIM})`);
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(
    `${cpus()[0]?.model ?? "?"}, ${cores} cores, load ${load.join(" ")}, ${platform()}, Node ${process.version}`,
  );
  process.exitCode = ratio <= AIM ? 0 : 1;
}

function chainUpTo(shape: Shape, durations: ReadonlyMap<string, number>): number {
  const needs = SHAPES.filter(({ name }) => shape.needs.includes(name));
  return (durations.get(shape.name) ?? 0) + Math.max(0, ...needs.map((need) => chainUpTo(need, durations)));
}

function aShape(name: string, burnMs: number, ...[sleepMs, needs]: readonly [number, readonly string[]]): Shape {
  return { name, burnMs, sleepMs, needs };
}

function failRun(): never {
  throw new Error("the benchmark's jobs did not pass");
}
