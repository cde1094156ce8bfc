import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { CheckReport, Mistake } from "./report.ts";

/** "ticket": US-123-short-name. "version": v1.2.0. */
export type BranchForm = "ticket" | "version";

/** What branch names may look like. */
export interface BranchRules {
  /** Names allowed as they are: "main". */
  readonly names: readonly string[];
  /** What may stand before the slash, and the form of what follows it; the first serves examples. */
  readonly prefixes: ReadonlyMap<string, BranchForm>;
  /** Words that people write for a prefix: "feat" for "feature". */
  readonly synonyms: ReadonlyMap<string, string>;
}

/** Our rules: main, develop, feature/US-123-…, bugfix/ORDER-456-…, hotfix/SEC-789-…, release/v1.2.0. */
export const BRANCH_RULES: BranchRules = {
  names: ["main", "develop"],
  prefixes: new Map([
    ["feature", "ticket"],
    ["bugfix", "ticket"],
    ["hotfix", "ticket"],
    ["release", "version"],
  ]),
  synonyms: new Map([
    ["feat", "feature"],
    ["features", "feature"],
    ["fix", "bugfix"],
    ["bug", "bugfix"],
    ["security", "hotfix"],
    ["rel", "release"],
    ["releases", "release"],
  ]),
};

const TICKET = /^[A-Z][A-Z0-9]*-\d+/;
const ANY_TICKET = /[A-Za-z][A-Za-z0-9]*[-_]?\d+/;
const NOT_IN_SHORT_NAME = /[^a-z0-9-]+|^-+|-+$|--+/g;
const NUMBER = "(?:0|[1-9]\\d*)";
const WORD = `(?:${NUMBER}|\\d*[A-Za-z][0-9A-Za-z-]*)`;
// As semver.org has it, without build metadata: no leading zeros.
const VERSION = new RegExp(`^v${NUMBER}(?:\\.${NUMBER}){2}(?:-${WORD}(?:\\.${WORD})*)?$`);

/**
 * Checks a branch's short name ("feature/US-123-add-search"). Gives every mistake with its place, and the name put
 * right. The rules are data: another team's are another value.
 * Example: "Feature/us-123" has two mistakes; put right it is "feature/US-123-short-name".
 */
export function checkBranchName(name: string, rules: BranchRules = BRANCH_RULES): Result<null, CheckReport> {
  if (rules.names.includes(name)) return ok(null);
  const [first, ...rest] = mistakesOf(name, rules);
  if (first === undefined) return ok(null);
  return err({ subject: "branch name", text: name, mistakes: [first, ...rest], example: correctedName(name, rules) });
}

function mistakesOf(name: string, rules: BranchRules): readonly Mistake[] {
  const slash = name.indexOf("/");
  const known = [...rules.prefixes.keys()].map((prefix) => `${prefix}/`).join(", ");
  if (slash === -1) return [mistake(1, name.length, `begin with ${known}, or use ${rules.names.join(" or ")}`)];
  const prefix = name.slice(0, slash);
  const form = rules.prefixes.get(prefix) ?? rules.prefixes.get(intendedPrefix(prefix, rules));
  const prefixMistakes = rules.prefixes.has(prefix) ? [] : [mistake(1, prefix.length, `begin with ${known}`)];
  const check = form === "version" ? versionMistakes : ticketMistakes;
  return [...prefixMistakes, ...check(name.slice(slash + 1), slash + 2)];
}

function versionMistakes(rest: string, column: number): readonly Mistake[] {
  if (VERSION.test(rest)) return [];
  return [mistake(column, rest.length, 'write "v" and a semantic version: v1.2.0')];
}

function ticketMistakes(rest: string, column: number): readonly Mistake[] {
  const ticket = TICKET.exec(rest)?.[0];
  if (ticket === undefined)
    return [mistake(column, rest.length, "write the ticket and a short name: US-123-add-search")];
  const end = column + ticket.length;
  const shortName = rest.slice(ticket.length + 1);
  if (rest[ticket.length] !== "-" || shortName === "")
    return [mistake(end, 1, `write "-" and a short name after ${ticket}: ${ticket}-add-search`)];
  return [...shortName.matchAll(NOT_IN_SHORT_NAME)].map((match) =>
    mistake(end + 1 + match.index, match[0].length, "use lower-case letters, digits and single hyphens here"),
  );
}

function correctedName(name: string, rules: BranchRules): string {
  const slash = name.indexOf("/");
  const prefix = intendedPrefix(slash === -1 ? "" : name.slice(0, slash), rules);
  const rest = name.slice(slash + 1);
  if (rules.prefixes.get(prefix) === "version") return `${prefix}/${correctedVersion(rest)}`;
  const ticket = ANY_TICKET.exec(rest)?.[0] ?? "";
  const shortName = kebab(rest.replace(ticket, ""));
  return `${prefix}/${correctedTicket(ticket)}-${shortName === "" ? "short-name" : shortName}`;
}

function intendedPrefix(word: string, rules: BranchRules): string {
  const lower = word.toLowerCase();
  if (rules.prefixes.has(lower)) return lower;
  const [first = ""] = rules.prefixes.keys();
  return rules.synonyms.get(lower) ?? first;
}

function correctedVersion(text: string): string {
  const numbers = (text.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, ""));
  const [major = "1", minor = "0", patch = "0"] = numbers;
  return `v${major}.${minor}.${patch}`;
}

function correctedTicket(text: string): string {
  const [, project, number] = /^([A-Za-z][A-Za-z0-9]*)[-_](\d+)$/.exec(text) ?? /^([A-Za-z]+)(\d+)$/.exec(text) ?? [];
  return project === undefined || number === undefined ? "US-123" : `${project.toUpperCase()}-${number}`;
}

function kebab(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

function mistake(column: number, length: number, message: string): Mistake {
  return { line: 1, column, length: Math.max(1, length), message };
}
