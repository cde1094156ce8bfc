/** What commit messages may look like. */
export interface CommitRules {
  readonly types: readonly string[];
  /** Characters of the first line. */
  readonly maxSubjectLength: number;
  /** Lines that begin with it are the editor's, not the message's; undefined for messages read back from git. */
  readonly commentCharacter: string | undefined;
  /** Whether "fixup!", "squash!" and "amend!" commits may stay: yes while one works, no in what is merged. */
  readonly areFixupsAllowed: boolean;
}

/** Our rules for a message in git's editor. */
export const COMMIT_RULES: CommitRules = {
  types: ["feat", "fix", "docs", "style", "refactor", "test", "chore"],
  maxSubjectLength: 72,
  commentCharacter: "#",
  areFixupsAllowed: true,
};

/** Our rules for commits that are to be merged, read back from git. */
export const MERGED_COMMIT_RULES: CommitRules = {
  ...COMMIT_RULES,
  commentCharacter: undefined,
  areFixupsAllowed: false,
};
