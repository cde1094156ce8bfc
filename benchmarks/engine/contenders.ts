import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, loadavg, platform } from "node:os";
import { dirname, join } from "node:path";

/** One of the commands that are compared. */
export interface Contender {
  readonly name: string;
  /** Runs it once, whole process, and returns what it printed. Throws when it fails. */
  readonly run: () => string;
}

/** Of one contender, in milliseconds. */
export interface Timing {
  readonly medianMs: number;
  readonly minMs: number;
  /** Processor time per run, user and system, its children's too; undefined where the system does not tell. */
  readonly cpuMs: number | undefined;
}

/** Linux counts processor time in ticks of 10 ms (USER_HZ); over many runs the mean is finer. */
const MS_PER_TICK = 10;

/** The turbo binary of this machine, with nothing on that would cost it time. */
export function turboContender(root: string, args: readonly string[]): Contender {
  const require = createRequire(import.meta.url);
  const name = `@turbo/${platform()}-${arch() === "x64" ? "64" : arch()}`;
  const binary = join(dirname(dirname(require.resolve("turbo/package.json"))), name, "bin", "turbo");
  if (!existsSync(binary)) throw new Error(`no turbo binary for this machine: ${binary}`);
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
  return { name: "turbo", run: () => execute(binary, ["run", ...args], { cwd: root, env }) };
}

/** Node starting and ending: what nothing written for Node goes below. */
export function bareNodeContender(root: string): Contender {
  return { name: "bare Node", run: () => execute(process.execPath, ["-e", "0"], { cwd: root, env: process.env }) };
}

/** Runs a program to its end and returns its standard output. Throws with all it printed when it fails. */
export function execute(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): string {
  const { status, stdout, stderr } = spawnSync(file, args, { ...options, encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} exited with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Throws where a run that is to be measured did not restore what it should. */
export function assertRestored(output: string, expected: string): void {
  if (!output.includes(expected)) throw new Error(`not everything was cached:\n${output}`);
}

/** Times the contenders in turns; who begins a round changes with each. */
export function interleave(contenders: readonly Contender[], rounds: number): ReadonlyMap<string, Timing> {
  const samples = contenders.map((contender) => ({ contender, times: [] as number[], ticks: 0 }));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % samples.length;
    for (const sample of [...samples.slice(first), ...samples.slice(0, first)]) {
      const ticksBefore = childrenTicks() ?? 0;
      const startedAt = performance.now();
      sample.contender.run();
      sample.times.push(performance.now() - startedAt);
      sample.ticks += (childrenTicks() ?? 0) - ticksBefore;
    }
  }
  const canTellCpu = childrenTicks() !== undefined;
  return new Map(
    samples.map(({ contender, times, ticks }) => [
      contender.name,
      {
        medianMs: medianOf(times),
        minMs: Math.min(...times),
        cpuMs: canTellCpu ? (ticks * MS_PER_TICK) / rounds : undefined,
      },
    ]),
  );
}

/** "turbo: median 41.0 ms, least 38.2 ms, processor 60 ms" */
export function describeTiming(name: string, { medianMs, minMs, cpuMs }: Timing): string {
  const cpu = cpuMs === undefined ? "" : `, processor ${cpuMs.toFixed(0)} ms`;
  return `${name}: median ${medianMs.toFixed(1)} ms, least ${minMs.toFixed(1)} ms${cpu}`;
}

/** What the figures were measured on. */
export function describeMachine(): string {
  const load = loadavg().map((value) => value.toFixed(1));
  const git = execute("git", ["--version"], { cwd: process.cwd(), env: process.env }).trim();
  const model = cpus()[0]?.model ?? "?";
  return `${model}, ${availableParallelism()} cores, load ${load.join(" ")}, ${platform()}, Node ${process.version}, ${git}`;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Fields 16 and 17 of proc(5): cutime and cstime. */
function childrenTicks(): number | undefined {
  if (platform() !== "linux") return undefined;
  const text = readFileSync("/proc/self/stat", "latin1");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return Number(fields[13]) + Number(fields[14]);
}
