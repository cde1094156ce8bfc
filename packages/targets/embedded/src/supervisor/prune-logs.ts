import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** The logs of one release. */
export interface ReleaseLogs {
  /** Name of the folder: the release's id. */
  readonly name: string;
  /** When something was last written to them, in milliseconds since 1970. */
  readonly writtenAtMs: number;
}

/** How many releases that run no more keep their logs: enough to look into the last failures. */
export const KEPT_RETIRED = 5;

/** As `releaseId` makes it: version, commit, digest. What else lies among the logs is not ours to remove. */
const RELEASE_FOLDER = /^[0-9].*-[0-9a-f]{7}(?:-dirty)?-[0-9a-f]{8}$/;

/**
 * Which logs go: all but those of the releases in `inUse` (live, warm, or with a task under way) and of the `KEPT_RETIRED`
 * others that were written to last.
 */
export function chooseStaleLogs(all: readonly ReleaseLogs[], inUse: ReadonlySet<string>): readonly string[] {
  return all
    .filter(({ name }) => RELEASE_FOLDER.test(name) && !inUse.has(name))
    .toSorted((a, b) => b.writtenAtMs - a.writtenAtMs)
    .slice(KEPT_RETIRED)
    .map(({ name }) => name);
}

/** Removes the logs that `chooseStaleLogs` names. Returns how many releases' went. */
export function pruneLogs(logsDirectory: string, inUse: ReadonlySet<string>): number {
  const stale = chooseStaleLogs(readReleaseLogs(logsDirectory), inUse);
  for (const name of stale) rmSync(join(logsDirectory, name), { recursive: true, force: true });
  return stale.length;
}

function readReleaseLogs(logsDirectory: string): readonly ReleaseLogs[] {
  const folders = readdirSync(logsDirectory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => {
    const directory = join(logsDirectory, name);
    const times = [directory, ...readdirSync(directory).map((file) => join(directory, file))].map(
      (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    );
    return { name, writtenAtMs: Math.max(...times) };
  });
}
