import { setTimeout as delay } from "node:timers/promises";
import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { layoutOf } from "./layout.ts";
import { newRunId } from "./run-folder.ts";
import { acquireLock } from "./run-lock.ts";
import type { HeldLock, LockHolder } from "./run-lock.ts";
import type { RunOptions } from "./run-options.ts";

/** How often a held lock is looked at, in milliseconds. */
const POLL_MS = 100;

/** A checkout that a run has to itself. */
export interface LockedRun extends HeldLock {
  /** Made when the lock was taken, so that runs sort by when they began. */
  readonly runId: string;
}

/** Takes the lock of the checkout, waiting for its holder as the options say; otherwise names the holder. */
export async function waitForLock(options: RunOptions): Promise<Result<LockedRun, LockHolder>> {
  const { now = Date.now } = options;
  const deadlineMs = now() + (options.waitForLockMs ?? 0);
  let toldOf = "";
  for (;;) {
    const lock = takeLock(options, now());
    if (lock.ok || isOver(options, deadlineMs)) return lock;
    if (toldOf !== lock.error.runId) options.onWaiting?.(lock.error);
    toldOf = lock.error.runId;
    await delay(POLL_MS);
  }
}

function isOver({ now = Date.now, signal }: RunOptions, deadlineMs: number): boolean {
  return signal?.aborted === true || now() >= deadlineMs;
}

function takeLock({ rootDirectory, command = "a run" }: RunOptions, nowMs: number): Result<LockedRun, LockHolder> {
  const runId = newRunId(nowMs);
  const { lock: path } = layoutOf(rootDirectory);
  const lock = acquireLock({ path, runId, command, since: new Date(nowMs).toISOString() });
  return lock.ok ? ok({ ...lock.value, runId }) : lock;
}
