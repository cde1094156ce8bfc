import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readCommandLine, readStartTime } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import type { DataFolder } from "./data-folder.ts";
import { parsePostmasterFile } from "./postmaster-file.ts";
import type { PostmasterFile } from "./postmaster-file.ts";

/** A server that accepts connections. */
export interface RunningServer extends ProcessIdentity {
  readonly port: number;
}

const POLL_MS = 20;

/** What the server of this folder says about itself; undefined when there is none, or it is only beginning. */
export function readPostmaster(folder: DataFolder): PostmasterFile | undefined {
  if (!existsSync(folder.postmasterFile)) return undefined;
  return parsePostmasterFile(readFileSync(folder.postmasterFile, "utf8"));
}

/**
 * The server that already runs on this folder; undefined when none does. One that is starting or stopping is waited
 * for, at most `timeoutMs`.
 */
export async function findRunning(folder: DataFolder, timeoutMs: number): Promise<RunningServer | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const postmaster = readPostmaster(folder);
    const startedAt = postmaster === undefined ? undefined : readStartTime(postmaster.pid);
    if (postmaster === undefined || startedAt === undefined) return undefined;
    if (!isServerOf(folder, postmaster.pid)) return undefined;
    if (postmaster.isReady) return { pid: postmaster.pid, startedAt, port: postmaster.port };
    if (Date.now() >= deadline) return undefined;
    await delay(POLL_MS);
  }
}

/**
 * After a crash or a restart of the machine the pid in `postmaster.pid` may belong to a stranger by now, and
 * PostgreSQL would refuse to start. Writes this process's pid in its place: PostgreSQL knows that its parent is not
 * a server, and still checks by the rest of the file that no orphan of the old server uses the data.
 * Source: PostgreSQL, CreateLockFile in src/backend/utils/init/miscinit.c.
 */
export function releaseReusedPid(folder: DataFolder): void {
  const postmaster = readPostmaster(folder);
  if (postmaster === undefined || readStartTime(postmaster.pid) === undefined) return;
  if (isServerOf(folder, postmaster.pid)) return;
  const rest = readFileSync(folder.postmasterFile, "utf8").split("\n").slice(1);
  writeFileSync(folder.postmasterFile, [String(process.pid), ...rest].join("\n"));
}

function isServerOf(folder: DataFolder, pid: number): boolean {
  const words = readCommandLine(pid);
  return (
    words.some((word) => basename(word) === "postgres") && words.some((word) => word.includes(folder.dataDirectory))
  );
}
