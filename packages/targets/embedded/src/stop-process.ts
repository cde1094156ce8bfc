import { signalProcess, waitUntilGone } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";

/** One process that was stopped. "ended": by itself when asked to; "killed": its time was up. */
export interface StoppedProcess {
  /** "router", "postgres", "supervisor", "web-1@0.3.0-abc1234-9f8e7d6c". */
  readonly name: string;
  readonly pid: number;
  readonly how: "ended" | "killed";
}

/** A process with the name that reports give it. */
export interface StoppableProcess extends ProcessIdentity {
  readonly name: string;
}

const KILL_WAIT_MS = 5_000;

/** Asks the process to end, and kills it when it has not after `timeoutMs`; undefined when it was gone already. */
export async function stopProcess(target: StoppableProcess, timeoutMs: number): Promise<StoppedProcess | undefined> {
  if (!signalProcess(target, "SIGTERM")) return undefined;
  return awaitEnd(target, timeoutMs);
}

/** Waits for a process that was asked to end, and kills it when it has not after `timeoutMs`. */
export async function awaitEnd(target: StoppableProcess, timeoutMs: number): Promise<StoppedProcess> {
  const { name, pid } = target;
  if (await waitUntilGone(target, timeoutMs)) return { name, pid, how: "ended" };
  signalProcess(target, "SIGKILL");
  await waitUntilGone(target, KILL_WAIT_MS);
  return { name, pid, how: "killed" };
}
