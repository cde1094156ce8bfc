import type { ParsedCommit } from "./commit.ts";
import { inEffect } from "./reverts.ts";

const TITLES = new Map([
  ["feat", "Features"],
  ["fix", "Fixes"],
  ["refactor", "Refactoring"],
  ["docs", "Documentation"],
  ["test", "Tests"],
  ["style", "Style"],
  ["chore", "Maintenance"],
]);
const REVERTS_TITLE = "Reverts";
const OTHER_TITLE = "Other changes";
const BREAKING_TITLE = "Breaking changes";

/**
 * Release notes in Markdown: breaking changes first, then one section per type, then reverts of what was released
 * and everything else. Merge commits, and commits reverted within the range, are left out. Text of commits is
 * escaped: it cannot become a heading, a link, HTML or a mention. Ends with a newline.
 * Example: a version "0.2.0" with one feat gives "# 0.2.0\n\n## Features\n\n- **cart**: add coupons (abc1234)\n".
 */
export function renderReleaseNotes(version: string, commits: readonly ParsedCommit[]): string {
  const listed = inEffect(commits).filter((commit) => commit.kind !== "merge");
  const sections = [
    breakingSection(listed),
    ...[...TITLES.values(), REVERTS_TITLE, OTHER_TITLE].map(sectionOf(listed)),
  ];
  const body = sections.filter((section) => section !== "");
  return `${[`# ${escape(version)}`, ...(body.length > 0 ? body : ["No changes."])].join("\n\n")}\n`;
}

function breakingSection(commits: readonly ParsedCommit[]): string {
  const lines = commits.flatMap((commit) => commit.breakingNotes.map((note) => listItem(commit, note)));
  return section(BREAKING_TITLE, lines);
}

function sectionOf(commits: readonly ParsedCommit[]): (title: string) => string {
  return (title) => {
    const lines = commits.filter((commit) => titleOf(commit) === title).map(changeItem);
    return section(title, lines);
  };
}

function titleOf(commit: ParsedCommit): string {
  if (commit.kind === "revert") return REVERTS_TITLE;
  return TITLES.get(commit.type ?? "") ?? OTHER_TITLE;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `## ${title}\n\n${lines.join("\n")}`;
}

function changeItem(commit: ParsedCommit): string {
  const issues = commit.issues.map((issue) => `#${issue}`).join(", ");
  return listItem(commit, commit.description, issues);
}

function listItem(commit: ParsedCommit, text: string, issues = ""): string {
  const scope = commit.scope === undefined ? "" : `**${escape(commit.scope)}**: `;
  const origin = [commit.hash.slice(0, 7), issues].filter((part) => part !== "").join(", ");
  return `- ${scope}${escape(text)} (${origin})`;
}

/** One line of plain text: line breaks become spaces, every character that Markdown reads is escaped. */
function escape(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;");
}
