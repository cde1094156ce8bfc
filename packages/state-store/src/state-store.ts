import type { Result } from "@ecommerce-cart/result";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import type { ProcessOwner } from "./process-owner.ts";

/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** A file that cannot be read as what it should be. `line` is 1-based; `advice` says what to do. */
export interface DamagedFile {
  readonly kind: "damaged-file";
  /** Absolute. */
  readonly path: string;
  readonly line?: number;
  readonly detail: string;
  readonly advice: string;
}

/** A release record is for good: the same id with other content is refused. */
export interface ReleaseConflict {
  readonly kind: "release-conflict";
  readonly releaseId: ReleaseId;
  readonly path: string;
}

/** No release answers to the query; `known` names the newest ones. */
export interface UnknownReleaseQuery {
  readonly kind: "unknown-release";
  readonly query: string;
  readonly known: readonly ReleaseId[];
}

/** Several releases answer to the query. */
export interface AmbiguousRelease {
  readonly kind: "ambiguous-release";
  readonly query: string;
  readonly matches: readonly ReleaseId[];
}

/** Somebody else holds the environment's lock. */
export interface Locked {
  readonly kind: "locked";
  readonly holder: ProcessOwner;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** When the lease ends unless its holder renews it; ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** The lease ended (a paused process, a long sleep of the laptop) and somebody else took over with a higher token. */
export interface LeaseLost {
  readonly kind: "lease-lost";
  readonly token: number;
}

/** What a holder of the lock has in its hands. */
export interface Lease {
  /** Higher than every token handed out before for this environment, also after the lock was deleted. */
  readonly token: number;
  readonly holder: ProcessOwner;
  /** Fires when the lease was lost: stop working, and change nothing more. */
  readonly signal: AbortSignal;
}

/** One line of a journal: where it stands (1-based), and the token under which it was written. */
export interface JournalLine {
  readonly line: number;
  readonly token: number;
  readonly entry: JsonValue;
}

/** How a deployment went; one line of the history. */
export interface DeploymentRow {
  readonly deploymentId: string;
  readonly intent: "deploy" | "roll-back";
  readonly release: ReleaseId;
  /** The release that served before; left out on the first deployment. */
  readonly from?: ReleaseId;
  readonly strategy: string;
  /** `undone`: rolled back by itself; `gave-up`: neither forward nor back, a person must look. */
  readonly outcome: "deployed" | "rolled-back" | "undone" | "gave-up";
  /** Why it was undone or given up. */
  readonly reason?: string;
  /** "ann@laptop". */
  readonly who: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The traffic switch; left out where there was none. */
  readonly switchMs?: number;
  readonly drainMs?: number;
}

/**
 * Where releases, journals, histories and locks are kept. Files for the embedded environment; PostgreSQL where several
 * machines deploy. A full or read-only disk is thrown as Node's own error, with its code and path.
 */
export interface StateStore {
  /** Saving the same record twice is fine. */
  saveRelease(release: Release): Promise<Result<void, ReleaseConflict | DamagedFile>>;
  /** Newest first. */
  listReleases(): Promise<Result<readonly Release[], DamagedFile>>;
  /** By id, or the beginning of an id, commit or digest (4 characters at least), or a version with or without "v". */
  findRelease(query: string): Promise<Result<Release, UnknownReleaseQuery | AmbiguousRelease | DamagedFile>>;

  /** On disk (fsync) when it resolves. Refused when a higher token was handed out since. */
  appendJournal(
    environmentName: string,
    token: number,
    entry: JsonValue,
  ): Promise<Result<void, LeaseLost | DamagedFile>>;
  /** Absolute path of the open journal, for messages about what it holds. */
  journalPath(environmentName: string): string;
  /** What the open journal holds, oldest first. A last line torn by a kill is left out, and so is what a holder wrote after it lost its lease. */
  readJournal(environmentName: string): Promise<Result<readonly JournalLine[], DamagedFile>>;
  /** Sets the open journal aside (one earlier is kept): the next one starts empty. */
  closeJournal(environmentName: string, token: number): Promise<Result<void, LeaseLost | DamagedFile>>;

  /** On disk when it resolves. A row whose `deploymentId` is there already is left as it is. */
  appendHistory(environmentName: string, row: DeploymentRow): Promise<Result<void, DamagedFile>>;
  /** Oldest first. */
  readHistory(environmentName: string): Promise<Result<readonly DeploymentRow[], DamagedFile>>;

  /** Runs `work` under the environment's lock, renewing the lease meanwhile, and releases it however `work` ends. */
  withLock<T>(
    environmentName: string,
    command: string,
    work: (lease: Lease) => Promise<T>,
  ): Promise<Result<T, Locked | DamagedFile>>;
  /** Who holds the lock now; undefined when nobody does, or its holder is dead or its lease has ended. */
  lockHolder(environmentName: string): Promise<Result<Locked | undefined, DamagedFile>>;
}
