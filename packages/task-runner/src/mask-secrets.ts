/** What stands where a secret was. */
export const MASK = "***";
/** Shorter secrets would mask ordinary words, and are guessed from what is left: they are refused. */
export const MIN_SECRET_LENGTH = 4;
/** Lines of a secret below this length are not masked by themselves: "{" alone would mask half a log. */
const MIN_SECRET_LINE_LENGTH = 8;
/** What remains of a secret's base64 form when it stands inside a longer one; below this it would meet by chance. */
const MIN_BASE64_LENGTH = 6;

/** Masks texts, whole or in pieces. Built by `maskSecrets`. */
export interface SecretMasker {
  /** Masks a text that is complete. */
  readonly mask: (text: string) => string;
  /** Begins a stream: `push` returns what is safe to show of all that was pushed, `end` the rest. */
  readonly stream: () => MaskedStream;
}

/** A text that arrives in pieces, a secret perhaps spread over several. */
export interface MaskedStream {
  readonly push: (piece: string) => string;
  readonly end: () => string;
}

/**
 * Masks each value, its lines where it has several, and the forms it takes in URLs, JSON and base64 (also inside a
 * longer base64 text, as in an Authorization header).
 * Example: `maskSecrets(["hunter22"]).mask("password=hunter22")` is "password=***".
 */
export function maskSecrets(values: readonly string[]): SecretMasker {
  const forms = [...new Set(values.filter((value) => value.length >= MIN_SECRET_LENGTH).flatMap(formsOf))];
  forms.sort((a, b) => b.length - a.length);
  if (forms.length === 0) return { mask: (text) => text, stream: () => ({ push: (piece) => piece, end: () => "" }) };
  const expression = new RegExp(forms.map(quote).join("|"), "g");
  const mask = (text: string): string => text.replace(expression, MASK);
  return { mask, stream: () => openStream(forms, expression) };
}

/** Masks every string inside a value made of objects, arrays and strings. */
export function maskDeep<T>(value: T, masker: SecretMasker): T {
  const visit = (part: unknown): unknown => {
    if (typeof part === "string") return masker.mask(part);
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(value) as T;
}

function openStream(forms: readonly string[], expression: RegExp): MaskedStream {
  let held = "";
  return {
    push: (piece) => {
      const text = held + piece;
      const safeEnd = startOfUnfinished(text, forms);
      let shown = "";
      let position = 0;
      for (const match of text.matchAll(expression)) {
        if (match.index >= safeEnd) break;
        shown += text.slice(position, match.index) + MASK;
        position = match.index + match[0].length;
      }
      if (position < safeEnd) shown += text.slice(position, safeEnd);
      held = text.slice(Math.max(position, safeEnd));
      return shown;
    },
    end: () => {
      // What is held began like a secret and was cut off: the part that was written is a secret's too.
      const rest = held.length >= MIN_SECRET_LINE_LENGTH ? MASK : held.replace(expression, MASK);
      held = "";
      return rest;
    },
  };
}

/** Where a secret may have begun that the text does not finish; the text's length when none has. */
function startOfUnfinished(text: string, forms: readonly string[]): number {
  let earliest = text.length;
  for (const form of forms) {
    let start = text.indexOf(form.slice(0, 1), Math.max(0, text.length - form.length + 1));
    while (start !== -1 && start < earliest) {
      if (form.startsWith(text.slice(start))) earliest = start;
      start = text.indexOf(form.slice(0, 1), start + 1);
    }
  }
  return earliest;
}

function formsOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const longLines = lines.length > 1 ? lines.filter((line) => line.length >= MIN_SECRET_LINE_LENGTH) : [];
  const unix = value.replaceAll("\r\n", "\n");
  return [
    value,
    value.trim(),
    unix,
    unix.replaceAll("\n", "\r\n"),
    ...longLines,
    ...[value, value.trim()].flatMap(encodedForms),
  ].filter((form) => form.length >= MIN_SECRET_LENGTH);
}

function encodedForms(value: string): readonly string[] {
  const percent = percentEncode(value);
  const base64 = base64Forms(value);
  return [
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll("%20", "+"),
    JSON.stringify(value).slice(1, -1),
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
    ...base64.map((form) => percentEncode(form)),
    Buffer.from(value).toString("hex"),
  ];
}

/** Lone surrogates, which are no characters, cannot be encoded; they are left as they are. */
function percentEncode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Base64 packs three bytes into four characters, so the form depends on where the value stands in the encoded text:
 * one form for each of the three positions, less the characters at either end that its neighbours decide (RFC 4648).
 */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const inside = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = Math.ceil((shift * 8) / 6);
    const end = Math.floor(((shift + bytes.length) * 8) / 6);
    return encoded.slice(first, end);
  });
  return [bytes.toString("base64"), ...inside].filter((form) => form.length >= MIN_BASE64_LENGTH);
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
