import { join } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { writeAtomically } from "./atomic-file.ts";
import { isRecord } from "./lease-file.ts";
import { parseJson } from "./ndjson-file.ts";
import type { DamagedFile, JsonValue, ReleaseConflict } from "./state-store.ts";
import { readNames, readText } from "./unreadable-file.ts";

/** Release records as files, `<id>.json`, written once. */
export class ReleaseRecords {
  readonly #folder: string;

  /** `folder` is absolute. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Saving the same record again is fine, and so is one that was built again later: the first `createdAt` stays. Other
   * content under the same id is refused.
   */
  async save(release: Release): Promise<Result<void, ReleaseConflict | DamagedFile>> {
    const path = join(this.#folder, `${release.id}.json`);
    const existing = await readRecord(path);
    if (!existing.ok) return existing;
    if (existing.value === undefined) {
      await writeAtomically(path, `${JSON.stringify(release, null, 2)}\n`);
      return ok(undefined);
    }
    const isSame = canonicalText(existing.value) === canonicalText(release);
    return isSame ? ok(undefined) : err({ kind: "release-conflict", releaseId: release.id, path });
  }

  /** Every record, newest first. */
  async list(): Promise<Result<readonly Release[], DamagedFile>> {
    const releases: Release[] = [];
    const names = await readNames(this.#folder);
    if (!names.ok) return names;
    for (const name of names.value.filter(isRecordName)) {
      const record = await readRecord(join(this.#folder, name));
      if (!record.ok) return record;
      if (record.value !== undefined) releases.push(record.value);
    }
    return ok(releases.toSorted((a, b) => compareNewestFirst(a, b)));
  }
}

function isRecordName(name: string): boolean {
  return name.endsWith(".json") && !name.startsWith(".");
}

/**
 * The releases that answer to a query, from a list: the one with that id, else all whose id, commit or digest begins
 * with it (4 characters at least) or whose version it is, with or without "v".
 * Example: "abc1234", "0.3.0" and "0.3.0-abc1" all find 0.3.0-abc1234-9f8e7d6c.
 */
export function matchingReleases(releases: readonly Release[], query: string): readonly Release[] {
  const exact = releases.filter((release) => release.id === query);
  return exact.length > 0 ? exact : releases.filter((release) => answersTo(release, query));
}

function answersTo(release: Release, query: string): boolean {
  if (release.version === query.replace(/^v/, "")) return true;
  const beginnings: readonly string[] = [
    release.id,
    release.commit,
    release.digest,
    release.digest.slice("sha256:".length),
  ];
  return query.length >= 4 && beginnings.some((text) => text.startsWith(query));
}

async function readRecord(path: string): Promise<Result<Release | undefined, DamagedFile>> {
  const text = await readText(path);
  if (!text.ok || text.value === undefined) return text.ok ? ok(undefined) : text;
  const release = parseRelease(parseJson(text.value));
  if (release !== undefined) return ok(release);
  const advice = "delete the file; running the pipeline at that commit writes it again";
  return err({ kind: "damaged-file", path, detail: "it is not a release record", advice });
}

/** A release from its JSON value; undefined when it is none. */
export function parseRelease(value: JsonValue | undefined): Release | undefined {
  if (!isRecord(value)) return undefined;
  const texts = ["id", "digest", "version", "commit", "createdAt", "bundlePath"];
  const isWhole =
    texts.every((key) => typeof value[key] === "string") &&
    typeof value["isDirty"] === "boolean" &&
    Array.isArray(value["migrations"]) &&
    value["migrations"].every((migration) => typeof migration === "string");
  return isWhole ? (value as unknown as Release) : undefined;
}

/** What makes a record what it is. */
function canonicalText(release: Release): string {
  const entries = Object.entries(release).filter(([key]) => key !== "createdAt");
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function compareNewestFirst(a: Release, b: Release): number {
  return b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id);
}

/** The newest ids, for a message about what there is. */
export function newestIds(releases: readonly Release[]): readonly ReleaseId[] {
  return releases.slice(0, 5).map((release) => release.id);
}
