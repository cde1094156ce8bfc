// What git and the forges write by themselves, word for word: "Merge branch handling into one file" is a person's.
const MERGES = [
  /^Merge (?:branch|branches|remote-tracking branch|remote-tracking branches|tag|commit|commits) '/,
  // GitHub: a pull request, and the trial merge that it builds.
  /^Merge pull request #\d+ from \S/,
  /^Merge [0-9a-f]{7,64} into [0-9a-f]{7,64}$/,
  // Bitbucket and Azure.
  /^Merged in \S+ \(pull request #\d+\)/,
  /^Merged PR \d+: /,
];
const REVERTS = [/^(?:Revert|Reapply) "/, /^revert(?:\([^()]*\))?!?: \S/];

/** Whether git, GitHub, GitLab, Bitbucket or Azure words a merge this way. */
export function isMergeSubject(subject: string): boolean {
  return MERGES.some((form) => form.test(subject));
}

/** Whether a commit takes another back: `Revert "feat: x"` as git writes it, or `revert: feat: x`. */
export function isRevertSubject(subject: string): boolean {
  return REVERTS.some((form) => form.test(subject));
}
