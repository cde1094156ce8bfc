import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readCommandLine, readStartTime } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";

/** What to start, and where its traces go; paths are absolute. */
export interface DetachedCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Standard output and error are appended to it. */
  readonly logFile: string;
  /** Written by the process itself before it begins, so that even who was killed while starting it can be told. */
  readonly pidFile: string;
  /** A word of `args` that tells this process from others, should its pid be used again. */
  readonly marker: string;
}

/** How a process ended. */
export interface ProcessEnd {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that outlives this one. */
export interface DetachedProcess extends ProcessIdentity {
  readonly ended: Promise<ProcessEnd>;
}

/** A process that a pid file names and that still lives. */
export interface NamedProcess extends ProcessIdentity {
  /** The pid file's name without ending and launch: "router", "web-1@0.3.0-abc1234-9f8e7d6c". */
  readonly name: string;
  readonly pidFile: string;
}

// The pid stays the same through exec. The second line is what the process's command line must hold.
const WRITE_PID_THEN_RUN = 'printf "%s\\n%s\\n" "$$" "$1" >"$0" && shift && exec "$@"';
const PID_FILE_ENDING = ".pid";
const LAUNCH_MARK = "~";

/**
 * A pid file of one launch: another launch of the same name does not overwrite it, so that a process whose starter
 * was killed before it had written its pid is found all the same.
 */
export function pidFileOfLaunch(directory: string, name: string): string {
  return join(directory, `${name}${LAUNCH_MARK}${randomBytes(6).toString("hex")}${PID_FILE_ENDING}`);
}

/**
 * Starts a process in a session of its own: neither the end of this process nor a Ctrl-C in its terminal reaches it.
 * Returns undefined when it could not be started.
 */
export async function spawnDetached(command: DetachedCommand): Promise<DetachedProcess | undefined> {
  const { pidFile, marker, file, args, logFile } = command;
  for (const path of [pidFile, logFile]) mkdirSync(dirname(path), { recursive: true });
  const log = openSync(logFile, "a", 0o600);
  try {
    const child = spawn("/bin/sh", ["-c", WRITE_PID_THEN_RUN, pidFile, marker, file, ...args], {
      env: { ...command.environment },
      cwd: command.cwd,
      detached: true,
      stdio: ["ignore", log, log],
    });
    child.unref();
    return await startedProcess(child);
  } finally {
    closeSync(log);
  }
}

async function startedProcess(child: ChildProcess): Promise<DetachedProcess | undefined> {
  const ended = new Promise<ProcessEnd>((resolve) =>
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal })),
  );
  const isStarted = await new Promise<boolean>((resolve) => {
    child.once("spawn", () => resolve(true));
    child.once("error", () => resolve(false));
  });
  if (!isStarted || child.pid === undefined) return undefined;
  // One that has ended already has no start time left, and is no living process's equal.
  return { pid: child.pid, startedAt: readStartTime(child.pid) ?? "ended", ended };
}

/** The living process that a pid file names; undefined when it is gone, or its pid is another's by now. */
export function readPidFile(pidFile: string): NamedProcess | undefined {
  let text: string;
  try {
    text = readFileSync(pidFile, "utf8");
  } catch {
    return undefined;
  }
  const [pid = "", marker = ""] = text.split("\n");
  const startedAt = readStartTime(Number(pid));
  if (startedAt === undefined || marker === "") return undefined;
  if (!readCommandLine(Number(pid)).some((word) => word.includes(marker))) return undefined;
  const [name = ""] = basename(pidFile, PID_FILE_ENDING).split(LAUNCH_MARK);
  return { name, pidFile, pid: Number(pid), startedAt };
}

/** All living processes that the pid files of a folder name; files of others are removed. */
export function readPidFiles(directory: string): readonly NamedProcess[] {
  let names: readonly string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith(PID_FILE_ENDING))
    .flatMap((name) => {
      const found = readPidFile(join(directory, name));
      if (found === undefined) rmSync(join(directory, name), { force: true });
      return found === undefined ? [] : [found];
    });
}

/** How Node starts a program of this package: its source in this repository, or what was compiled from it. */
export function nodeArguments(entry: string): readonly string[] {
  return entry.endsWith(".ts") ? ["--conditions=source", entry] : [entry];
}
