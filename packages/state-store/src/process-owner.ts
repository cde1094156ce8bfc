import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { promisify } from "node:util";

/** Who holds something: a process, told apart from a later one with the same pid by when it started. */
export interface ProcessOwner {
  readonly host: string;
  readonly user: string;
  readonly pid: number;
  /** Opaque: equal for the same process, different for another one with the same pid. */
  readonly startIdentity: string;
  /** What it was asked to do: "deploy development". */
  readonly command: string;
}

/** What a lock needs to know about processes. Tests hand in their own. */
export interface ProcessTable {
  /** The running process as an owner. */
  self(command: string): Promise<ProcessOwner>;
  /** Undefined for an owner that cannot be seen: on another host, or where the machine does not tell start times. */
  isAlive(owner: ProcessOwner): Promise<boolean | undefined>;
}

const UNKNOWN = "unknown";

/** The processes of this machine: `/proc` on Linux, `ps` elsewhere. */
export const machineProcesses: ProcessTable = {
  async self(command) {
    const startIdentity = (await readStartIdentity(process.pid)) ?? UNKNOWN;
    return { host: hostname(), user: userName(), pid: process.pid, startIdentity, command };
  },
  async isAlive(owner) {
    if (owner.host !== hostname() || owner.startIdentity === UNKNOWN) return undefined;
    return (await readStartIdentity(owner.pid)) === owner.startIdentity;
  },
};

/**
 * When a process started, as an opaque text; undefined when it does not run. On Linux the boot's id and field 22 of
 * `/proc/<pid>/stat` (proc_pid_stat(5)): clock ticks since that boot; a zombie runs no more. Elsewhere `ps -o lstart=`.
 */
export async function readStartIdentity(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  return platform === "linux" ? readFromProc(pid) : readFromPs(pid);
}

async function readFromProc(pid: number): Promise<string | undefined> {
  const [stat, bootId] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""),
    readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => ""),
  ]);
  // The name in field 2 may hold spaces and parentheses, so fields are counted from its last ")".
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTicks] = [fields[0], fields[19]];
  if (startTicks === undefined || state === "Z" || state === "X") return undefined;
  return `${bootId.trim()}:${startTicks}`;
}

async function readFromPs(pid: number): Promise<string | undefined> {
  const result = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], {
    env: { ...process.env, LC_ALL: "C" },
  }).catch(() => undefined);
  const startedAt = result?.stdout.trim();
  return startedAt === "" ? undefined : startedAt;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
