import { link, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { hasCode, temporaryPath, writeAtomically } from "./atomic-file.ts";
import { parseLease } from "./lease-file.ts";
import type { LeaseRecord } from "./lease-file.ts";
import { parseJson } from "./ndjson-file.ts";
import type { DamagedFile } from "./state-store.ts";
import { readNames, readText } from "./unreadable-file.ts";

const LEFTOVER_AGE_MS = 60_000;

/**
 * The files behind one environment's lock. The lease with the highest token is the lock; taking it means being the one
 * who makes the file of the next token. A name can be made only once (`link` fails where it exists), so of any number of
 * takers one wins, and a taker that was held up in the middle finds its token spent.
 * The counter beside the folder keeps tokens rising when somebody deletes the folder.
 */
export class LeaseFolder {
  readonly #folder: string;
  readonly #counterPath: string;

  /** `environmentDirectory` is absolute: the lock is `lock/<token>.json` in it, the counter `fencing-token`. */
  constructor(environmentDirectory: string) {
    this.#folder = join(environmentDirectory, "lock");
    this.#counterPath = join(environmentDirectory, "fencing-token");
  }

  /** The lease with the highest token; undefined when none was ever taken. */
  async newest(): Promise<Result<LeaseRecord | undefined, DamagedFile>> {
    const token = await this.#highestFile();
    if (!token.ok) return token;
    if (token.value === 0) return ok(undefined);
    const path = this.#pathOf(token.value);
    const text = await readText(path);
    if (!text.ok) return text;
    // Gone between listing and reading: a later holder has cleared it away.
    if (text.value === undefined) return this.newest();
    const lease = parseLease(parseJson(text.value));
    if (lease !== undefined) return ok(lease);
    const advice = "make sure that no deployment is under way, then delete the file";
    return err({ kind: "damaged-file", path, detail: "it is not a lease", advice });
  }

  /** The highest token handed out so far, 0 at first. */
  async highestToken(): Promise<Result<number, DamagedFile>> {
    const [counter, file] = await Promise.all([this.#readCounter(), this.#highestFile()]);
    if (!counter.ok) return counter;
    return file.ok ? ok(Math.max(counter.value, file.value)) : file;
  }

  async #readCounter(): Promise<Result<number, DamagedFile>> {
    const text = await readText(this.#counterPath);
    if (!text.ok) return text;
    const counter = Number(text.value ?? 0);
    if (Number.isSafeInteger(counter) && counter >= 0 && text.value?.trim() !== "") return ok(counter);
    const advice = "write into it a number above every token that was used (the journal names them)";
    return err({ kind: "damaged-file", path: this.#counterPath, detail: "it is not a whole number", advice });
  }

  /** Makes the lease's file; false when somebody else has made it, or has gone past it. */
  async claim(lease: LeaseRecord): Promise<Result<boolean, DamagedFile>> {
    if (!(await this.#make(lease))) return ok(false);
    const spent = await this.#isSpent(lease.token);
    if (!spent.ok) return spent;
    if (spent.value) {
      await rm(this.#pathOf(lease.token), { force: true });
      return ok(false);
    }
    await writeAtomically(this.#counterPath, `${lease.token}\n`);
    await this.#clearOlderThan(lease.token);
    return ok(true);
  }

  /** Writes the holder's own lease again (renewed, or released). Throws ENOENT when the folder was deleted. */
  async rewrite(lease: LeaseRecord): Promise<void> {
    await stat(this.#folder);
    await writeAtomically(this.#pathOf(lease.token), `${JSON.stringify(lease)}\n`);
  }

  /** Takes the holder's own lease away, which needs no room. Its token stays spent: `claim` has counted it. */
  async remove(lease: LeaseRecord): Promise<void> {
    await rm(this.#pathOf(lease.token), { force: true });
  }

  /** The counter alone would not do: it is written after the file. The files alone would not: they are cleared away. */
  async #isSpent(token: number): Promise<Result<boolean, DamagedFile>> {
    const counter = await this.#readCounter();
    if (!counter.ok) return counter;
    const highest = await this.highestToken();
    return highest.ok ? ok(counter.value >= token || highest.value > token) : highest;
  }

  async #make(lease: LeaseRecord): Promise<boolean> {
    const path = this.#pathOf(lease.token);
    const temporary = temporaryPath(path);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(temporary, `${JSON.stringify(lease)}\n`);
    try {
      await link(temporary, path);
      return true;
    } catch (error) {
      if (hasCode(error, "EEXIST")) return false;
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async #highestFile(): Promise<Result<number, DamagedFile>> {
    const names = await readNames(this.#folder);
    return names.ok ? ok(Math.max(0, ...names.value.map(tokenOf))) : names;
  }

  async #clearOlderThan(token: number): Promise<void> {
    const names = await readNames(this.#folder);
    for (const name of names.ok ? names.value : []) {
      const path = join(this.#folder, name);
      const isOld = name.startsWith(".") ? await isLeftover(path) : tokenOf(name) < token;
      if (isOld) await rm(path, { recursive: true, force: true });
    }
  }

  #pathOf(token: number): string {
    return join(this.#folder, `${token}.json`);
  }
}

/** 0 for what is not a lease's file. */
function tokenOf(name: string): number {
  return Number(/^(\d{1,15})\.json$/.exec(name)?.[1] ?? 0);
}

/** A temporary file that a killed process left; younger ones may be in use. */
async function isLeftover(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > LEFTOVER_AGE_MS;
}
