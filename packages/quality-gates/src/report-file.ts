import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { describeMalformed } from "./malformed-report.ts";
import type { MalformedReport } from "./malformed-report.ts";

/** A report as an adapter found it. */
export interface ReportFile {
  /** For messages: the path, relative to the root. */
  readonly name: string;
  /** Its whole text; undefined where there is no such file. */
  readonly text: string | undefined;
  /** Digest of the tree that it measured. This or `writtenAt` must be known, else it measures nothing. */
  readonly treeDigest?: string | undefined;
  /** ISO 8601, UTC. */
  readonly writtenAt?: string | undefined;
}

/** What a report must have measured to count. */
export interface JudgedTree {
  /** Digest of the tree that is judged. */
  readonly treeDigest: string;
  /** When the newest of its sources was changed, ISO 8601; left out where only digests are compared. */
  readonly newestSourceAt?: string | undefined;
  /** ISO 8601 date, for waivers. */
  readonly today: string;
  /** Absolute; what absolute paths in reports are made relative to. */
  readonly rootDirectory?: string | undefined;
}

function isOlder(writtenAt: string, newestSourceAt: string): boolean {
  const written = Date.parse(writtenAt);
  const newest = Date.parse(newestSourceAt);
  // A time that cannot be read proves nothing.
  return !(written >= newest);
}

/** Why a report does not speak of the tree that is judged; undefined where it does. */
function whyUnbound({ treeDigest, writtenAt }: ReportFile, tree: JudgedTree): string | undefined {
  if (treeDigest !== undefined && treeDigest !== tree.treeDigest) return "measured another tree than the one judged";
  if (writtenAt !== undefined && tree.newestSourceAt !== undefined && isOlder(writtenAt, tree.newestSourceAt))
    return "is older than the sources";
  const isTimed = writtenAt !== undefined && tree.newestSourceAt !== undefined;
  return treeDigest === undefined && !isTimed ? "does not say which tree it measured" : undefined;
}

/** Reads a report's text into what it measured. */
export type ReadReport<T> = (text: string, rootDirectory?: string) => Result<T, MalformedReport>;

/** Reads a report that is there, whole, and of the judged tree. The failure is a phrase for people. */
export function readBoundReport<T>(file: ReportFile, tree: JudgedTree, read: ReadReport<T>): Result<T, string> {
  if (file.text === undefined) return err(`${file.name} is missing`);
  if (file.text.trim() === "") return err(`${file.name} is empty`);
  const unbound = whyUnbound(file, tree);
  if (unbound !== undefined) return err(`${file.name} ${unbound}`);
  const content = read(file.text, tree.rootDirectory);
  return content.ok ? ok(content.value) : err(`${file.name}: ${describeMalformed(content.error)}`);
}
