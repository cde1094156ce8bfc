import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { CannotMeasure } from "./cannot-measure.ts";

/** A compiled release on this machine. */
export interface BuiltRelease {
  readonly id: string;
  /** "sha256:…". */
  readonly digest: string;
  readonly version: string;
  /** Absolute: what Node is started with, ".../apps/shop/dist/main.js". */
  readonly entry: string;
  /** Absolute: where it is started. */
  readonly directory: string;
}

/** One role of a release, running. */
export interface ShopProcess {
  readonly pid: number;
  readonly isOver: () => boolean;
  /** The last of what it printed. */
  readonly output: () => string;
  /** Resolves with its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Asks it to stop, and ends it where it has not after 5 seconds. */
  readonly stop: () => Promise<void>;
}

type Variables = Readonly<Record<string, string>>;

const OUTPUT_LIMIT = 4000;
const STOP_MS = 5000;

/** Starts a role as production does: the same Node, the compiled entry, `variables` and nothing else. */
export function startRole(release: BuiltRelease, role: string, variables: Variables): ShopProcess {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [release.entry, role], {
    cwd: release.directory,
    env: { PATH, NODE_ENV: "production", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid === undefined) throw new CannotMeasure(`${release.id} cannot be started: ${release.entry}`);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-OUTPUT_LIMIT);
    });
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { pid: child.pid, isOver, output: () => output, ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill("SIGTERM");
  const timer = new AbortController();
  const giveUp = delay(STOP_MS, undefined, { signal: timer.signal }).then(
    () => child.kill("SIGKILL"),
    () => undefined,
  );
  await ended;
  timer.abort();
  await giveUp;
}

/** Runs a role to its end. Throws CannotMeasure, with what it said, where it fails. */
export async function runRole(release: BuiltRelease, role: string, variables: Variables): Promise<void> {
  const running = startRole(release, role, variables);
  if ((await running.ended) !== 0)
    throw new CannotMeasure(`${role} of ${release.id} failed: ${running.output().trim().slice(-600)}`);
}
