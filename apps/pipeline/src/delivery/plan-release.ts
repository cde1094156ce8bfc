import {
  developmentVersion,
  latestVersion,
  nextVersion,
  parseCommit,
  renderReleaseNotes,
} from "@ecommerce-cart/release";
import type { NextVersion } from "@ecommerce-cart/release";
import { readCommits, readTags } from "../git/commits.ts";

/** What the commits since the last release make of it. */
export interface ReleasePlan {
  /** The tag of the last release; undefined where there is none. */
  readonly lastTag: string | undefined;
  readonly commitCount: number;
  /** The version that a release made now would get, and why. */
  readonly next: NextVersion;
  /** The version of a build of this commit: "0.2.0-dev.5", or the release's own on its tag. */
  readonly buildVersion: string;
  /** Markdown. */
  readonly notes: string;
}

/** The tag of the last release that HEAD descends from. */
export async function findLastTag(rootDirectory: string): Promise<string | undefined> {
  return latestTag(await readTags(rootDirectory));
}

/** The tag of the highest release among tags; undefined where none marks one. */
export function latestTag(tags: readonly string[]): string | undefined {
  const version = latestVersion(tags);
  return tags.find((tag) => tag.replace(/^v/, "") === version);
}

/** Reads tags and commits, and decides version and notes. */
export async function planRelease(rootDirectory: string): Promise<ReleasePlan> {
  const lastTag = await findLastTag(rootDirectory);
  const logged = await readCommits(rootDirectory, lastTag === undefined ? "HEAD" : `${lastTag}..HEAD`);
  const commits = logged.map(parseCommit);
  const next = nextVersion({ lastVersion: lastTag, commits });
  return {
    lastTag,
    commitCount: commits.length,
    next,
    buildVersion: developmentVersion(next, commits.length),
    notes: renderReleaseNotes(next.version, commits),
  };
}
