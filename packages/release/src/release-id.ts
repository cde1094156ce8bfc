import semver from "semver";
import type { Digest, ReleaseId } from "./release-record.ts";

const SHORT_COMMIT_LENGTH = 7;
const SHORT_DIGEST_LENGTH = 8;
// SHA-1 and SHA-256 repositories.
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What a release's name is made of. */
export interface ReleaseParts {
  readonly version: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  readonly isDirty: boolean;
  readonly digest: Digest;
}

/**
 * The name of a release: version, short commit ("-dirty" where the tree was), first 8 digits of the digest.
 * Throws RangeError when a part is malformed, which is a bug in the caller.
 * Example: version "0.3.0", commit "abc1234…", digest "sha256:9f8e7d6c…" give "0.3.0-abc1234-9f8e7d6c",
 * and "0.3.0-abc1234-dirty-9f8e7d6c" for a dirty tree.
 */
export function releaseId(parts: ReleaseParts): ReleaseId {
  if (semver.valid(parts.version) !== parts.version) throw malformed("version", parts.version);
  if (!COMMIT.test(parts.commit)) throw malformed("commit", parts.commit);
  if (!isDigest(parts.digest)) throw malformed("digest", parts.digest);
  const label = `${parts.commit.slice(0, SHORT_COMMIT_LENGTH)}${parts.isDirty ? "-dirty" : ""}`;
  return `${parts.version}-${label}-${digestHex(parts.digest).slice(0, SHORT_DIGEST_LENGTH)}` as ReleaseId;
}

/** Whether a text is a digest as in `Release`: "sha256:" and 64 lower-case hexadecimal digits. */
export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

/** The 64 hexadecimal digits of a digest. Example: digestHex("sha256:9f8e…") gives "9f8e…". */
export function digestHex(digest: Digest): string {
  return digest.slice("sha256:".length);
}

function malformed(part: string, text: string): RangeError {
  return new RangeError(`not a ${part}: ${JSON.stringify(text)}`);
}
