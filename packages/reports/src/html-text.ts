import { walkLog } from "./log-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const SPECIAL = /[&<>"']/g;

/** Text as HTML that shows it literally, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(SPECIAL, (character) => ENTITIES[character] ?? character);
}

/** What a colour sequence has switched on. */
interface Style {
  readonly colour: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

const PLAIN: Style = { colour: "", isBold: false, isDim: false };

const COLOURS = ["k", "r", "g", "y", "b", "m", "c", "w"];

/** Colour of SGR 30-37 or 90-97 as the class of the page's own palette; "" for every other code. */
function colourOf(code: number): string {
  const base = code >= 90 && code <= 97 ? code - 90 : code - 30;
  return COLOURS[base] ?? "";
}

/** Applies one SGR code. Source: ECMA-48, 8.3.117. Backgrounds and the rest change nothing: the page has its own. */
function applyCode(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isDim: true };
  if (code === 22) return { ...style, isBold: false, isDim: false };
  if (code === 39) return { ...style, colour: "" };
  const colour = colourOf(code);
  return colour === "" ? style : { ...style, colour };
}

function applyParameters(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number);
  // 38 and 48 take arguments of their own (256 colours, true colour) that are no codes.
  const extended = codes.findIndex((code) => code === 38 || code === 48);
  return (extended === -1 ? codes : codes.slice(0, extended)).reduce(applyCode, style);
}

function classesOf(style: Style): string {
  return [style.colour === "" ? "" : `a-${style.colour}`, style.isBold ? "a-bold" : "", style.isDim ? "a-dim" : ""]
    .filter((name) => name !== "")
    .join(" ");
}

/** A log as HTML: text escaped, colours of the terminal as spans, every other control sequence removed. */
export function logToHtml(log: string): string {
  let html = "";
  let style = PLAIN;
  walkLog(
    log,
    (text) => {
      if (text === "") return;
      const classes = classesOf(style);
      html += classes === "" ? escapeHtml(text) : `<span class="${classes}">${escapeHtml(text)}</span>`;
    },
    (parameters) => {
      style = applyParameters(style, parameters);
    },
  );
  return html;
}

/** A path inside the run folder as a relative address that can only be that: never a scheme, never another host. */
export function relativeHref(path: string): string {
  return `./${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** An identifier for a job, safe as an attribute and in an address. */
export function jobAnchor(name: string): string {
  return `job-${encodeURIComponent(name)}`;
}
