import { setTimeout as delay } from "node:timers/promises";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { hasCode } from "./atomic-file.ts";
import type { LeaseRecord } from "./lease-file.ts";
import { LeaseFolder } from "./lease-folder.ts";
import type { ProcessTable } from "./process-owner.ts";
import type { DamagedFile, Lease, Locked } from "./state-store.ts";

/** How often a held lock is looked at, in milliseconds. */
const WAIT_POLL_MS = 200;

/** How long a taker waits for a holder. */
export interface LockPatience {
  /** In milliseconds; 0 refuses at once. */
  readonly waitMs: number;
  /** Told for whom it waits: once for each holder. */
  readonly onWaiting?: (holder: Locked) => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** How long a lease lasts unrenewed, how long a taker waits, and who can tell the living from the dead. */
export interface LockSettings {
  readonly leaseMs: number;
  readonly patience: LockPatience;
  readonly processes: ProcessTable;
}

/**
 * The lock of one environment: a lease that a living holder renews every third of its length. A holder that is dead on
 * this machine is taken over at once; one that cannot be seen, or does not renew, when its lease has ended.
 */
export class EnvironmentLock {
  readonly #files: LeaseFolder;
  readonly #settings: LockSettings;

  constructor(environmentDirectory: string, settings: LockSettings) {
    this.#files = new LeaseFolder(environmentDirectory);
    this.#settings = settings;
  }

  /** Runs `work` as the holder; the lease is released however `work` ends. */
  async hold<T>(command: string, work: (lease: Lease) => Promise<T>): Promise<Result<T, Locked | DamagedFile>> {
    const taken = await this.#take(command);
    if (!taken.ok) return taken;
    const lost = new AbortController();
    const stopRenewing = this.#keepRenewing(taken.value, lost);
    try {
      return ok(await work({ token: taken.value.token, holder: taken.value.holder, signal: lost.signal }));
    } finally {
      await stopRenewing();
      if (!lost.signal.aborted) await this.#release(taken.value);
    }
  }

  /** Undefined when the lock is free to take. */
  async holder(): Promise<Result<Locked | undefined, DamagedFile>> {
    const newest = await this.#files.newest();
    if (!newest.ok) return newest;
    const lease = newest.value;
    if (lease === undefined || !(await this.#isHeld(lease))) return ok(undefined);
    return ok({ kind: "locked", holder: lease.holder, since: lease.since, expiresAt: lease.expiresAt });
  }

  /** The highest token handed out. */
  highestToken(): Promise<Result<number, DamagedFile>> {
    return this.#files.highestToken();
  }

  /** Takes the lock, waiting for its holder as long as the settings allow. */
  async #take(command: string): Promise<Result<LeaseRecord, Locked | DamagedFile>> {
    const { waitMs, onWaiting, signal } = this.#settings.patience;
    const deadline = Date.now() + waitMs;
    let toldOf = "";
    for (;;) {
      const taken = await this.#takeNow(command);
      if (taken.ok || taken.error.kind !== "locked") return taken;
      if (signal?.aborted === true || Date.now() >= deadline) return taken;
      if (toldOf !== taken.error.since) onWaiting?.(taken.error);
      toldOf = taken.error.since;
      await delay(WAIT_POLL_MS);
    }
  }

  async #takeNow(command: string): Promise<Result<LeaseRecord, Locked | DamagedFile>> {
    const holder = await this.#settings.processes.self(command);
    for (;;) {
      // The token is fixed before it is seen whether the lock is free: whoever takes it in between spends that token.
      const highest = await this.#files.highestToken();
      if (!highest.ok) return highest;
      const held = await this.holder();
      if (!held.ok) return held;
      if (held.value !== undefined) return err(held.value);
      const since = new Date().toISOString();
      const lease = { token: highest.value + 1, holder, since, expiresAt: this.#newExpiry() };
      const claimed = await this.#files.claim(lease);
      if (!claimed.ok) return claimed;
      if (claimed.value) return ok(lease);
    }
  }

  async #isHeld(lease: LeaseRecord): Promise<boolean> {
    if (lease.releasedAt !== undefined || Date.parse(lease.expiresAt) <= Date.now()) return false;
    return (await this.#settings.processes.isAlive(lease.holder)) !== false;
  }

  /** Renews until the function returned is called; that resolves when no renewal is being written any more. */
  #keepRenewing(lease: LeaseRecord, lost: AbortController): () => Promise<void> {
    let isStopped = false;
    let renewal = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    const renew = async (): Promise<void> => {
      if (!(await this.#renew(lease))) lost.abort({ kind: "lease-lost", token: lease.token });
      else if (!isStopped) renewLater();
    };
    const renewLater = (): void => {
      timer = setTimeout(() => (renewal = renew()), this.#settings.leaseMs / 3).unref();
    };
    renewLater();
    return async () => {
      isStopped = true;
      clearTimeout(timer);
      await renewal;
    };
  }

  /** False when the lease is lost: somebody has a higher token, or deleted the lock to take it away. */
  async #renew(lease: LeaseRecord): Promise<boolean> {
    try {
      const highest = await this.#files.highestToken();
      if (!highest.ok || highest.value > lease.token) return false;
      await this.#files.rewrite({ ...lease, expiresAt: this.#newExpiry() });
      return true;
    } catch (error) {
      // A full disk may have room again at the next renewal; until then the holder's process shows that it lives.
      return !hasCode(error, "ENOENT");
    }
  }

  /**
   * On a full disk the lease's file is removed instead. Where that fails too (a deleted folder), the lease ends with its
   * holder's exit, or by its time.
   */
  async #release(lease: LeaseRecord): Promise<void> {
    const released = { ...lease, releasedAt: new Date().toISOString() };
    await this.#files.rewrite(released).catch(() => this.#files.remove(lease).catch(() => undefined));
  }

  #newExpiry(): string {
    return new Date(Date.now() + this.#settings.leaseMs).toISOString();
  }
}
