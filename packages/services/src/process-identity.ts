import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A process that cannot be mistaken for another: a pid is reused, a pid with its start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque, from `readStartTime`; compared for equality alone. */
  readonly startedAt: string;
}

const POLL_MS = 20;

/**
 * When the process started, as an opaque text; undefined when there is no such process, or only its zombie.
 * Linux: field 22 of /proc/<pid>/stat (clock ticks since boot); elsewhere `ps -o lstart=` (to the second).
 */
export function readStartTime(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return process.platform === "linux" ? readProcStartTime(pid) : readPsStartTime(pid);
}

/** True while exactly this process lives. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  return readStartTime(identity.pid) === identity.startedAt;
}

/** Signals exactly this process; false when it is gone (nothing was signalled). Throws where the system forbids it. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isSameProcess(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** The words of the command that the process runs; empty when it cannot be read. */
export function readCommandLine(pid: number): readonly string[] {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const line = runPs(["-ww", "-o", "command=", "-p", String(pid)]);
    // Blanks inside a path cannot be told from those between words: the whole line is one more word.
    return [...line.split(" "), line];
  } catch {
    return [];
  }
}

/** Waits until the process is gone; false when it still lives after `timeoutMs`. */
export async function waitUntilGone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isSameProcess(identity)) {
    if (Date.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

function readProcStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the command in brackets, may itself hold blanks and brackets: count from its end.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isGone = fields[0] === "Z" || fields[0] === "X";
    return isGone ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function readPsStartTime(pid: number): string | undefined {
  try {
    const line = runPs(["-o", "stat=,lstart=", "-p", String(pid)]);
    const [state = "", ...started] = line.split(/\s+/);
    return state === "" || state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}

function runPs(args: readonly string[]): string {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
  return execFileSync("ps", args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] }).trim();
}
