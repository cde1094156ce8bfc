/** What tells releases apart. */
export interface KnownRelease {
  readonly id: string;
  readonly digest: string;
  readonly version: string;
  readonly isDirty: boolean;
}

/**
 * The release that a candidate is compared with: the newest one of a clean commit with other content, one with a final
 * version ("1.2.0") before builds between releases ("1.3.0-dev.4"): compared with the build before it alone, a shop
 * could become slower step by step. `releases`: newest first. Undefined where there is none.
 */
export function chooseBaseline<T extends KnownRelease>(releases: readonly T[], candidateDigest: string): T | undefined {
  const others = releases.filter(({ digest, isDirty }) => digest !== candidateDigest && !isDirty);
  return others.find(({ version }) => !version.includes("-")) ?? others[0];
}
