export { parseCommit } from "./commit.ts";
export type { CommitKind, ParsedCommit, RawCommit } from "./commit.ts";
export { digestHex, isDigest, releaseId } from "./release-id.ts";
export type { ReleaseParts } from "./release-id.ts";
export { renderReleaseNotes } from "./release-notes.ts";
export type * from "./release-record.ts";
export { inEffect } from "./reverts.ts";
export { compareVersions, developmentVersion, latestVersion, nextVersion } from "./version.ts";
export type { Bump, BumpReason, NextVersion } from "./version.ts";
