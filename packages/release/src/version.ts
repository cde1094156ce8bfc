import semver from "semver";
import { inEffect } from "./reverts.ts";
import type { ParsedCommit } from "./commit.ts";

/** "initial": nothing was released yet. "none": nothing since the last release changes what users get. */
export type Bump = "initial" | "major" | "minor" | "patch" | "none";

/** A commit that raises the version, and how far. */
export interface BumpReason {
  readonly hash: string;
  readonly bump: "major" | "minor" | "patch";
  /** "feat(cart): add coupons" */
  readonly subject: string;
}

export interface NextVersion {
  /** Semantic version without a leading "v". */
  readonly version: string;
  readonly bump: Bump;
  /** Largest bump first, then in the order given. */
  readonly reasons: readonly BumpReason[];
}

const INITIAL_VERSION = "0.1.0";
const RANK = { major: 0, minor: 1, patch: 2 };

/**
 * The version that a release of these commits gets: fix patch, feat minor, breaking major; other types none.
 * Before 1.0.0 a breaking change raises the minor number, as semver.org item 4 allows: 1.0.0 is a promise to
 * make by hand, by tagging it. With no release yet the version is 0.1.0, whatever the commits.
 * A commit and its revert within the range cancel out; a revert of something released is a patch.
 * `lastVersion` is the last release ("v0.1.0" or "0.1.0"), undefined where there is none; `commits` are those
 * since it, in any order. Throws RangeError when `lastVersion` is no semantic version: see `latestVersion`.
 * Example: nextVersion({ lastVersion: "0.3.1", commits: [a feat] }) gives 0.4.0, bump "minor".
 */
export function nextVersion(since: {
  readonly lastVersion: string | undefined;
  readonly commits: readonly ParsedCommit[];
}): NextVersion {
  const last = since.lastVersion === undefined ? undefined : semver.parse(since.lastVersion);
  if (last === null) throw new RangeError(`not a semantic version: ${JSON.stringify(since.lastVersion)}`);
  const isStable = last !== undefined && last.major > 0;
  const reasons = inEffect(since.commits)
    .flatMap((commit) => reasonOf(commit, isStable))
    .sort((a, b) => RANK[a.bump] - RANK[b.bump]);
  if (last === undefined) return { version: INITIAL_VERSION, bump: "initial", reasons };
  const bump = reasons[0]?.bump ?? "none";
  return { version: bump === "none" ? last.version : raise(last.version, bump), bump, reasons };
}

/**
 * The label of a build that is not a tagged release: sorts after the last release and before the next one.
 * `commitCount` is the number of commits since the last release; with 0 the build is the release itself.
 * Where no commit raises the version, the next patch is labelled, so that the build still sorts after the release.
 * Throws RangeError when `commitCount` is no whole number >= 0.
 * Example: developmentVersion({ version: "0.2.0", bump: "minor", reasons }, 5) gives "0.2.0-dev.5".
 */
export function developmentVersion(next: NextVersion, commitCount: number): string {
  if (!Number.isSafeInteger(commitCount) || commitCount < 0)
    throw new RangeError(`not a number of commits: ${commitCount}`);
  if (commitCount === 0) return next.version;
  const base = next.bump === "none" ? raise(next.version, "patch") : next.version;
  return `${base}-dev.${commitCount}`;
}

/**
 * The highest release among tags; pre-releases and tags that are no versions ("nightly") do not count.
 * Example: latestVersion(["v0.2.0", "v0.10.0", "v1.0.0-rc.1"]) gives "0.10.0"; undefined where there is none.
 */
export function latestVersion(tags: readonly string[]): string | undefined {
  const releases = tags.flatMap((tag) => semver.parse(tag) ?? []).filter((version) => version.prerelease.length === 0);
  return semver.rsort(releases)[0]?.version;
}

/**
 * Order of two versions by semantic versioning: below 0 when `a` is earlier, 0 when equal, above 0 when later.
 * Throws TypeError when either is no semantic version. Example: compareVersions("0.2.0-dev.9", "0.2.0") is -1.
 */
export function compareVersions(a: string, b: string): number {
  return semver.compare(a, b);
}

function reasonOf(commit: ParsedCommit, isStable: boolean): BumpReason[] {
  const bump = bumpOf(commit, isStable);
  if (bump === undefined) return [];
  return [{ hash: commit.hash, bump, subject: subjectOf(commit) }];
}

function bumpOf(commit: ParsedCommit, isStable: boolean): BumpReason["bump"] | undefined {
  if (commit.kind === "revert") return "patch";
  if (commit.isBreaking) return isStable ? "major" : "minor";
  if (commit.type === "feat") return "minor";
  return commit.type === "fix" ? "patch" : undefined;
}

function subjectOf(commit: ParsedCommit): string {
  if (commit.kind === "revert") return `revert "${commit.description}"`;
  const scope = commit.scope === undefined ? "" : `(${commit.scope})`;
  return `${commit.type ?? ""}${scope}${commit.isBreaking ? "!" : ""}: ${commit.description}`;
}

function raise(version: string, bump: "major" | "minor" | "patch"): string {
  const parsed = new semver.SemVer(version);
  return parsed.inc(bump).version;
}
