import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isSameProcess } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";

/**
 * Makes `self` the one supervisor of an environment. Returns undefined when it is now, else the living holder.
 * The lock is a file that appears whole (a link), so that two at once see one winner; a dead holder's is taken over.
 */
export function takeLock(lockFile: string, self: ProcessIdentity): ProcessIdentity | undefined {
  const own = `${lockFile}.${self.pid}`;
  writeFileSync(own, JSON.stringify(self), { mode: 0o600, flush: true });
  try {
    for (;;) {
      if (tryLink(own, lockFile)) return undefined;
      const holder = readHolder(lockFile);
      if (holder !== undefined && isSameProcess(holder)) return holder;
      removeStale(lockFile, `${own}.stale`, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Gives the lock up, where `self` holds it. */
export function releaseLock(lockFile: string, self: ProcessIdentity): void {
  if (readHolder(lockFile)?.pid === self.pid) rmSync(lockFile, { force: true });
}

/** Who holds the lock, dead or alive; undefined when nobody does, or the file is damaged. */
export function readHolder(lockFile: string): ProcessIdentity | undefined {
  try {
    const found = JSON.parse(readFileSync(lockFile, "utf8")) as Partial<ProcessIdentity>;
    return typeof found.pid === "number" && typeof found.startedAt === "string"
      ? (found as ProcessIdentity)
      : undefined;
  } catch {
    return undefined;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Moves the dead holder's lock away; one that changed hands meanwhile is put back. */
function removeStale(lockFile: string, aside: string, stale: ProcessIdentity | undefined): void {
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved?.pid !== stale?.pid || moved?.startedAt !== stale?.startedAt) tryLink(aside, lockFile);
  rmSync(aside, { force: true });
}
