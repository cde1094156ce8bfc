import { err, ok } from "@ecommerce-cart/result";
import type { Err, Result } from "@ecommerce-cart/result";

/** The formats that we read. */
export type ReportFormat =
  | "istanbul-json"
  | "istanbul-summary"
  | "lcov"
  | "vitest-json"
  | "junit"
  | "performance-results"
  | "change"
  | "code-measures"
  | "knip"
  | "dependency-cruiser"
  | "npm-audit"
  | "osv"
  | "sarif"
  | "secret-scan"
  | "trivy"
  | "zap-json"
  | "dynamic-baseline"
  | "cyclonedx"
  | "npm-outdated"
  | "release-ages"
  | "lockfile";

/** A report that is not what it should be. It measures nothing. */
export interface MalformedReport {
  readonly kind: "malformed-report";
  readonly format: ReportFormat;
  /** What is wrong, without the place: "the record is not closed". */
  readonly problem: string;
  /** 1-based; left out where the place is a pointer. */
  readonly line?: number;
  /** JSON pointer (RFC 6901) to the bad value. */
  readonly pointer?: string;
}

/** Where in a report something is wrong. */
export type ReportPlace = { readonly line: number } | { readonly pointer: string };

/** Builds the error for one place in a report. */
export function malformed(format: ReportFormat, problem: string, place: ReportPlace): Err<MalformedReport> {
  return err({ kind: "malformed-report", format, problem, ...place });
}

/** One phrase for people: "malformed lcov, line 12: the record is not closed". */
export function describeMalformed(error: MalformedReport): string {
  const place =
    error.line === undefined ? `at ${error.pointer === "" ? "its top" : error.pointer}` : `line ${error.line}`;
  return `malformed ${error.format}, ${place}: ${error.problem}`;
}

/** The 1-based line that holds the character at `index`. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** A JSON object, its members not yet looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for objects; false for null and arrays. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for whole numbers from 0 on that are exact. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A member's name as one step of a JSON pointer. */
export function pointerTo(...steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function placeOfSyntaxError(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  return lineAt(text, position === undefined ? text.length : Number(position));
}

/** Parses a JSON report whose top must be an object. */
export function parseJsonReport(text: string, format: ReportFormat): Result<JsonObject, MalformedReport> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The engine's message quotes the report, which may hold anything: the place is enough.
    return malformed(format, "this is not JSON, or it was cut off", { line: placeOfSyntaxError(text, error.message) });
  }
  return isJsonObject(value) ? ok(value) : malformed(format, "an object is expected", { pointer: "" });
}
