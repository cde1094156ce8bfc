import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import type { ChangedFile, LineRange } from "./read-unified-diff.ts";

/** A file that differs from the base. */
export interface ReportedFile extends ChangedFile {
  /** Marked `linguist-generated` in .gitattributes. */
  readonly isGenerated: boolean;
}

/** What the work tree changed since its base. */
export interface Change {
  readonly kind: "change";
  /** The whole hash of the commit that the tree is compared with. */
  readonly base: string;
  /** Where it comes from, for people: "merge base with origin/main". */
  readonly baseName: string;
  readonly files: readonly ReportedFile[];
}

/** No base to compare with is known here: a shallow clone, a first commit. */
export interface UnknownChange {
  readonly kind: "unknown";
  /** What is missing, and what to fetch. */
  readonly problem: string;
}

function isRange(value: unknown): value is LineRange {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [from, to] = value as readonly unknown[];
  return isCount(from) && isCount(to) && from >= 1 && to >= from;
}

function readFile(file: unknown, pointer: string): Result<ReportedFile, MalformedReport> {
  if (!isJsonObject(file)) return malformed("change", "a file is expected", { pointer });
  const { path, added, isGenerated } = file;
  if (typeof path !== "string" || path === "" || typeof isGenerated !== "boolean")
    return malformed("change", "path and isGenerated are expected", { pointer });
  if (!Array.isArray(added) || !added.every(isRange))
    return malformed("change", "added must list ranges of lines", { pointer });
  return ok({ path, added, isGenerated });
}

function readFiles(report: JsonObject): Result<readonly ReportedFile[], MalformedReport> {
  const { files, changedFiles } = report;
  if (!Array.isArray(files)) return malformed("change", "a list is expected", { pointer: "/files" });
  if (changedFiles !== files.length)
    return malformed("change", "it is not the number of files listed", { pointer: "/changedFiles" });
  const read: ReportedFile[] = [];
  for (const [index, file] of files.entries()) {
    const one = readFile(file, pointerTo("files", String(index)));
    if (!one.ok) return one;
    read.push(one.value);
  }
  return ok(read);
}

/** Writes a change so that `readChange` reads it; the number of files stands beside their list. */
export function writeChange(change: Change | UnknownChange): string {
  const counted = change.kind === "change" ? { ...change, changedFiles: change.files.length } : change;
  return `${JSON.stringify(counted)}\n`;
}

/** Reads what `writeChange` wrote. */
export function readChange(text: string): Result<Change | UnknownChange, MalformedReport> {
  const parsed = parseJsonReport(text, "change");
  if (!parsed.ok) return parsed;
  const { kind, problem, base, baseName } = parsed.value;
  if (kind === "unknown" && typeof problem === "string") return ok({ kind, problem });
  if (kind !== "change") return malformed("change", '"change" or "unknown" is expected', { pointer: "/kind" });
  if (typeof base !== "string" || !/^[0-9a-f]{40,64}$/.test(base) || typeof baseName !== "string")
    return malformed("change", "the hash of a commit and its name are expected", { pointer: "/base" });
  const files = readFiles(parsed.value);
  return files.ok ? ok({ kind, base, baseName, files: files.value }) : files;
}
