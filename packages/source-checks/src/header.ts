/** A stretch of the first line. */
export interface Span {
  readonly text: string;
  /** 1-based. */
  readonly column: number;
}

/** The first line of a message, taken apart as its writer seems to have meant it. */
export interface Header {
  readonly line: string;
  /** Undefined where the line begins with no type. */
  readonly type: Span | undefined;
  /** Without its parentheses. */
  readonly scope: Span | undefined;
  readonly isBreaking: boolean;
  readonly hasColon: boolean;
  /** Blanks where none belong: at the start, and before the colon. */
  readonly strayBlanks: readonly Span[];
  /** The blanks after the colon. */
  readonly gap: Span;
  readonly description: Span;
}

const WITH_COLON =
  /^(?<indent>\s*)(?<type>[^\s:()!]+)(?<afterType>\s*)(?:\((?<scope>[^()]*)\)(?<afterScope>\s*))?(?:(?<bang>!)(?<afterBang>\s*))?(?<colon>:)(?<gap>\s*)(?<description>(?:\S.*)?)$/d;
// Without a colon only a scope tells a type from the first word of a sentence.
const WITHOUT_COLON =
  /^(?<indent>\s*)(?<type>[^\s:()!]+)(?<afterType>\s*)\((?<scope>[^()]*)\)(?<bang>!?)(?<gap>\s*)(?<description>(?:\S.*)?)$/d;
const ONLY_DESCRIPTION = /^(?<indent>\s*)(?<description>(?:\S.*)?)$/d;
/** What comes later belongs to the description, and is not searched: a line may be a megabyte. */
const SCANNED_LENGTH = 300;
const NO_BLANKS = ["indent", "afterType", "afterScope", "afterBang"];

/** Takes a first line apart. Example: "feat(cart)! : drop" has the type "feat", the scope "cart" and one stray blank. */
export function scanHeader(line: string): Header {
  const start = line.slice(0, SCANNED_LENGTH);
  const match = WITH_COLON.exec(start) ?? WITHOUT_COLON.exec(start) ?? ONLY_DESCRIPTION.exec(start);
  const spanOf = (part: string): Span | undefined => {
    const text = match?.groups?.[part];
    return text === undefined ? undefined : { text, column: (match?.indices?.groups?.[part]?.[0] ?? 0) + 1 };
  };
  const { text, column } = spanOf("description") ?? { text: start, column: 1 };
  const description = { text: text + line.slice(SCANNED_LENGTH), column };
  return {
    line,
    type: spanOf("type"),
    scope: spanOf("scope"),
    isBreaking: spanOf("bang")?.text === "!",
    hasColon: spanOf("colon") !== undefined,
    strayBlanks: NO_BLANKS.flatMap((part) => spanOf(part) ?? []).filter((span) => span.text !== ""),
    gap: spanOf("gap") ?? { text: "", column: description.column },
    description,
  };
}
