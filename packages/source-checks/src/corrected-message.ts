import { correctedBreakingFooter, isBreakingFooter, malformedBreakingFooters } from "./breaking-footer.ts";
import type { CommitRules } from "./commit-rules.ts";
import { firstWord, isScope, lowerFirst, sentenceCaseWord } from "./header-mistakes.ts";
import { scanHeader } from "./header.ts";
import type { Header } from "./header.ts";
import { imperativeOf } from "./imperative.ts";
import { withoutInvisible } from "./invisible.ts";
import type { MessageLine } from "./message-lines.ts";
import { correctedTrailer } from "./trailers.ts";

const TYPE_SYNONYMS = new Map([
  ["feature", "feat"],
  ["features", "feat"],
  ["bug", "fix"],
  ["bugfix", "fix"],
  ["hotfix", "fix"],
  ["doc", "docs"],
  ["tests", "test"],
  ["perf", "refactor"],
  ["build", "chore"],
  ["ci", "chore"],
  ["deps", "chore"],
]);
const TYPE_OF_VERB = new Map([
  ["add", "feat"],
  ["allow", "feat"],
  ["create", "feat"],
  ["implement", "feat"],
  ["introduce", "feat"],
  ["support", "feat"],
  ["correct", "fix"],
  ["fix", "fix"],
  ["prevent", "fix"],
  ["resolve", "fix"],
  ["describe", "docs"],
  ["document", "docs"],
  ["format", "style"],
  ["extract", "refactor"],
  ["move", "refactor"],
  ["refactor", "refactor"],
  ["rename", "refactor"],
  ["simplify", "refactor"],
  ["cover", "test"],
  ["test", "test"],
]);
const STAND_IN = "describe the change";
const LONGEST_SCOPE = 24;

/** The message put right with its writer's own words: it passes the check. `lines` are the message proper. */
export function correctedMessage(lines: readonly MessageLine[], rules: CommitRules): string {
  const [first, ...others] = lines.map((line) => ({ ...line, text: withoutInvisible(line.text).trimEnd() }));
  const header = scanHeader(first?.text ?? "");
  const description = correctedDescription(header.description.text);
  const malformed = new Set(malformedBreakingFooters(others));
  const body = others.map((line) =>
    malformed.has(line) ? correctedBreakingFooter(line.text, description) : (correctedTrailer(line.text) ?? line.text),
  );
  const hasFooter = body.some(isBreakingFooter);
  const isBreaking = header.isBreaking || hasFooter;
  const prefix = `${correctedType(header, rules)}${correctedScope(header)}${isBreaking ? "!" : ""}: `;
  const { kept, rest } = splitAt(description, rules.maxSubjectLength - prefix.length);
  const footer = isBreaking && !hasFooter ? `BREAKING CHANGE: ${description}` : "";
  const paragraphs = [`${prefix}${kept}`, rest, body.join("\n").trim(), footer];
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

function correctedType(header: Header, rules: CommitRules): string {
  const written = header.type?.text.toLowerCase() ?? "";
  if (written === "revert") return written;
  const type = rules.types.includes(written) ? written : (TYPE_SYNONYMS.get(written) ?? typeOfVerb(header));
  return rules.types.includes(type) ? type : (rules.types.at(-1) ?? type);
}

function typeOfVerb(header: Header): string {
  const word = firstWord(header.description.text).toLowerCase();
  return TYPE_OF_VERB.get(imperativeOf(word) ?? word) ?? "chore";
}

function correctedScope(header: Header): string {
  const scope = (header.scope?.text ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9./-]+/g, "-")
    .replace(/([./-])[./-]+/g, "$1")
    .replace(/^[./-]+|[./-]+$/g, "");
  return isScope(scope) && scope.length <= LONGEST_SCOPE ? `(${scope})` : "";
}

function correctedDescription(text: string): string {
  const plain = withoutFullStop(text.replace(/\s+/g, " ").trim());
  if (plain === "") return STAND_IN;
  const word = firstWord(plain);
  const imperative = imperativeOf(word);
  if (imperative !== undefined) return imperative + plain.slice(word.length);
  return sentenceCaseWord(plain) === undefined ? plain : lowerFirst(plain);
}

function withoutFullStop(text: string): string {
  let end = text.length;
  while (/[.\s]/.test(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end);
}

/**
 * As many whole words as fit into `length` characters, and the others; a single longer word is cut. The dots keep
 * the others from being read as a footer or as a comment.
 */
function splitAt(text: string, length: number): { readonly kept: string; readonly rest: string } {
  const characters = [...text];
  if (characters.length <= length) return { kept: text, rest: "" };
  const start = characters.slice(0, length + 1).join("");
  const space = start.lastIndexOf(" ");
  const kept = space > 0 ? start.slice(0, space) : characters.slice(0, length).join("");
  // A cut can make a sentence's first word of what was none.
  return { kept: correctedDescription(kept), rest: `… ${text.slice(kept.length).trim()}` };
}
