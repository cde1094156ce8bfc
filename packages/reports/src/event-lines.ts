import type { RunEvent } from "@ecommerce-cart/pipeline-model";

/** One event as one line of NDJSON, its line end included. */
export function encodeEvent(event: RunEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** Events read back, and how many lines could not be (the last one of a run that was killed while writing it). */
export interface DecodedEvents {
  readonly events: readonly RunEvent[];
  readonly unreadableLines: number;
}

const TYPES: ReadonlySet<unknown> = new Set<RunEvent["type"]>([
  "run-started",
  "job-started",
  "job-output",
  "job-finished",
  "run-finished",
]);

function decodeLine(line: string): RunEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // Our own file: the type is checked, its fields are trusted.
    return typeof value === "object" && value !== null && "type" in value && TYPES.has(value.type)
      ? (value as RunEvent)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Reads what `encodeEvent` wrote. A damaged line is left out and counted, never fatal. */
export function decodeEvents(text: string): DecodedEvents {
  const lines = text.split("\n").filter((line) => line !== "");
  const events = lines.flatMap((line) => decodeLine(line) ?? []);
  return { events, unreadableLines: lines.length - events.length };
}
