import type { ProcessOwner } from "./process-owner.ts";
import type { JsonValue } from "./state-store.ts";

/** What a file in the lock's folder says. Its name is `<token>.json`. */
export interface LeaseRecord {
  readonly token: number;
  readonly holder: ProcessOwner;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly expiresAt: string;
  /** Set by its holder at the end; the file stays, so that its token is never handed out again. */
  readonly releasedAt?: string;
}

/** A lease from its file's value; undefined when it is no lease. */
export function parseLease(value: JsonValue | undefined): LeaseRecord | undefined {
  if (!isRecord(value) || !isRecord(value["holder"])) return undefined;
  const isWhole =
    Number.isSafeInteger(value["token"]) &&
    ["since", "expiresAt"].every((key) => isTime(value[key])) &&
    isOwner(value["holder"]);
  return isWhole ? (value as unknown as LeaseRecord) : undefined;
}

/** Whether a value is a JSON object. */
export function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOwner(holder: { readonly [key: string]: JsonValue | undefined }): boolean {
  const texts = ["host", "user", "startIdentity", "command"];
  return Number.isSafeInteger(holder["pid"]) && texts.every((key) => typeof holder[key] === "string");
}

function isTime(value: JsonValue | undefined): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}
