import { hostname, userInfo } from "node:os";
import { readBootId, readStartTime } from "@ecommerce-cart/process-identity";

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

/** The processes of this machine. */
export const machineProcesses: ProcessTable = {
  async self(command) {
    const startIdentity = readStartIdentity(process.pid) ?? UNKNOWN;
    return { host: hostname(), user: userName(), pid: process.pid, startIdentity, command };
  },
  async isAlive(owner) {
    if (owner.host !== hostname() || owner.startIdentity === UNKNOWN) return undefined;
    return readStartIdentity(owner.pid) === owner.startIdentity;
  },
};

/** With the boot's id: a lease may be read after the machine was restarted, when ticks since boot repeat. */
function readStartIdentity(pid: number): string | undefined {
  const startedAt = readStartTime(pid);
  return startedAt === undefined ? undefined : `${readBootId()}:${startedAt}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
