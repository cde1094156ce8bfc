import type { Condition } from "../ci-plan.ts";

/**
 * A job's condition as an expression of GitHub Actions. Only what GitHub itself sets is compared, and nothing that a
 * stranger writes (a title, a branch of a fork) is put into a command.
 * Example: branches ["main"] give "github.ref == 'refs/heads/main'".
 */
export function githubCondition({ branches, tags, isForPullRequests }: Condition): string {
  return [
    ...branches.map((pattern) => compareRef(`refs/heads/${pattern}`)),
    ...tags.map((pattern) => compareRef(`refs/tags/${pattern}`)),
    ...(isForPullRequests ? ["github.event_name == 'pull_request'"] : []),
  ].join(" || ");
}

function compareRef(pattern: string): string {
  return pattern.endsWith("*") ? `startsWith(github.ref, '${pattern.slice(0, -1)}')` : `github.ref == '${pattern}'`;
}

/** A pattern as the filters of `on:` read it, where "*" stops at a slash and "**" does not. */
export function githubFilter(pattern: string): string {
  return pattern.replace(/\*$/, "**");
}
