/** Tells whether a path (relative, forward slashes) is meant. */
export type PathMatcher = (path: string) => boolean;

const GLOB_CHARACTERS = /[*?[\]{}\\]/;

/**
 * Compiles the patterns of one job. `*` stays within a segment, a segment `**` spans any number, `?` is one character,
 * `[ab]` and `[!ab]` one of a set, `{a,b}` either; a backslash takes the next character literally. Files that begin
 * with a dot match like others. A pattern that meets a folder means everything in it. A leading "!" excludes, wherever
 * it stands in the list.
 * Example: `compileGlobs(["src", "!**\/*.test.ts"])("src/cart/cart.ts")` is true.
 */
export function compileGlobs(patterns: readonly string[]): PathMatcher {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!")).flatMap(compileAlternatives);
  const unwanted = patterns
    .filter((pattern) => pattern.startsWith("!"))
    .flatMap((pattern) => compileAlternatives(pattern.slice(1)));
  return (path) => wanted.some((matches) => matches(path)) && !unwanted.some((matches) => matches(path));
}

/** The folder (or file) below which all matches of a pattern lie; "" is the root. Example: "src/*.ts" gives "src". */
export function literalBase(pattern: string): string {
  const segments = normalise(pattern).split("/");
  const firstGlob = segments.findIndex((segment) => GLOB_CHARACTERS.test(segment));
  return (firstGlob === -1 ? segments : segments.slice(0, firstGlob)).filter((segment) => segment !== ".").join("/");
}

function normalise(pattern: string): string {
  return pattern.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
}

function compileAlternatives(pattern: string): readonly PathMatcher[] {
  return expandBraces(pattern).map(compileOne);
}

function compileOne(pattern: string): PathMatcher {
  const text = normalise(pattern);
  const base = literalBase(text);
  const rest = base === "" ? text : text.slice(base.length + 1);
  const isBelow: PathMatcher = base === "" || base === "." ? () => true : (path) => path.startsWith(`${base}/`);
  if (rest === "" || text === ".") return (path) => path === base || isBelow(path);
  if (rest === "**") return isBelow;
  const expression = new RegExp(`^${translate(text)}(?:/.*)?$`, "s");
  return (path) => isBelow(path) && expression.test(path);
}

function translate(pattern: string): string {
  const segments = pattern.split("/");
  return segments
    .map((segment, index) => {
      const isLast = index === segments.length - 1;
      if (segment === "**") return isLast ? ".+" : "(?:[^/]+/)*";
      return translateSegment(segment) + (isLast ? "" : "/");
    })
    .join("");
}

/** A bracket without its partner is itself. */
const SEGMENT_TOKEN = /\\.|\*+|\?|\[[!^]?(?:\\.|[^\]\\])+\]|[^*?[\\]+|./gs;

function translateSegment(segment: string): string {
  return segment.replace(SEGMENT_TOKEN, (token) => {
    if (token.startsWith("*")) return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.startsWith("[") && token.length > 2) return translateSet(token.slice(1, -1));
    return quote(token.length === 2 && token.startsWith("\\") ? token.slice(1) : token);
  });
}

function translateSet(members: string): string {
  const isNegated = /^[!^]/.test(members);
  const quoted = (isNegated ? members.slice(1) : members).replace(/[[\]^]/g, "\\$&");
  return isNegated ? `[^/${quoted}]` : `[${quoted}]`;
}

const INNERMOST_BRACES = /\{([^{}]*)\}/g;

/** Example: "src/{a,b}.ts" gives "src/a.ts" and "src/b.ts"; braces without a comma are themselves. */
function expandBraces(pattern: string): readonly string[] {
  const braces = [...pattern.matchAll(INNERMOST_BRACES)].findLast(([, inside = ""]) => inside.includes(","));
  if (braces === undefined) return [pattern];
  const [whole, inside = ""] = braces;
  const before = pattern.slice(0, braces.index);
  const after = pattern.slice(braces.index + whole.length);
  return inside.split(",").flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
