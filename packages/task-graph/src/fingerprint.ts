declare const fingerprintBrand: unique symbol;

/** SHA-256 of everything that decides what a job does, in hexadecimal. */
export type Fingerprint = string & { readonly [fingerprintBrand]: true };

/** A file that a job reads. */
export interface InputFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** The execute bit counts: a script that loses it fails. */
  readonly mode: "file" | "executable" | "link";
  /** SHA-256 of the content in hexadecimal; of the target's name, and its content where it is a file, for a link. */
  readonly digest: string;
}

/** A variable that a job may read. */
export interface InputVariable {
  readonly name: string;
  /** SHA-256 of the value, so that no value is written to disk; null when unset, which differs from empty. */
  readonly digest: string | null;
}

/** A job that this one needs, and what stands for its result. */
export interface InputNeed {
  readonly job: string;
  /** The fingerprint; with a digest of the outputs where these do not follow from it (an audit, a deployment). */
  readonly token: string;
}

/** Everything that decides what a job does. Lists are sorted by path or name. */
export interface FingerprintInputs {
  readonly job: string;
  /** The command, or for a function its name and the digest of the engine, whose code it is part of. */
  readonly action: string;
  /** The rest of the definition: outputs, timeouts, names of secrets. Secrets' values are never part. */
  readonly definition: string;
  /** Node's version, the platform, the architecture: tools behave differently on others. */
  readonly toolchain: string;
  readonly files: readonly InputFile[];
  readonly variables: readonly InputVariable[];
  readonly needs: readonly InputNeed[];
}

/** Raised when the encoding changes, so that no fingerprint of another encoding is ever met again. */
const ENCODING_VERSION = 1;

/** JSON of nested arrays: every string is quoted and escaped, so no two different inputs share an encoding. */
export function encodeFingerprint(inputs: FingerprintInputs): string {
  const { job, action, definition, toolchain } = inputs;
  const parts = [
    ...[ENCODING_VERSION, job, action, definition, toolchain].map((value) => JSON.stringify(value)),
    `[${inputs.files.map(encodeFile).join(",")}]`,
    JSON.stringify(inputs.variables.map(({ name, digest }) => [name, digest])),
    JSON.stringify(inputs.needs.map((need) => [need.job, need.token])),
  ];
  return `[${parts.join(",")}]`;
}

/** Jobs share most of their files: each is encoded once. */
const encodedFiles = new WeakMap<InputFile, string>();

function encodeFile(file: InputFile): string {
  const known = encodedFiles.get(file);
  if (known !== undefined) return known;
  const encoded = JSON.stringify([file.path, file.mode, file.digest]);
  encodedFiles.set(file, encoded);
  return encoded;
}

/** The fingerprint of a job. `sha256` takes text and returns hexadecimal; it is passed in to keep this folder pure. */
export function fingerprintOf(inputs: FingerprintInputs, sha256: (text: string) => string): Fingerprint {
  return sha256(encodeFingerprint(inputs)) as Fingerprint;
}
