import { linkSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isAlive, ownIdentity } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import { errorCode, parseJson, readIfPresent, removeIfPresent, temporaryBeside } from "./small-files.ts";

/** The run that holds a checkout. */
export interface LockHolder extends ProcessIdentity {
  readonly runId: string;
  /** What was typed: "./pipeline up". */
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** What `acquireLock` is asked for. */
export interface LockRequest {
  readonly path: string;
  readonly runId: string;
  readonly command: string;
  readonly since: string;
}

/** A lock that is held. */
export interface HeldLock {
  readonly release: () => void;
  /** The holder that was dead, when its lock was taken over. */
  readonly takenOverFrom?: LockHolder;
}

/** How often a lock may change hands while we try, before we say that it is held. */
const MAX_TAKEOVERS = 5;

/** Takes the lock of a checkout, also from a holder that has died; otherwise names the holder. */
export function acquireLock(request: LockRequest): Result<HeldLock, LockHolder> {
  const { path, ...named } = request;
  const own: LockHolder = { ...ownIdentity(), ...named };
  let dead: LockHolder | undefined;
  for (let attempt = 0; ; attempt += 1) {
    if (createLock(path, own)) {
      const release = (): void => releaseLock(path, own);
      return ok(dead === undefined ? { release } : { release, takenOverFrom: dead });
    }
    const holder = readHolder(path);
    if (holder === "gone") continue;
    if (holder !== "damaged" && (isAlive(holder) || attempt >= MAX_TAKEOVERS)) return err(holder);
    if (holder !== "damaged") dead = holder;
    moveAside(path, holder);
  }
}

/** The run that holds a checkout now, if one lives. */
export function currentHolder(path: string): LockHolder | undefined {
  const holder = readHolder(path);
  return typeof holder === "string" || !isAlive(holder) ? undefined : holder;
}

/** A link is made whole or not at all, and fails where one stands: no moment at which a lock has no holder's name. */
function createLock(path: string, own: LockHolder): boolean {
  const temporary = temporaryBeside(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(temporary, JSON.stringify(own));
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    removeIfPresent(temporary);
  }
}

function readHolder(path: string): LockHolder | "gone" | "damaged" {
  const text = readIfPresent(path);
  if (text === undefined) return "gone";
  const holder = parseJson(text) as Partial<LockHolder> | null | undefined;
  return typeof holder?.pid === "number" && typeof holder.startedAt === "string" ? (holder as LockHolder) : "damaged";
}

/** Two that find a dead holder at once: the second may have moved the lock of the first, and puts it back. */
function moveAside(path: string, judged: LockHolder | "damaged"): void {
  const aside = temporaryBeside(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  const isAnother = typeof moved === "object" && (judged === "damaged" || moved.runId !== judged.runId);
  if (isAnother && isAlive(moved)) putBack(aside, path);
  removeIfPresent(aside);
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

function releaseLock(path: string, own: LockHolder): void {
  const holder = readHolder(path);
  if (typeof holder === "object" && holder.runId === own.runId && holder.pid === own.pid) removeIfPresent(path);
}
