/** Identifies a release: "0.3.0-abc1234-9f8e7d6c", version, short commit, first 8 digits of its digest. Safe as a file name. */
export type ReleaseId = string & { readonly __brand: "ReleaseId" };

/** "sha256:" and 64 hexadecimal digits, over the bundle's files (path, mode, content), its manifest left out. */
export type Digest = `sha256:${string}`;

/** What was built, once, for good. Environments run releases by digest. */
export interface Release {
  readonly id: ReleaseId;
  readonly digest: Digest;
  /** Semantic version, from the commits. */
  readonly version: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** A release of a dirty tree runs in development and is never promoted. */
  readonly isDirty: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** File names of its migrations, in order. */
  readonly migrations: readonly string[];
  /** Where the embedded target finds its bundle: relative to the repository's root, e.g. ".data/releases/<digest>". */
  readonly bundlePath: string;
}
