import type { CommitRules } from "./commit-rules.ts";
import type { Header, Span } from "./header.ts";
import { imperativeOf } from "./imperative.ts";

/** A mistake in the first line. */
export interface HeaderMistake extends Span {
  readonly message: string;
}

/** Whether a scope is written as ours are: "cart", "target-embedded". */
export function isScope(text: string): boolean {
  return /^[a-z0-9]+(?:[./-][a-z0-9]+)*$/.test(text);
}

/** The first word, where it is capitalised like a sentence; "README" and "PostgreSQL" are written as they are. */
export function sentenceCaseWord(description: string): string | undefined {
  return /^\p{Lu}\p{Ll}*(?=[\s,;:.!?]|$)/u.exec(description)?.[0];
}

/** The first word of a description: letters only. */
export function firstWord(description: string): string {
  return /^\p{L}+/u.exec(description)?.[0] ?? "";
}

/** Everything wrong with a first line, in its order. */
export function headerMistakes(header: Header, rules: CommitRules): readonly HeaderMistake[] {
  const found = [
    ...header.strayBlanks.map((span) => ({ ...span, message: "remove this space" })),
    ...typeMistakes(header, rules.types),
    ...scopeMistakes(header),
    ...colonMistakes(header),
    ...descriptionMistakes(header.description),
    ...lengthMistakes(header.line, rules.maxSubjectLength),
  ];
  return found.sort((a, b) => a.column - b.column);
}

function typeMistakes({ type, description }: Header, types: readonly string[]): readonly HeaderMistake[] {
  const known = types.join(", ");
  if (type === undefined) {
    const text = firstWord(description.text);
    return [{ text, column: description.column, message: `begin with a type and a colon: ${known}` }];
  }
  return types.includes(type.text) ? [] : [{ ...type, message: `use one of the types ${known}` }];
}

function scopeMistakes({ scope }: Header): readonly HeaderMistake[] {
  if (scope === undefined || isScope(scope.text)) return [];
  return [{ ...scope, message: "name one feature or package in lower case, or leave the parentheses out" }];
}

function colonMistakes({ type, hasColon, gap, description }: Header): readonly HeaderMistake[] {
  if (type === undefined) return [];
  if (!hasColon) return [{ ...gap, message: 'write ": " here' }];
  if (gap.text === " " || description.text === "") return [];
  return [{ text: gap.text, column: gap.column, message: "write one space after the colon" }];
}

function descriptionMistakes({ text, column }: Span): readonly HeaderMistake[] {
  if (text.trim() === "") return [{ text, column, message: "say what the commit does: add product search" }];
  return [...wordMistakes(text, column), ...endMistakes(text, column)];
}

function wordMistakes(text: string, column: number): readonly HeaderMistake[] {
  const word = firstWord(text);
  const imperative = imperativeOf(word);
  if (imperative !== undefined)
    return [{ text: word, column, message: `use the imperative: ${imperative}, not ${word}` }];
  const capitalised = sentenceCaseWord(text);
  if (capitalised === undefined) return [];
  return [{ text: capitalised, column, message: `begin in lower case: ${lowerFirst(capitalised)}` }];
}

function endMistakes(text: string, column: number): readonly HeaderMistake[] {
  const shown = text.trimEnd();
  if (!shown.endsWith(".")) return [];
  let start = shown.length;
  while (/[.\s]/.test(shown[start - 1] ?? "")) start -= 1;
  return [{ text: shown.slice(start), column: column + start, message: "leave out the full stop" }];
}

/** " (#123)", which GitHub adds to the first line when it squashes, does not count. */
const SQUASHED_NUMBER = / \(#\d+\)$/;

function lengthMistakes(line: string, max: number): readonly HeaderMistake[] {
  const characters = [...line.replace(SQUASHED_NUMBER, "")];
  if (characters.length <= max) return [];
  const column = characters.slice(0, max).join("").length + 1;
  const message = `${characters.length} characters: shorten the line to ${max}, the rest goes into the body`;
  return [{ text: line.slice(column - 1), column, message }];
}

/** The text with its first letter in lower case. */
export function lowerFirst(text: string): string {
  const [first = ""] = text;
  return first.toLowerCase() + text.slice(first.length);
}
