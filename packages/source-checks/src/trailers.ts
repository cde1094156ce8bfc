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
const MEANT = /^\s*([a-z]+(?:[-_ ]?off|[-_ ]?authored)?[-_ ]?by)(?=[\s:])(.*)$/i;
const ADDRESS = /<[^<>\s@]+@[^<>\s@]+>$/;

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
  const [, words = "", rest = ""] = MEANT.exec(line) ?? [];
  const token = TOKENS.get(lettersOf(words));
  if (token === undefined) return undefined;
  const text = rest.trim();
  if (text.startsWith(":")) return { token, value: text.slice(1).trim() };
  // Without a colon an address tells a trailer: "Reviewed by the whole team" is a sentence.
  return ADDRESS.test(text) ? { token, value: text } : undefined;
}

function completed(token: string, value: string): string {
  const name = value.replace(/[<>]/g, "").trim();
  const shown = name === "" ? "Ann Example" : name;
  return WITH_ADDRESS.has(token) ? `${shown} <ann@example.org>` : shown;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, "");
}
