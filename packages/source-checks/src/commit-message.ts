import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isBreakingFooter, malformedBreakingFooters } from "./breaking-footer.ts";
import { COMMIT_RULES } from "./commit-rules.ts";
import type { CommitRules } from "./commit-rules.ts";
import { correctedMessage } from "./corrected-message.ts";
import { isMergeSubject, isRevertSubject } from "./git-subjects.ts";
import { headerMistakes } from "./header-mistakes.ts";
import { scanHeader } from "./header.ts";
import { invisibleMistakes } from "./invisible.ts";
import { messageLines } from "./message-lines.ts";
import type { MessageLine } from "./message-lines.ts";
import type { CheckReport, Mistake } from "./report.ts";
import { trailerMistakes } from "./trailers.ts";

const FIXUP = /^(fixup|squash|amend)! */;

/**
 * Checks a commit message: `type(scope): description`, an empty second line, and for a breaking change both "!" and
 * a BREAKING CHANGE footer; trailers (Co-authored-by) as tools read them. Merges and reverts, as git and the forges word
 * them, are right. Gives every mistake with its place, and the message put right with the writer's own words.
 * Example: "Added coupons." has two mistakes; put right it is "feat: add coupons".
 */
export function checkCommitMessage(text: string, rules: CommitRules = COMMIT_RULES): Result<null, CheckReport> {
  const lines = messageLines(text, rules.commentCharacter);
  const [first, ...rest] = mistakesOf(lines, rules);
  if (first === undefined) return ok(null);
  const example = correctedMessage(withoutFixup(lines), rules);
  return err({ subject: "commit message", text, mistakes: [first, ...rest], example });
}

function mistakesOf(lines: readonly MessageLine[], rules: CommitRules): readonly Mistake[] {
  const [first, ...body] = lines;
  if (first === undefined) return [{ line: 1, column: 1, length: 1, message: "write a message" }];
  const subject = first.text;
  if (isMergeSubject(subject) || isRevertSubject(subject)) return [];
  const fixup = FIXUP.exec(subject)?.[1];
  if (fixup !== undefined) return rules.areFixupsAllowed ? [] : [fixupMistake(first, fixup)];
  const header = scanHeader(subject);
  return [
    ...firstLineMistakes(first, rules),
    ...secondLineMistakes(body),
    ...body.flatMap(invisibleMistakes),
    ...breakingMistakes(first, header.isBreaking, body),
    ...trailerMistakes(body),
  ];
}

/** What is invisible is told alone: every other mistake of the line may come of it. */
function firstLineMistakes(first: MessageLine, rules: CommitRules): readonly Mistake[] {
  const invisible = invisibleMistakes(first);
  if (invisible.length > 0) return invisible;
  return headerMistakes(scanHeader(first.text), rules).map(({ text, column, message }) => ({
    line: first.number,
    column,
    length: Math.max(1, text.length),
    message,
  }));
}

function fixupMistake(first: MessageLine, fixup: string): Mistake {
  const message = "squash it into the commit that it mends: git rebase --interactive --autosquash";
  return { line: first.number, column: 1, length: fixup.length + 1, message };
}

function secondLineMistakes([second]: readonly MessageLine[]): readonly Mistake[] {
  if (second === undefined || second.text.trim() === "") return [];
  return [{ line: second.number, column: 1, length: second.text.length, message: "leave the second line empty" }];
}

function breakingMistakes(first: MessageLine, isMarked: boolean, body: readonly MessageLine[]): readonly Mistake[] {
  const malformed = malformedBreakingFooters(body).map((line) => ({
    line: line.number,
    column: 1,
    length: line.text.length,
    message: 'write "BREAKING CHANGE: " and what breaks',
  }));
  const footer = body.find((line) => isBreakingFooter(line.text));
  if (footer !== undefined && !isMarked)
    return [
      ...malformed,
      { line: footer.number, column: 1, length: 15, message: 'mark the first line with "!" too: feat!: …' },
    ];
  if (!isMarked || footer !== undefined || malformed.length > 0) return malformed;
  const column = first.text.indexOf("!") + 1;
  return [{ line: first.number, column, length: 1, message: 'add a footer "BREAKING CHANGE: " and what breaks' }];
}

function withoutFixup(lines: readonly MessageLine[]): readonly MessageLine[] {
  return lines.map((line, index) =>
    index === 0 ? { ...line, text: line.text.replace(/^(?:(?:fixup|squash|amend)! *)+/, "") } : line,
  );
}
