import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { PostgresFailure } from "./postgres-failure.ts";

/** The user a server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How to start programs of PostgreSQL, which refuses root. */
export type RunAs =
  | { readonly kind: "this-user" }
  | { readonly kind: "account"; readonly account: Account }
  /** The account, and the right to read and enter every folder: for a checkout in root's closed home. */
  | { readonly kind: "account-that-reads"; readonly account: Account; readonly setpriv: string };

/** A program with its arguments, and the account that spawn switches to. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
}

const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/**
 * Decides how to start programs that must be able to enter all of `paths` (absolute, existing).
 * Not root: as this user. Root: as the owner of `paths[0]` where that is not root, else as `postgres` where the
 * system has that user, else as 65534; through setpriv when a parent folder is closed to it.
 */
export function chooseRunAs(paths: readonly string[]): Result<RunAs, PostgresFailure> {
  if (process.getuid?.() !== 0) return ok({ kind: "this-user" });
  const account = ownerOf(paths[0]) ?? findAccount("postgres") ?? NOBODY;
  const closed = paths.map((path) => findClosedFolder(path, account)).find((folder) => folder !== undefined);
  if (closed === undefined) return ok({ kind: "account", account });
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  if (setpriv !== undefined) return ok({ kind: "account-that-reads", account, setpriv });
  return err({
    kind: "cannot-drop-root",
    detail: `${closed} is closed to user ${account.uid}, and there is no setpriv (util-linux) to open it to PostgreSQL`,
  });
}

/** The command that starts `file` that way. */
export function commandFor(runAs: RunAs, file: string, args: readonly string[]): Command {
  if (runAs.kind === "this-user") return { file, args, account: undefined };
  const { account } = runAs;
  if (runAs.kind === "account") return { file, args, account };
  const rights = "-all,+dac_read_search";
  const flags = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    "--clear-groups",
    // Without it access(2), by which PostgreSQL checks its own program, ignores the capability of a user who is not root.
    "--securebits=+no_setuid_fixup",
    `--inh-caps=${rights}`,
    `--ambient-caps=${rights}`,
  ];
  return { file: runAs.setpriv, args: [...flags, file, ...args], account: undefined };
}

/** The first folder on the way to `path` that `account` may not enter, by its mode bits; undefined when all are open. */
export function findClosedFolder(path: string, account: Account): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const enterBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & enterBit) === 0) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function ownerOf(path: string | undefined): Account | undefined {
  const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

function findAccount(name: string): Account | undefined {
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(":") ?? [];
    return Number(uid) > 0 && Number(gid) > 0 ? { uid: Number(uid), gid: Number(gid) } : undefined;
  } catch {
    return undefined;
  }
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
