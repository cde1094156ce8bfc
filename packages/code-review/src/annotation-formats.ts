import type { Annotation, AnnotationLevel } from "./annotations.ts";
import { oneLine } from "./markdown-text.ts";

/** GitHub shows at most ten errors, ten warnings and ten notices of a step; what it would drop is counted instead. */
const MOST_PER_LEVEL = 10;

/**
 * GitHub's workflow commands, one a line. Source: docs.github.com, "Workflow commands for GitHub Actions"; escapes as in
 * actions/toolkit, packages/core/src/command.ts.
 */
export function renderGithubCommands(annotations: readonly Annotation[]): string {
  const levels: readonly AnnotationLevel[] = ["error", "warning", "notice"];
  return levels
    .flatMap((level) =>
      commandsOf(
        level,
        annotations.filter((one) => one.level === level),
      ),
    )
    .join("");
}

function commandsOf(level: AnnotationLevel, all: readonly Annotation[]): readonly string[] {
  const room = all.length > MOST_PER_LEVEL ? MOST_PER_LEVEL - 1 : MOST_PER_LEVEL;
  const left = all.length - room;
  const rest = { level, title: "And more", message: `${left} more of this kind: see the report of the run` };
  return [...all.slice(0, room), ...(left > 0 ? [rest] : [])].map(commandOf);
}

function commandOf({ level, file, line, title, message }: Annotation): string {
  const place =
    file === undefined ? [] : [`file=${escapeProperty(file)}`, ...(line === undefined ? [] : [`line=${line}`])];
  return `::${level} ${[...place, `title=${escapeProperty(oneLine(title))}`].join(",")}::${escapeMessage(message)}\n`;
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

const SEVERITIES: Readonly<Record<AnnotationLevel, string>> = { error: "major", warning: "minor", notice: "info" };

/**
 * GitLab's code quality report, JSON. A fingerprint is a digest of gate, file and message, and a count where they are the
 * same: a finding keeps it when lines above it come and go. Source: docs.gitlab.com, "Code Quality", report format.
 */
export function renderGitlabCodeQuality(annotations: readonly Annotation[], digest: (text: string) => string): string {
  const seen = new Map<string, number>();
  const findings = annotations.map(({ level, file, line, title, message }) => {
    const identity = JSON.stringify([title, file ?? "", message]);
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    return {
      description: oneLine(`${title}: ${message}`),
      check_name: oneLine(title),
      fingerprint: digest(count === 1 ? identity : `${identity}${count}`),
      severity: SEVERITIES[level],
      // A place is obligatory: what is about no file is shown at the pipeline's definition.
      location: { path: file ?? "pipeline.ts", lines: { begin: line ?? 1 } },
    };
  });
  return `${JSON.stringify(findings, null, 2)}\n`;
}

/** Lines as compilers write them, "file:line: error: message [gate]": what Jenkins' warnings plugin reads as "gcc". */
export function renderCompilerLines(annotations: readonly Annotation[]): string {
  const words: Readonly<Record<AnnotationLevel, string>> = { error: "error", warning: "warning", notice: "note" };
  return annotations
    .map(({ level, file, line, title, message }) => {
      const place = file === undefined ? "pipeline.ts:1" : `${oneLine(file)}:${line ?? 1}`;
      return `${place}: ${words[level]}: ${oneLine(message)} [${oneLine(title)}]\n`;
    })
    .join("");
}
