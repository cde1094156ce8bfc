import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isSameProcess, readStartTime } from "@ecommerce-cart/process-identity";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { classifyOutput } from "./postgres-failure.ts";
import type { PostgresFailure } from "./postgres-failure.ts";
import { commandFor } from "./run-as.ts";
import type { RunAs } from "./run-as.ts";
import { endOf, failureOfSpawnError, spawnCommand } from "./run-program.ts";

/** Where a server keeps what; all absolute. */
export interface DataFolder {
  readonly directory: string;
  readonly dataDirectory: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly postmasterFile: string;
}

const INITIALIZING = "initializing-";

/** The layout below `directory`. */
export function dataFolderAt(directory: string): DataFolder {
  const dataDirectory = join(directory, "data");
  return {
    directory,
    dataDirectory,
    passwordFile: join(directory, "password"),
    logFile: join(directory, "postgres.log"),
    postmasterFile: join(dataDirectory, "postmaster.pid"),
  };
}

/** Makes `directory`, which a server that is not root must be able to enter. */
export function makeDirectory(directory: string): Result<void, PostgresFailure> {
  try {
    if (mkdirSync(directory, { recursive: true }) !== undefined) chmodSync(directory, 0o711);
    return ok(undefined);
  } catch (error) {
    return err(failureOfSystemError(error, directory));
  }
}

/** What a full disk or a forbidden folder means; other errors are bugs, and thrown. */
export function failureOfSystemError(error: unknown, directory: string): PostgresFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return { kind: "disk-full", directory };
  if (["EACCES", "EPERM", "ENOTDIR", "EEXIST", "EROFS"].includes(code ?? ""))
    return { kind: "unusable-data-folder", directory, detail: message };
  throw error;
}

/** Creates the data where there is none, and checks the version of what is there. Returns the password. */
export async function ensureData(
  folder: DataFolder,
  how: { readonly binaries: PostgresBinaries; readonly runAs: RunAs; readonly isDurable: boolean },
): Promise<Result<string, PostgresFailure>> {
  try {
    sweepHalfMade(folder.directory);
    if (!hasData(folder)) {
      const problem = await initialize(folder, how);
      if (problem !== undefined) return err(problem);
    }
    return checkData(folder, how.binaries.majorVersion);
  } catch (error) {
    return err(failureOfSystemError(error, folder.directory));
  }
}

/** The superuser's password; undefined when its file is gone. */
export function readPassword(folder: DataFolder): string | undefined {
  return existsSync(folder.passwordFile) ? readFileSync(folder.passwordFile, "utf8").trim() : undefined;
}

function hasData(folder: DataFolder): boolean {
  return existsSync(folder.dataDirectory) && readdirSync(folder.dataDirectory).length > 0;
}

function checkData(folder: DataFolder, serverVersion: string): Result<string, PostgresFailure> {
  const directory = folder.dataDirectory;
  const versionFile = join(directory, "PG_VERSION");
  if (!existsSync(versionFile))
    return err({ kind: "damaged-data-folder", directory, detail: "its file PG_VERSION is missing" });
  const dataVersion = readFileSync(versionFile, "utf8").trim();
  if (!/^\d+(\.\d+)?$/.test(dataVersion))
    return err({ kind: "damaged-data-folder", directory, detail: "its file PG_VERSION holds no version" });
  if (dataVersion !== serverVersion)
    return err({ kind: "data-version-differs", directory, dataVersion, serverVersion });
  const password = readPassword(folder);
  if (password === undefined || password === "")
    return err({
      kind: "damaged-data-folder",
      directory,
      detail: `its password file ${folder.passwordFile} is missing`,
    });
  return ok(password);
}

/** Runs initdb into a folder beside the final one and renames it, so that a kill leaves nothing half-made. */
async function initialize(
  folder: DataFolder,
  how: { readonly binaries: PostgresBinaries; readonly runAs: RunAs; readonly isDurable: boolean },
): Promise<PostgresFailure | undefined> {
  const password = ensurePassword(folder);
  const temporary = mkdtempSync(join(folder.directory, `${INITIALIZING}${process.pid}-${readStartTime(process.pid)}-`));
  const dataDirectory = join(temporary, "data");
  const passwordFile = join(temporary, "password");
  mkdirSync(dataDirectory, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (how.runAs.kind !== "this-user")
    for (const path of [temporary, dataDirectory, passwordFile])
      chownSync(path, how.runAs.account.uid, how.runAs.account.gid);
  try {
    const args = initdbArguments(dataDirectory, passwordFile, how.isDurable);
    const child = spawnCommand(commandFor(how.runAs, how.binaries.initdb, args), ["ignore", "pipe", "pipe"]);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
    const end = await endOf(child);
    if (end.spawnError !== undefined) return failureOfSpawnError(end.spawnError, folder.directory);
    if (end.exitCode !== 0) return classifyOutput(output, { directory: folder.directory, port: 0 });
    publish(dataDirectory, folder.dataDirectory);
    return undefined;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function initdbArguments(dataDirectory: string, passwordFile: string, isDurable: boolean): string[] {
  // The built-in C.UTF-8 is the same on every system, whatever locales that has.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  return [`--pgdata=${dataDirectory}`, ...access, ...locale, ...(isDurable ? [] : ["--no-sync"])];
}

function publish(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process was quicker with the same password: its data is as good as ours.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Writes a random password unless there is one; of two processes at once, both get the one that was first. */
function ensurePassword(folder: DataFolder): string {
  const temporary = `${folder.passwordFile}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(temporary, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(temporary, folder.passwordFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return readFileSync(folder.passwordFile, "utf8").trim();
}

/** Removes what an initdb left whose starter was killed. */
function sweepHalfMade(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) => entry.startsWith(INITIALIZING))) {
    const [pid = "", startedAt = ""] = name.slice(INITIALIZING.length).split("-");
    if (!isSameProcess({ pid: Number(pid), startedAt }))
      rmSync(join(directory, name), { recursive: true, force: true });
  }
}
