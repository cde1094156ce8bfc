import type { RunRecord } from "@ecommerce-cart/reports";
import { describeOutcome, RUN_SIGNS, RUN_STATUS_TEXT } from "@ecommerce-cart/reports";
import type { ChangeSummary } from "./change.ts";
import { renderChange, renderDependencies, renderMigrations } from "./comment-change.ts";
import { renderGates, renderPerformance, renderSteps, renderUntestedLines } from "./comment-gates.ts";
import { codeSpan, escapeMarkdown } from "./markdown-text.ts";

/** What a comment of ours begins with; nobody sees it. A comment with it is found again and updated. */
export const REVIEW_MARKER = "<!-- ecommerce-cart review: updated by the pipeline -->";

/** The longest comment that GitHub takes, in characters. */
export const LONGEST_COMMENT = 65_536;

/** What a comment is written from. */
export interface ReviewInput {
  readonly record: RunRecord;
  /** Undefined where git could not tell it; `changeProblem` says why. */
  readonly change: ChangeSummary | undefined;
  readonly changeProblem?: string;
  /** Stages that this branch starts and this run left out: its verdict says nothing about them. */
  readonly missingStages?: readonly string[];
  /** The commit that is checked out, where the run measured another one. */
  readonly otherCommit?: string;
  /** Where the whole report is; left out where it has no address. */
  readonly reportUrl?: string;
}

// Rows that each list shows; the next is tried where the comment is too long.
const ROW_LIMITS = [40, 20, 10, 5, 2, 1];

/**
 * One comment for one change: the verdict, how large and risky the change is, what to do, what is untested, migrations,
 * dependencies, gates. Never longer than `LONGEST_COMMENT`: lists are cut, and say how much is left out.
 */
export function renderReviewComment(input: ReviewInput): string {
  for (const rows of ROW_LIMITS) {
    const text = renderWithin(input, rows);
    if (text.length <= LONGEST_COMMENT) return text;
  }
  return cutAtLine(renderWithin(input, 1));
}

function renderWithin(input: ReviewInput, rows: number): string {
  const { record, change } = input;
  const sections = [
    renderHeadline(input),
    change === undefined ? renderMissingChange(input.changeProblem) : renderChange(change, record, rows),
    renderSteps(record, rows),
    renderUntestedLines(record, rows),
    change === undefined ? "" : renderMigrations(change, rows),
    change === undefined ? "" : renderDependencies(change, rows),
    renderPerformance(record),
    renderGates(record, rows),
    renderFooter(input),
  ];
  return `${REVIEW_MARKER}\n${sections.filter((section) => section !== "").join("\n")}`;
}

function renderHeadline({ record, missingStages = [], otherCommit }: ReviewInput): string {
  const { status } = record.run;
  const isPartial = missingStages.length > 0 && status === "passed";
  const title = `${RUN_SIGNS[status].sign} ${RUN_STATUS_TEXT[status]}${isPartial ? ", as far as it went" : ""}`;
  const missing =
    missingStages.length === 0 ? "" : `**Not in this run:** ${escapeMarkdown(missingStages.join(", "))}.\n`;
  const other =
    otherCommit === undefined
      ? ""
      : `**Of another commit:** the run measured ${codeSpan(record.source.label)}, and ${codeSpan(otherCommit.slice(0, 7))} is checked out.\n`;
  const caveats = [missing, other].filter((caveat) => caveat !== "").join("\n");
  return `## ${title}\n\n${escapeMarkdown(describeOutcome(record))}.\n${caveats === "" ? "" : `\n${caveats}`}`;
}

function renderMissingChange(problem: string | undefined): string {
  return `**The change is not measured:** ${escapeMarkdown(problem ?? "git could not tell it")}.\n`;
}

function renderFooter({ record, reportUrl }: ReviewInput): string {
  const { run, source } = record;
  const dirty = source.isDirty ? ", with changes that are not committed" : "";
  const report =
    reportUrl === undefined || !/^https?:\/\/[^\s()<>]+$/.test(reportUrl) ? "" : ` · [whole report](${reportUrl})`;
  return `<sub>Commit ${codeSpan(source.label)}${dirty}, run ${codeSpan(run.id)} for ${escapeMarkdown(run.environmentName)}, ${escapeMarkdown(run.finishedAt)}${report}</sub>\n`;
}

function cutAtLine(text: string): string {
  const note = "\n\n… The rest is in the report of the run.\n";
  const kept = text.slice(0, LONGEST_COMMENT - note.length);
  return kept.slice(0, kept.lastIndexOf("\n")) + note;
}
