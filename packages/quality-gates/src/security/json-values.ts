import { isJsonObject } from "../malformed-report.ts";
import type { JsonObject } from "../malformed-report.ts";

/** The object at `key`; undefined where there is none. */
export function objectAt(value: unknown, key: string): JsonObject | undefined {
  const found = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isJsonObject(found) ? found : undefined;
}

/** The list at `key`; undefined where there is none. */
export function listAt(value: unknown, key: string): readonly unknown[] | undefined {
  const found = isJsonObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : undefined;
}

/** The text at `key`; undefined where there is none, or an empty one. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = isJsonObject(value) ? value[key] : undefined;
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The list of texts at `key`; undefined where there is none, or something else is in it. */
export function textsAt(value: unknown, key: string): readonly string[] | undefined {
  const found = listAt(value, key);
  return found?.every((one) => typeof one === "string") === true ? (found as readonly string[]) : undefined;
}

/** One line of at most 200 characters, for messages that quote a report. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 200);
}
