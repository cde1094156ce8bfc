import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { DEFAULT_POLICY } from "../router-policy.ts";
import type { RouterPolicy } from "../router-policy.ts";
import { RouterControl } from "../router-control.ts";
import type { RouterStateFile } from "../router-state.ts";
import { Router } from "../router.ts";
import type { ReleaseRoute, Routes } from "../routes.ts";

/** Waits until `isSo` holds; throws at the deadline, naming what was waited for. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`);
    await delay(5);
  }
}

/** A folder of its own under the system's temporary one; removed by `remove`. */
export async function makeFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "router-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Routes with one process for each release: `toRoutes(1, { a: 90, b: 10 }, { a: [address], b: [address] })`. */
export function toRoutes(
  revision: number,
  weights: Readonly<Record<string, number>>,
  addresses: Readonly<Record<string, readonly string[]>>,
): Routes {
  const releases = Object.entries(weights).map(([id, weightPercent]): ReleaseRoute => ({
    id,
    weightPercent,
    addresses: addresses[id] ?? [],
  }));
  return { revision, releases };
}

/** Numbers in [0, 1) that are the same in every run (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A router in this process, on a free port. */
export interface RunningRouter {
  readonly router: Router;
  readonly origin: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Starts a router with a quick policy for tests; `policy` changes it. */
export async function startRouter(policy: Partial<RouterPolicy> = {}): Promise<RunningRouter> {
  const router = new Router({
    policy: { ...DEFAULT_POLICY, healthIntervalMs: 30, ...policy },
    random: seededRandom(42),
    log: () => {},
  });
  const listening = await router.listen("127.0.0.1", 0);
  if (!listening.ok) throw new Error("no free port");
  const port = listening.value;
  const stop = async (): Promise<void> => void (await router.shutdown(0));
  return { router, port, origin: `http://127.0.0.1:${port}`, stop };
}

/** A router as a process of its own. */
export interface RouterChild {
  readonly child: ChildProcess;
  readonly state: RouterStateFile;
  readonly origin: string;
  readonly control: RouterControl;
  readonly logLines: string[];
}

/** Starts `main.ts` in `folder` (state and routes files are kept there) and waits until it listens. */
export async function spawnRouter(folder: string, extraArgs: readonly string[] = []): Promise<RouterChild> {
  const stateFile = join(folder, "router.json");
  const before = existsSync(stateFile) ? readFileSync(stateFile, "utf8") : "";
  const { child, logLines } = spawnRouterMain(folder, extraArgs);
  await until("the router listens", () => {
    if (child.exitCode !== null) throw new Error(`the router ended: ${logLines.join("\n")}`);
    return existsSync(stateFile) && readFileSync(stateFile, "utf8") !== before;
  });
  const state = JSON.parse(readFileSync(stateFile, "utf8")) as RouterStateFile;
  return { child, state, origin: `http://127.0.0.1:${state.port}`, control: new RouterControl(state), logLines };
}

/** Starts `main.ts` without waiting. */
export function spawnRouterMain(folder: string, extraArgs: readonly string[]): Pick<RouterChild, "child" | "logLines"> {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const files = ["--state-file", join(folder, "router.json"), "--routes-file", join(folder, "routes.json")];
  const args = ["--conditions=source", main, "--port", "0", ...files, ...extraArgs];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const logLines: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => logLines.push(...text.trimEnd().split("\n")));
  return { child, logLines };
}

/** A small app as a process of its own. */
export interface AppChild {
  readonly child: ChildProcess;
  readonly address: string;
}

/** Starts a small app as a process and waits until it listens. */
export async function spawnSmallApp(releaseId: string, recordFile?: string): Promise<AppChild> {
  const main = fileURLToPath(new URL("small-app-main.ts", import.meta.url));
  const args = [main, releaseId, ...(recordFile === undefined ? [] : [recordFile])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, address: String(line).trim() };
}

/** Kills a child that this test started and waits for its end. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
