/** One file of a change, as git counts it. */
export interface ChangedFile {
  readonly path: string;
  /** Where it was before; left out where it was not moved. */
  readonly previousPath?: string;
  readonly addedLines: number;
  readonly removedLines: number;
  /** Git counts no lines of it. */
  readonly isBinary: boolean;
  /** Written by a tool: listed, and not counted. */
  readonly isGenerated: boolean;
}

/** A package whose versions in the lockfile changed. */
export interface DependencyChange {
  readonly name: string;
  readonly kind: "added" | "removed" | "changed";
  /** Versions before and after; more than one where the tree holds several. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Named by a package.json of ours, rather than brought by another package. */
  readonly isDirect: boolean;
  /** Only for development and tests. */
  readonly isDevelopmentOnly: boolean;
}

/** What a statement of a migration does to a release that still runs on the schema before. */
export interface MigrationHint {
  /** 1-based. */
  readonly line: number;
  /** "contract": the release before breaks. "lock": requests may wait. */
  readonly kind: "contract" | "lock";
  readonly message: string;
}

/** A migration that a change adds or touches. */
export interface MigrationChange {
  readonly path: string;
  /** "changed", "removed": it may have run somewhere already. */
  readonly kind: "added" | "changed" | "removed";
  readonly hints: readonly MigrationHint[];
}

/** Everything that a change does, compared with the branch that it is for. */
export interface ChangeSummary {
  /** What it is compared with: "origin/main at 540e8d8". */
  readonly base: string;
  readonly files: readonly ChangedFile[];
  readonly dependencies: readonly DependencyChange[];
  readonly migrations: readonly MigrationChange[];
}

/** Lines added and removed by hand. */
export function countLines(files: readonly ChangedFile[]): { readonly added: number; readonly removed: number } {
  const written = files.filter(({ isGenerated }) => !isGenerated);
  return {
    added: written.reduce((sum, { addedLines }) => sum + addedLines, 0),
    removed: written.reduce((sum, { removedLines }) => sum + removedLines, 0),
  };
}
