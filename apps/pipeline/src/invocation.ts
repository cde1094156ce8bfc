/** How the command line was started. Filled by scripts/launch.mjs. */
export interface Invocation {
  /** What stands behind `./pipeline`. */
  readonly argv: readonly string[];
  /** The checkout, absolute, without a trailing slash. */
  readonly rootDirectory: string;
  /** Where the compiled command line, supervisor and router are; absolute. */
  readonly compiledDirectory: string;
  /** Digest of the compiled code: part of the fingerprint of every function job. */
  readonly engineDigest: string;
  /** When the process began, in milliseconds since the epoch. */
  readonly startedAtMs: number;
}
