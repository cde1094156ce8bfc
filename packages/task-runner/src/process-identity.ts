import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process: a pid alone may be another's tomorrow. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As the system tells it: comparable on this machine only. "" when it could not be told. */
  readonly startedAt: string;
}

/** When a process started, or undefined when there is no such process. */
export function startTimeOf(pid: number): string | undefined {
  return process.platform === "linux" ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

/** True while the very process that was recorded lives; one whose start could not be told counts as long as its pid does. */
export function isAlive(identity: ProcessIdentity): boolean {
  const startedAt = startTimeOf(identity.pid);
  return startedAt !== undefined && (identity.startedAt === "" || startedAt === identity.startedAt);
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startTimeOf(process.pid) ?? "" };
}

/** Field 22 of proc(5): ticks since boot. The command's name before it may hold spaces and parentheses; a zombie is dead. */
function startTimeFromProc(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startTimeFromPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}
