import { rename } from "node:fs/promises";
import { join } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release } from "@ecommerce-cart/release";
import { hasCode } from "./atomic-file.ts";
import { parseRow } from "./deployment-row.ts";
import { EnvironmentLock } from "./environment-lock.ts";
import type { LockPatience } from "./environment-lock.ts";
import { isRecord } from "./lease-file.ts";
import { appendLine, damagedLine, readLines } from "./ndjson-file.ts";
import type { NumberedValue } from "./ndjson-file.ts";
import { machineProcesses } from "./process-owner.ts";
import type { ProcessTable } from "./process-owner.ts";
import { matchingReleases, newestIds, ReleaseRecords } from "./release-records.ts";
import type {
  AmbiguousRelease,
  DamagedFile,
  DeploymentRow,
  JournalLine,
  JsonValue,
  Lease,
  LeaseLost,
  Locked,
  ReleaseConflict,
  StateStore,
  UnknownReleaseQuery,
} from "./state-store.ts";

/** What may be set otherwise; each has a default. */
export interface FileStateStoreOptions {
  /** How long a lease lasts when its holder stops renewing it, in milliseconds. Default 30,000. */
  readonly leaseMs?: number;
  /** How long `withLock` waits for another holder. Default: not at all. */
  readonly patience?: LockPatience;
  /** Default: the processes of this machine. */
  readonly processes?: ProcessTable;
}

/**
 * The state store in files, under one folder (`.data`):
 * `environments/<name>/{journal.ndjson,history.ndjson,fencing-token,lock/}` and `releases/records/<id>.json`.
 * For one machine: a lock in a folder that several machines mount is not promised.
 */
export class FileStateStore implements StateStore {
  readonly #directory: string;
  readonly #options: Required<FileStateStoreOptions>;
  readonly #releases: ReleaseRecords;

  /** `directory` is absolute; it is made when something is first written. */
  constructor(directory: string, options: FileStateStoreOptions = {}) {
    this.#directory = directory;
    this.#options = { leaseMs: 30_000, patience: { waitMs: 0 }, processes: machineProcesses, ...options };
    this.#releases = new ReleaseRecords(join(directory, "releases", "records"));
  }

  saveRelease(release: Release): Promise<Result<void, ReleaseConflict | DamagedFile>> {
    return this.#releases.save(release);
  }

  listReleases(): Promise<Result<readonly Release[], DamagedFile>> {
    return this.#releases.list();
  }

  async findRelease(query: string): Promise<Result<Release, UnknownReleaseQuery | AmbiguousRelease | DamagedFile>> {
    const releases = await this.#releases.list();
    if (!releases.ok) return releases;
    const [match, ...more] = matchingReleases(releases.value, query);
    if (match === undefined) return err({ kind: "unknown-release", query, known: newestIds(releases.value) });
    if (more.length === 0) return ok(match);
    return err({ kind: "ambiguous-release", query, matches: [match, ...more].map((release) => release.id) });
  }

  async appendJournal(
    environmentName: string,
    token: number,
    entry: JsonValue,
  ): Promise<Result<void, LeaseLost | DamagedFile>> {
    const held = await this.#checkToken(environmentName, token);
    if (!held.ok) return held;
    await appendLine(this.journalPath(environmentName), { token, entry });
    return ok(undefined);
  }

  journalPath(environmentName: string): string {
    return join(this.#environment(environmentName), "journal.ndjson");
  }

  async readJournal(environmentName: string): Promise<Result<readonly JournalLine[], DamagedFile>> {
    const path = this.journalPath(environmentName);
    const values = await readLines(path);
    if (!values.ok) return values;
    const lines: JournalLine[] = [];
    let highestToken = 0;
    for (const value of values.value) {
      const line = parseJournalLine(value);
      if (line === undefined) return err(damagedLine(path, value.line, "it is not a line of a journal"));
      // Written by a holder that had lost its lease between the check and the write.
      if (line.token < highestToken) continue;
      highestToken = line.token;
      lines.push(line);
    }
    return ok(lines);
  }

  async closeJournal(environmentName: string, token: number): Promise<Result<void, LeaseLost | DamagedFile>> {
    const held = await this.#checkToken(environmentName, token);
    if (!held.ok) return held;
    const previous = join(this.#environment(environmentName), "journal.previous.ndjson");
    try {
      await rename(this.journalPath(environmentName), previous);
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
    }
    return ok(undefined);
  }

  async appendHistory(environmentName: string, row: DeploymentRow): Promise<Result<void, DamagedFile>> {
    const history = await this.readHistory(environmentName);
    if (!history.ok) return history;
    if (history.value.some((known) => known.deploymentId === row.deploymentId)) return ok(undefined);
    await appendLine(this.#historyPath(environmentName), { ...row });
    return ok(undefined);
  }

  async readHistory(environmentName: string): Promise<Result<readonly DeploymentRow[], DamagedFile>> {
    const path = this.#historyPath(environmentName);
    const values = await readLines(path);
    if (!values.ok) return values;
    const rows: DeploymentRow[] = [];
    for (const { line, value } of values.value) {
      const row = parseRow(value);
      if (row === undefined) return err(damagedLine(path, line, "it is not a deployment"));
      rows.push(row);
    }
    return ok(rows);
  }

  withLock<T>(
    environmentName: string,
    command: string,
    work: (lease: Lease) => Promise<T>,
  ): Promise<Result<T, Locked | DamagedFile>> {
    return this.#lock(environmentName).hold(command, work);
  }

  lockHolder(environmentName: string): Promise<Result<Locked | undefined, DamagedFile>> {
    return this.#lock(environmentName).holder();
  }

  async #checkToken(environmentName: string, token: number): Promise<Result<void, LeaseLost | DamagedFile>> {
    const highest = await this.#lock(environmentName).highestToken();
    if (!highest.ok) return highest;
    return highest.value > token ? err({ kind: "lease-lost", token }) : ok(undefined);
  }

  #lock(environmentName: string): EnvironmentLock {
    return new EnvironmentLock(this.#environment(environmentName), this.#options);
  }

  #historyPath(environmentName: string): string {
    return join(this.#environment(environmentName), "history.ndjson");
  }

  #environment(environmentName: string): string {
    return join(this.#directory, "environments", environmentName);
  }
}

function parseJournalLine({ line, value }: NumberedValue): JournalLine | undefined {
  if (!isRecord(value) || typeof value["token"] !== "number" || value["entry"] === undefined) return undefined;
  return { line, token: value["token"], entry: value["entry"] };
}
