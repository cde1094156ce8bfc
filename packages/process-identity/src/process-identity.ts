import { setTimeout as delay } from "node:timers/promises";
import { readStartTime } from "./process-table.ts";

/** A process that cannot be mistaken for another: a pid is reused, a pid with its start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque, from `readStartTime`; compared for equality alone, on this machine. "" when it could not be told. */
  readonly startedAt: string;
}

const POLL_MS = 20;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: readStartTime(process.pid) ?? "" };
}

/** True while exactly this process lives; false for one whose start was never known. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  return readStartTime(identity.pid) === identity.startedAt;
}

/** As `isSameProcess`, but one whose start could not be told counts as long as its pid does: for locks, which a living holder must keep. */
export function isAlive(identity: ProcessIdentity): boolean {
  const startedAt = readStartTime(identity.pid);
  return startedAt !== undefined && (identity.startedAt === "" || startedAt === identity.startedAt);
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

/** Waits until the process is gone; false when it still lives after `timeoutMs`. */
export async function waitUntilGone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isSameProcess(identity)) {
    if (Date.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}
