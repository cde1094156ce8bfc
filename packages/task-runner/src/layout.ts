import { join } from "node:path";

/** The folder of all that runs leave behind, relative to the root. */
export const PIPELINE_FOLDER = ".pipeline";

/** Where a checkout's runs and cache lie; all absolute. */
export interface Layout {
  readonly base: string;
  readonly runs: string;
  readonly latest: string;
  readonly lock: string;
  /** One file per process group under way: what a killed run left is ended by the next. */
  readonly groups: string;
  readonly cache: string;
  readonly entries: string;
  readonly inputs: string;
  readonly blobs: string;
  readonly fileHashes: string;
  readonly history: string;
}

/** Example: `layoutOf("/shop").latest` is "/shop/.pipeline/runs/latest". */
export function layoutOf(rootDirectory: string): Layout {
  const base = join(rootDirectory, PIPELINE_FOLDER);
  const cache = join(base, "cache");
  return {
    base,
    runs: join(base, "runs"),
    latest: join(base, "runs", "latest"),
    lock: join(base, "lock"),
    groups: join(base, "groups"),
    cache,
    entries: join(cache, "entries"),
    inputs: join(cache, "inputs"),
    blobs: join(cache, "blobs"),
    fileHashes: join(cache, "file-hashes.json"),
    history: join(cache, "history.json"),
  };
}
