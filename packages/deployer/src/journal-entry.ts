import type { Release } from "@ecommerce-cart/release";
import type { RolloutAction, RolloutPolicy, StepOutcome } from "@ecommerce-cart/rollout";
import type { JsonValue } from "@ecommerce-cart/state-store";

/** A deployment begins: all that is needed to go on with it, or to undo it, without the command that began it. */
export interface BegunEntry {
  readonly type: "begun";
  readonly deploymentId: string;
  readonly intent: "deploy" | "roll-back";
  readonly to: Release;
  readonly from?: Release;
  /** Web processes of `from` at the start. */
  readonly fromWebCount: number;
  /** Web processes of `to` at the start. */
  readonly toWebCount: number;
  readonly policy: RolloutPolicy;
  /** "ann@laptop". */
  readonly who: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Written before a step is taken. One without its end may have been taken or not; it is decided anew. */
export interface StepStartedEntry {
  readonly type: "step-started";
  readonly deploymentId: string;
  readonly step: number;
  readonly action: RolloutAction;
  readonly at: string;
}

/** Written after a step was taken. */
export interface StepFinishedEntry {
  readonly type: "step-finished";
  readonly deploymentId: string;
  readonly step: number;
  readonly action: RolloutAction;
  readonly outcome: StepOutcome;
  readonly durationMs: number;
  readonly at: string;
}

/** One entry of a deployment's journal. */
export type JournalEntry = BegunEntry | StepStartedEntry | StepFinishedEntry;

type JsonObject = { readonly [key: string]: JsonValue | undefined };

const REQUIRED: Record<JournalEntry["type"], Record<string, "string" | "number" | "object">> = {
  begun: {
    intent: "string",
    to: "object",
    fromWebCount: "number",
    toWebCount: "number",
    policy: "object",
    who: "string",
  },
  "step-started": { step: "number", action: "object" },
  "step-finished": { step: "number", action: "object", outcome: "object", durationMs: "number" },
};

/** An entry from its JSON value; undefined when it is none. */
export function parseJournalEntry(value: JsonValue): JournalEntry | undefined {
  if (!isObject(value) || typeof value["deploymentId"] !== "string" || typeof value["at"] !== "string")
    return undefined;
  const required = REQUIRED[value["type"] as JournalEntry["type"]] ?? { type: "an entry has a known type" };
  const isWhole = Object.entries(required).every(([key, type]) => isOfType(value[key], type));
  return isWhole ? (value as unknown as JournalEntry) : undefined;
}

/** An entry as JSON. Everything in it is JSON already; the compiler cannot know that of an interface. */
export function toJson(entry: JournalEntry): JsonValue {
  return entry as unknown as JsonValue;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfType(value: JsonValue | undefined, type: string): boolean {
  return type === "object" ? isObject(value) : typeof value === type;
}
