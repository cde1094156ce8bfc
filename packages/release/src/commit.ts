import { CommitParser } from "conventional-commits-parser";

/** A commit as git tells it. */
export interface RawCommit {
  /** 40 hexadecimal digits. */
  readonly hash: string;
  /** The whole message, subject first. */
  readonly message: string;
}

/**
 * What sort of commit it is. "merge": git's own words for a merge, whose commits count by themselves.
 * "revert": takes back `revertedHash`. "other": not in our format; it never changes the version.
 */
export type CommitKind = "conventional" | "merge" | "revert" | "other";

/** A commit, understood. */
export interface ParsedCommit {
  readonly hash: string;
  readonly kind: CommitKind;
  /** Lower case, "feat"; undefined unless the commit is conventional. */
  readonly type?: string;
  readonly scope?: string;
  /** The subject without type and scope; the whole subject for other kinds, the reverted subject for a revert. */
  readonly description: string;
  readonly isBreaking: boolean;
  /** The texts of the BREAKING CHANGE footers; the description where "!" stands without a footer. */
  readonly breakingNotes: readonly string[];
  /** Issues named by number, "123", in order, each once. */
  readonly issues: readonly string[];
  /** The commit that a revert takes back, at least 7 hexadecimal digits; undefined where its message names none. */
  readonly revertedHash?: string;
}

// No space before the colon, as the specification says; the scope may hold any character but a parenthesis.
const HEADER = /^([A-Za-z]+)(?:\(([^()]*)\))?(!?): (.*)$/;
const MERGE = /^Merge (?:branch|branches|remote-tracking branch|remote-tracking branches|tag|pull request|commit)\b/;
// "Reapply" is what git writes for the revert of a revert; "revert: …" is the same in our format.
const REVERT = /^(?:(?:Revert|Reapply) "|revert(?:\([^()]*\))?!?: )(.*?)"?$/;
const REVERTED_HASH = /\bThis reverts commit ([0-9a-f]{7,64})\b/;

const parser = new CommitParser({
  headerPattern: HEADER,
  headerCorrespondence: ["type", "scope", "breaking", "subject"],
  // The default lets a body line "-type-" overwrite what the header said.
  fieldPattern: /(?!)/,
});

/**
 * Reads one commit message. Never fails: what is not in our format has the kind "other".
 * Source of the format: https://www.conventionalcommits.org/en/v1.0.0/
 * Example: the message "feat(cart)!: drop guest carts" gives type "feat", scope "cart", isBreaking true.
 */
export function parseCommit(raw: RawCommit): ParsedCommit {
  const message = raw.message.trim();
  const [subject = ""] = message.split(/\r?\n/, 1);
  if (MERGE.test(subject)) return plainCommit(raw.hash, "merge", subject);
  const revert = REVERT.exec(subject);
  if (revert !== null) return revertCommit(raw, revert[1] ?? "");
  if (!HEADER.test(subject)) return plainCommit(raw.hash, "other", subject);
  return conventionalCommit(raw.hash, message);
}

function plainCommit(hash: string, kind: CommitKind, description: string): ParsedCommit {
  return { hash, kind, description, isBreaking: false, breakingNotes: [], issues: [] };
}

function revertCommit(raw: RawCommit, description: string): ParsedCommit {
  const revertedHash = REVERTED_HASH.exec(raw.message)?.[1];
  return { ...plainCommit(raw.hash, "revert", description), ...(revertedHash === undefined ? {} : { revertedHash }) };
}

function conventionalCommit(hash: string, message: string): ParsedCommit {
  const parsed = parser.parse(message);
  const description = parsed["subject"] ?? "";
  const notes = parsed.notes.map((note) => note.text.trim()).filter((text) => text !== "");
  const isBreaking = parsed["breaking"] === "!" || parsed.notes.length > 0;
  const scope = parsed["scope"];
  return {
    hash,
    kind: "conventional",
    type: (parsed["type"] ?? "").toLowerCase(),
    ...(scope ? { scope } : {}),
    description,
    isBreaking,
    breakingNotes: isBreaking && notes.length === 0 ? [description] : notes,
    issues: [...new Set(parsed.references.map((reference) => reference.issue))],
  };
}
