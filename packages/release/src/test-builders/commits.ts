import { parseCommit } from "../commit.ts";
import type { ParsedCommit } from "../commit.ts";

/** A parsed commit whose hash is the given digit forty times. Example: aCommit("feat: x", "a"). */
export function aCommit(message: string, digit = "a"): ParsedCommit {
  return parseCommit({ hash: digit.repeat(40), message });
}

/** The message that git writes for the revert of the commit with that digit. */
export function aRevertOf(digit: string, subject = "feat: x"): string {
  return `Revert "${subject}"\n\nThis reverts commit ${digit.repeat(40)}.`;
}
