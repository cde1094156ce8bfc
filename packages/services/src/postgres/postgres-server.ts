import { closeSync, existsSync, openSync, readFileSync, realpathSync, renameSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { findFreePort } from "../free-port.ts";
import { signalProcess, waitUntilGone } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import { dataFolderAt, ensureData, failureOfSystemError, makeDirectory, readPassword } from "./data-folder.ts";
import type { DataFolder } from "./data-folder.ts";
import { createDatabase, databaseUrl } from "./database.ts";
import { findBinaries } from "./postgres-binaries.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { classifyOutput } from "./postgres-failure.ts";
import type { PostgresFailure } from "./postgres-failure.ts";
import { chooseRunAs, commandFor } from "./run-as.ts";
import type { RunAs } from "./run-as.ts";
import { endOf, failureOfSpawnError, spawnCommand } from "./run-program.ts";
import type { ProgramEnd } from "./run-program.ts";
import { findRunning, readPostmaster, releaseReusedPid } from "./running-server.ts";
import type { RunningServer } from "./running-server.ts";

/** What to start. */
export interface StartPostgresOptions {
  /** Absolute; holds data, password and log of this server; made where it is missing. */
  readonly directory: string;
  /** On 127.0.0.1; a free one by default. */
  readonly port?: number;
  /** False: a crash of the machine may lose or damage the data, for tests. True by default. */
  readonly isDurable?: boolean;
  /** One line per step. */
  readonly log?: (line: string) => void;
}

/** A server that accepts connections on 127.0.0.1. It outlives the process that started it. */
export interface PostgresServer extends ProcessIdentity {
  readonly port: number;
  /** True: it ran before. */
  readonly isAdopted: boolean;
  /** The connection URL of a database; holds the password: never log it. */
  url(database: string): string;
  /** Creates the database unless it exists; returns its connection URL. */
  ensureDatabase(name: string): Promise<string>;
  /** Ends it: open transactions roll back, clients are told. Resolves when its process is gone. */
  stop(): Promise<void>;
}

interface Launch {
  readonly folder: DataFolder;
  readonly binaries: PostgresBinaries;
  readonly runAs: RunAs;
  readonly options: StartPostgresOptions;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 10;
const FAST_STOP_MS = 15_000;
const HARD_STOP_MS = 5_000;
const LOG_LIMIT_BYTES = 5_000_000;
const RETRY_MS = 100;

/**
 * Starts the server of a folder, creating its data first where there is none; a server that already runs on the
 * folder is adopted, on the port it has. Works as an ordinary user and as root (see `chooseRunAs`).
 */
export async function startPostgres(options: StartPostgresOptions): Promise<Result<PostgresServer, PostgresFailure>> {
  const made = makeDirectory(options.directory);
  if (!made.ok) return made;
  const folder = dataFolderAt(realpathSync(options.directory));
  const running = await findPostgres(folder.directory);
  if (running !== undefined) return ok(running);
  const binaries = findBinaries();
  if (!binaries.ok) return binaries;
  const home = existsSync(folder.dataDirectory) ? folder.dataDirectory : folder.directory;
  const runAs = chooseRunAs([home, binaries.value.postgres]);
  if (!runAs.ok) return runAs;
  const launch: Launch = { folder, binaries: binaries.value, runAs: runAs.value, options };
  const password = await ensureData(folder, { ...launch, isDurable: options.isDurable ?? true });
  if (!password.ok) return password;
  return launchServer(launch, password.value);
}

/** The server that runs on this folder now; undefined when none does. Starts nothing. */
export async function findPostgres(directory: string): Promise<PostgresServer | undefined> {
  if (!existsSync(directory)) return undefined;
  const folder = dataFolderAt(realpathSync(directory));
  const password = readPassword(folder);
  if (password === undefined) return undefined;
  const running = await findRunning(folder, START_TIMEOUT_MS);
  return running === undefined ? undefined : serverOf(running, password, true);
}

async function launchServer(launch: Launch, password: string): Promise<Result<PostgresServer, PostgresFailure>> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const port = launch.options.port ?? (await findFreePort());
    const failure = await launchOnce(launch, port, deadline);
    const running = await findRunning(launch.folder, START_TIMEOUT_MS);
    // Where ours ended because another process had just started one, that one is adopted.
    if (running !== undefined) return ok(serverOf(running, password, failure !== undefined));
    const cause = failure ?? { kind: "postgres-did-not-start", directory: launch.folder.directory, detail: "it ended" };
    if (Date.now() >= deadline || !isWorthAnotherTry(cause, launch.options)) return err(cause);
    launch.options.log?.(`starting PostgreSQL again: ${cause.kind}`);
    await delay(RETRY_MS);
  }
}

/** What is left of a killed server for a moment: its backends, and its pid until its parent has seen its end. */
const LEFTOVERS = /pre-existing shared memory|lock file "postmaster\.pid" already exists/;

/** A port of our choice that was taken meanwhile, and leftovers, beside which PostgreSQL refuses to start. */
function isWorthAnotherTry(failure: PostgresFailure, options: StartPostgresOptions): boolean {
  if (failure.kind === "postgres-port-busy") return options.port === undefined;
  return failure.kind === "postgres-did-not-start" && LEFTOVERS.test(failure.detail);
}

/** Starts the program and waits until it accepts connections; returns why it did not. */
async function launchOnce(launch: Launch, port: number, deadline: number): Promise<PostgresFailure | undefined> {
  const { folder } = launch;
  let log: number;
  try {
    releaseReusedPid(folder);
    log = openLog(folder.logFile);
  } catch (error) {
    return failureOfSystemError(error, folder.directory);
  }
  const logStart = statSync(folder.logFile).size;
  const args = serverArguments(folder, port, launch.options.isDurable ?? true);
  const child = spawnCommand(commandFor(launch.runAs, launch.binaries.postgres, args), ["ignore", log, log]);
  closeSync(log);
  child.unref();
  let end: ProgramEnd | undefined;
  void endOf(child).then((value) => (end = value));
  while (end === undefined) {
    const postmaster = readPostmaster(folder);
    if (postmaster?.isReady === true && postmaster.pid === child.pid) return undefined;
    if (Date.now() >= deadline) {
      child.kill("SIGQUIT");
      return { kind: "postgres-did-not-start", directory: folder.directory, detail: "not ready after 60 s" };
    }
    await delay(POLL_MS);
  }
  if (end.spawnError !== undefined) return failureOfSpawnError(end.spawnError, folder.directory);
  return classifyOutput(readFileSync(folder.logFile).subarray(logStart).toString(), {
    directory: folder.directory,
    port,
  });
}

function serverArguments(folder: DataFolder, port: number, isDurable: boolean): string[] {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    ...(isDurable ? {} : { fsync: "off", full_page_writes: "off", synchronous_commit: "off" }),
  };
  return ["-D", folder.dataDirectory, ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])];
}

/** Opens the log for appending; one that has grown past 5 MB becomes `postgres.log.1`. */
function openLog(path: string): number {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

function serverOf(running: RunningServer, password: string, isAdopted: boolean): PostgresServer {
  const access = { port: running.port, password };
  return {
    ...running,
    isAdopted,
    url: (database) => databaseUrl(access, database),
    ensureDatabase: async (name) => {
      await createDatabase(access, name);
      return databaseUrl(access, name);
    },
    stop: () => stopServer(running),
  };
}

/** Fast shutdown; a server that does not end is told to end at once, which the next start repairs from its journal. */
async function stopServer(identity: ProcessIdentity): Promise<void> {
  if (!signalProcess(identity, "SIGINT") || (await waitUntilGone(identity, FAST_STOP_MS))) return;
  if (!signalProcess(identity, "SIGQUIT") || (await waitUntilGone(identity, HARD_STOP_MS))) return;
  signalProcess(identity, "SIGKILL");
  await waitUntilGone(identity, HARD_STOP_MS);
}
