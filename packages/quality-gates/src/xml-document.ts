import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data directly inside, joined. */
  readonly text: string;
  /** Where its start tag begins, in characters. */
  readonly index: number;
}

/** What is wrong with a document, and where, in characters. */
export interface XmlProblem {
  readonly problem: string;
  readonly index: number;
}

const DEEPEST = 64;
const NAME = "[A-Za-z_][\\w.:-]*";
const TOKEN = new RegExp(
  [
    "<!--(?:(?!--)[^])*-->",
    "<\\?[^]*?\\?>",
    "<!\\[CDATA\\[(?<cdata>[^]*?)\\]\\]>",
    `</(?<close>${NAME})\\s*>`,
    `<(?<open>${NAME})(?<attributes>(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(?<empty>/?)>`,
    "(?<text>[^<]+)",
  ].join("|"),
  "y",
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "g");
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeReference(body: string): string | undefined {
  const code = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(body);
  if (code === null) return Object.hasOwn(ENTITIES, body) ? ENTITIES[body] : undefined;
  const point = code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/** Replaces the five entities of XML and character references; undefined where anything else follows an "&". */
function decodeText(text: string): string | undefined {
  if (!text.includes("&")) return text;
  let isGood = true;
  const decoded = text.replace(/&([^;&\s]{1,12});|&/g, (_, body: string | undefined) => {
    const character = body === undefined ? undefined : decodeReference(body);
    isGood &&= character !== undefined;
    return character ?? "";
  });
  return isGood ? decoded : undefined;
}

function readAttributes(source: string): Result<ReadonlyMap<string, string>, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of source.matchAll(ATTRIBUTE)) {
    const value = decodeText(double ?? single ?? "");
    if (value === undefined) return err(`attribute ${name} holds an entity that XML does not define`);
    if (attributes.has(name)) return err(`attribute ${name} stands twice`);
    attributes.set(name, value);
  }
  return ok(attributes);
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: OpenElement[];
  text: string;
  readonly index: number;
}

type Groups = Readonly<Partial<Record<"cdata" | "close" | "open" | "attributes" | "empty" | "text", string>>>;

/** The elements open at the moment, outermost first; the document itself, which has no name, is at the bottom. */
type Stack = [OpenElement, ...OpenElement[]];

function topOf(stack: Stack): OpenElement {
  return stack[stack.length - 1] ?? stack[0];
}

function openElement(stack: Stack, groups: Groups, index: number): string | undefined {
  const { open: name = "", attributes: source = "", empty } = groups;
  const attributes = readAttributes(source);
  if (!attributes.ok) return attributes.error;
  const top = topOf(stack);
  if (top.name === "" && top.children.length > 0) return "a second element follows the root";
  if (stack.length > DEEPEST) return `elements are nested deeper than ${DEEPEST}`;
  const element: OpenElement = { name, attributes: attributes.value, children: [], text: "", index };
  top.children.push(element);
  if (empty !== "/") stack.push(element);
  return undefined;
}

function closeElement(stack: Stack, name: string): string | undefined {
  if (topOf(stack).name !== name) return `</${name}> closes nothing that is open`;
  stack.pop();
  return undefined;
}

function addText(stack: Stack, text: string | undefined): string | undefined {
  if (text === undefined) return "an entity that XML does not define";
  const top = topOf(stack);
  if (top.name === "" && text.trim() !== "") return "text outside the root";
  top.text += text;
  return undefined;
}

function applyToken(stack: Stack, groups: Groups, index: number): string | undefined {
  if (groups.open !== undefined) return openElement(stack, groups, index);
  if (groups.close !== undefined) return closeElement(stack, groups.close);
  if (groups.cdata !== undefined) return addText(stack, groups.cdata);
  return groups.text === undefined ? undefined : addText(stack, decodeText(groups.text));
}

/** Applies the token at `index`. Returns where it ends, or what is wrong with it. */
function readToken(text: string, index: number, stack: Stack): Result<number, string> {
  TOKEN.lastIndex = index;
  const token = TOKEN.exec(text);
  if (token === null) {
    const isType = text.startsWith("<!DOCTYPE", index);
    return err(isType ? "a document type is not accepted" : "this is no XML, or it was cut off");
  }
  const problem = applyToken(stack, token.groups ?? {}, index);
  return problem === undefined ? ok(index + token[0].length) : err(problem);
}

/**
 * Reads an XML document without a document type: entities of its own, the way to blow a reader up or to make it open
 * files, are refused with it. Not checked: characters that XML forbids, and namespaces.
 */
export function parseXml(text: string): Result<XmlElement, XmlProblem> {
  const document: OpenElement = { name: "", attributes: new Map(), children: [], text: "", index: 0 };
  const stack: Stack = [document];
  let index = text.startsWith("\ufeff") ? 1 : 0;
  while (index < text.length) {
    const end = readToken(text, index, stack);
    if (!end.ok) return err({ problem: end.error, index });
    index = end.value;
  }
  const { name } = topOf(stack);
  if (name !== "") return err({ problem: `<${name}> is not closed: the file was cut off`, index });
  const [root] = document.children;
  return root === undefined ? err({ problem: "there is no element", index }) : ok(root);
}
