import { readdir, readFile } from "node:fs/promises";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { hasCode } from "./atomic-file.ts";
import type { DamagedFile } from "./state-store.ts";

type Damage = Pick<DamagedFile, "detail" | "advice">;

const FOREIGN: Damage = {
  detail: "this user may not read it",
  advice: "give it to the user who runs this, then run the command again",
};
/** What a refusal of the file system says about a file or folder of ours. Others are bugs, or a broken disk. */
const DAMAGES: Readonly<Record<string, Damage>> = {
  EISDIR: {
    detail: "a folder stands where this file belongs",
    advice: "move the folder away, then run the command again",
  },
  ENOTDIR: {
    detail: "a file stands where a folder belongs, here or above it",
    advice: "move that file away, then run the command again",
  },
  EACCES: FOREIGN,
  EPERM: FOREIGN,
};

/** A file's text; undefined where there is no such file. */
export function readText(path: string): Promise<Result<string | undefined, DamagedFile>> {
  return readPresent(path, () => readFile(path, "utf8"));
}

/** The names in a folder; none where there is no such folder. */
export async function readNames(path: string): Promise<Result<readonly string[], DamagedFile>> {
  const names = await readPresent(path, () => readdir(path));
  return names.ok ? ok(names.value ?? []) : names;
}

async function readPresent<T>(path: string, read: () => Promise<T>): Promise<Result<T | undefined, DamagedFile>> {
  try {
    return ok(await read());
  } catch (error) {
    if (hasCode(error, "ENOENT")) return ok(undefined);
    const damage = DAMAGES[String((error as NodeJS.ErrnoException).code)];
    if (damage === undefined) throw error;
    return err({ kind: "damaged-file", path, ...damage });
  }
}
