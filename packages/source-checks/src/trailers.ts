import type { MessageLine } from "./message-lines.ts";
import type { Mistake } from "./report.ts";

/** The trailers that tools read, by their letters alone; the others a writer may form as they like. */
const TOKENS = new Map(
  ["Co-authored-by", "Signed-off-by", "Reviewed-by", "Acked-by", "Tested-by", "Reported-by", "Suggested-by"].map(
    (token) => [lettersOf(token), token] as const,
  ),
);
// GitHub and GitLab know a person by the address alone.
const WITH_ADDRESS = new Set(["Co-authored-by", "Signed-off-by"]);
// With a colon, or with an address at the end: "Reviewed by the whole team" is a sentence.
const MEANT = /^\s*([a-z]+(?:[-_ ]?off|[-_ ]?authored)?[-_ ]?by)(?:\s*:\s*|\s+(?=.*<\S+@\S+>$))(.*)$/i;
const ADDRESS = /<[^<>\s]+@[^<>\s]+>$/;

interface Trailer {
  readonly token: string;
  readonly value: string;
}

/** The trailers of a body that tools would not understand. */
export function trailerMistakes(body: readonly MessageLine[]): readonly Mistake[] {
  return body.flatMap((line) => {
    const corrected = correctedTrailer(line.text);
    if (corrected === undefined) return [];
    const message = `write the trailer as tools read it: ${corrected}`;
    return [{ line: line.number, column: 1, length: line.text.length, message }];
  });
}

/** A trailer put right; undefined where the line is right, or is none. */
export function correctedTrailer(line: string): string | undefined {
  const trailer = scanTrailer(line);
  if (trailer === undefined) return undefined;
  const { token, value } = trailer;
  const isComplete = value !== "" && (!WITH_ADDRESS.has(token) || ADDRESS.test(value));
  if (isComplete && line.toLowerCase() === `${token}: ${value}`.toLowerCase()) return undefined;
  return `${token}: ${isComplete ? value : completed(token, value)}`;
}

function scanTrailer(line: string): Trailer | undefined {
  const [, words, value] = MEANT.exec(line) ?? [];
  const token = words === undefined ? undefined : TOKENS.get(lettersOf(words));
  return token === undefined || value === undefined ? undefined : { token, value: value.trim() };
}

function completed(token: string, value: string): string {
  const name = value.replace(/[<>]/g, "").trim();
  const shown = name === "" ? "Ann Example" : name;
  return WITH_ADDRESS.has(token) ? `${shown} <ann@example.org>` : shown;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, "");
}
