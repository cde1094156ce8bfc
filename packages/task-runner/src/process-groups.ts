import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isAlive, readStartTime } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import { errorCode, parseJson, readIfPresent, removeIfPresent, writeAtomically } from "./small-files.ts";

/** Signals all processes of a group. False when none is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    // EPERM: macOS says so of a group of zombies.
    if (errorCode(error) === "ESRCH" || errorCode(error) === "EPERM") return false;
    throw error;
  }
}

/** A group's leader, and the checkout's own folder: a copy of the checkout must not end the original's processes. */
interface GroupRecord extends ProcessIdentity {
  readonly folder: string;
}

/** The groups that run now, written down so that the run after a killed one can end them. */
export class ProcessGroups {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Notes a group by its leader. */
  add(pid: number): void {
    const record: GroupRecord = { pid, startedAt: readStartTime(pid) ?? "", folder: this.#folder };
    writeAtomically(join(this.#folder, String(pid)), JSON.stringify(record));
  }

  /** Forgets a group that has ended. */
  remove(pid: number): void {
    removeIfPresent(join(this.#folder, String(pid)));
  }

  /** Kills what a run left that was killed itself. Returns how many groups were still there. */
  endLeftovers(): number {
    let ended = 0;
    for (const name of this.#names()) {
      const path = join(this.#folder, name);
      const record = parseJson(readIfPresent(path) ?? "") as GroupRecord | undefined;
      const isOurs = record !== undefined && record.folder === this.#folder && isAlive(record);
      if (isOurs && signalGroup(record.pid, "SIGKILL")) ended += 1;
      removeIfPresent(path);
    }
    return ended;
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  }
}
