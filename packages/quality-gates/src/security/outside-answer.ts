import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { malformed, parseJsonReport } from "../malformed-report.ts";
import type { MalformedReport, ReportFormat } from "../malformed-report.ts";
import { textAt } from "./json-values.ts";

/** What a tool answered that asks the outside world, and when: such an answer ages. */
export interface OutsideAnswer {
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** What the tool wrote, as it is. */
  readonly output: string;
}

const CLOCK_TOLERANCE_MS = 5 * 60_000;
const MS_PER_HOUR = 60 * 60_000;

/** Reads the envelope in which a measuring job keeps a tool's answer. */
export function readOutsideAnswer(text: string, format: ReportFormat): Result<OutsideAnswer, MalformedReport> {
  const parsed = parseJsonReport(text, format);
  if (!parsed.ok) return parsed;
  const takenAt = textAt(parsed.value, "takenAt");
  const output = parsed.value["output"];
  if (takenAt === undefined || Number.isNaN(Date.parse(takenAt)))
    return malformed(format, "a time is expected", { pointer: "/takenAt" });
  if (typeof output !== "string") return malformed(format, "a text is expected", { pointer: "/output" });
  return ok({ takenAt, output });
}

/** Why an answer taken at `takenAt` does not count any more at `now`; undefined where it does. */
export function whyLapsed(takenAt: string, now: string, freshForMs: number): string | undefined {
  const ageMs = Date.parse(now) - Date.parse(takenAt);
  if (!(ageMs >= -CLOCK_TOLERANCE_MS)) return `was taken at ${takenAt}, which is yet to come`;
  if (ageMs <= freshForMs) return undefined;
  return `was taken ${Math.floor(ageMs / MS_PER_HOUR)} hours ago; it counts for ${Math.floor(freshForMs / MS_PER_HOUR)}`;
}

/** The answer, or a phrase that says why it does not count any more. */
export function fresh<T extends { readonly takenAt: string }>(
  name: string,
  answer: T,
  { now, freshForMs }: { readonly now: string; readonly freshForMs: number },
): Result<T, string> {
  const lapsed = whyLapsed(answer.takenAt, now, freshForMs);
  return lapsed === undefined ? ok(answer) : err(`${name} ${lapsed}`);
}
