// Characters that mean something to Markdown or HTML anywhere in a line; as numbers they are only themselves
// (CommonMark 0.31, "Entity and numeric character references").
const SPECIAL = /[\\`*_{}[\]()<>#|~!$&"'+=-]/g;
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const NOTHING = "&#8203;";

/**
 * Text from outside as Markdown that shows it literally, on one line: nobody is mentioned, no issue is linked, no address
 * becomes a link, nothing is read as HTML. Long texts are cut at `longest` characters.
 */
export function escapeMarkdown(text: string, longest = 600): string {
  const line = cut(oneLine(text), longest);
  return line
    .replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@(?=[\w-])/g, `@${NOTHING}`)
    .replace(/(?<=&#(?:35|33);)(?=\d)/g, NOTHING)
    .replace(/:(?=\/\/)/g, "&#58;")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`);
}

/** Text from outside as code: the fence is longer than any run of backticks in it. */
export function codeSpan(text: string, longest = 300): string {
  const clean = cut(oneLine(text), longest);
  if (clean === "") return "";
  const fence = "`".repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return fence === "`" ? `\`${clean}\`` : `${fence} ${clean} ${fence}`;
}

/** As `codeSpan`, in a table: there a bar ends the cell even in code. */
export function codeCell(text: string, longest = 300): string {
  return codeSpan(text, longest).replaceAll("|", "\\|");
}

/** Text from outside on one line, without what a terminal or a page would act on. */
export function oneLine(text: string): string {
  return text
    .replace(/\x1b\[[0-9;:?]*[@-~]/g, "")
    .replace(/\s+/g, " ")
    .replace(CONTROLS, "�")
    .trim();
}

function cut(text: string, longest: number): string {
  const characters = [...text.slice(0, longest * 2)];
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text;
}
