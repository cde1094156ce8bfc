/** What tells releases apart. */
export interface KnownRelease {
  readonly id: string;
  readonly digest: string;
  readonly version: string;
  readonly isDirty: boolean;
}

/** What a candidate is compared with: a release that is here, or one that must be built from its tag first. */
export type BaselineChoice<T> =
  | { readonly kind: "release"; readonly release: T }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "none" };

/**
 * Chooses what a candidate is compared with: the last release in git's history (`lastTag`, "v1.2.0") where there is one,
 * were it of the same content; else the newest one here of a clean commit with other content, one with a final version
 * ("1.2.0") before builds between releases ("1.3.0-dev.4"): compared with the build before it alone, a shop could become
 * slower step by step. `releases`: newest first.
 */
export function chooseBaseline<T extends KnownRelease>(
  releases: readonly T[],
  candidateDigest: string,
  lastTag?: string,
): BaselineChoice<T> {
  const clean = releases.filter(({ isDirty }) => !isDirty);
  const tagged = clean.find(({ version }) => version === lastTag?.replace(/^v/, ""));
  if (tagged !== undefined) return { kind: "release", release: tagged };
  if (lastTag !== undefined) return { kind: "tag", tag: lastTag };
  const others = clean.filter(({ digest }) => digest !== candidateDigest);
  const release = others.find(({ version }) => !version.includes("-")) ?? others[0];
  return release === undefined ? { kind: "none" } : { kind: "release", release };
}
