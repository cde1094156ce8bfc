import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { JobLog, OutputStream } from "./job-log.ts";
import { signalGroup } from "./process-groups.ts";
import type { ProcessGroups } from "./process-groups.ts";
import { errorMessage } from "./small-files.ts";

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly message: string };

/** What `runCommand` runs. */
export interface CommandRequest {
  readonly command: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: JobLog;
  readonly groups: ProcessGroups;
  /** Fires on interrupt and timeout. */
  readonly signal: AbortSignal;
  /** Between TERM and KILL, in milliseconds. */
  readonly killGraceMs: number;
}

/** How long output may still come once the shell has ended, in milliseconds; what holds it open then is killed. */
const DRAIN_MS = 500;

/**
 * Runs a shell command in a process group of its own and ends with it all that it started: on abort the group gets
 * TERM, then KILL; what outlives the shell in its group is killed.
 */
export async function runCommand(request: CommandRequest): Promise<CommandEnd> {
  if (request.signal.aborted) return { kind: "stopped" };
  const child = spawn("sh", ["-c", request.command], {
    cwd: request.directory,
    env: request.environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const streams = [child.stdout, child.stderr].map((source) => pipeLines(source, request.log.openStream()));
  const ending = new Promise<CommandEnd>((resolve) => {
    child.once("error", (error) => resolve({ kind: "not-started", message: errorMessage(error) }));
    child.once("exit", (code, signal) =>
      resolve(signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "signalled", signal }),
    );
  });
  const end =
    child.pid === undefined ? await ending : await supervise(child, child.pid, { ...request, ending, closed });
  streams.forEach((stream) => stream.end());
  return end;
}

interface Supervision extends CommandRequest {
  readonly ending: Promise<CommandEnd>;
  readonly closed: Promise<void>;
}

async function supervise(child: ChildProcess, pid: number, supervision: Supervision): Promise<CommandEnd> {
  const { ending, closed, groups, signal, killGraceMs } = supervision;
  groups.add(pid);
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    signalGroup(pid, "SIGTERM");
    killTimer = setTimeout(() => signalGroup(pid, "SIGKILL"), killGraceMs);
  };
  signal.addEventListener("abort", stop, { once: true });
  const end = await ending;
  if (signal.aborted) await waitForGroup(pid, killGraceMs);
  await settleOrTimeout(closed, DRAIN_MS);
  signalGroup(pid, "SIGKILL");
  await settleOrTimeout(closed, DRAIN_MS);
  signal.removeEventListener("abort", stop);
  clearTimeout(killTimer);
  child.stdout?.destroy();
  child.stderr?.destroy();
  groups.remove(pid);
  return signal.aborted ? { kind: "stopped" } : end;
}

/** The shell may go at TERM before its children have: they get the same grace. */
async function waitForGroup(pid: number, graceMs: number): Promise<void> {
  const pauseMs = 20;
  for (let waitedMs = 0; waitedMs < graceMs && signalGroup(pid, 0); waitedMs += pauseMs)
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
}

function pipeLines(source: NodeJS.ReadableStream, stream: OutputStream): OutputStream {
  source.on("data", (bytes: Buffer) => stream.push(bytes));
  return stream;
}

async function settleOrTimeout(promise: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}
