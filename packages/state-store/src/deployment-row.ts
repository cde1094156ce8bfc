import { isRecord } from "./lease-file.ts";
import type { DeploymentRow, JsonValue } from "./state-store.ts";

const INTENTS: readonly JsonValue[] = ["deploy", "roll-back"] satisfies DeploymentRow["intent"][];
const OUTCOMES: readonly JsonValue[] = [
  "deployed",
  "rolled-back",
  "undone",
  "gave-up",
] satisfies DeploymentRow["outcome"][];

/** A history row from its JSON value; undefined when it is none. */
export function parseRow(value: JsonValue): DeploymentRow | undefined {
  if (!isRecord(value)) return undefined;
  const texts = ["deploymentId", "release", "strategy", "who", "startedAt", "finishedAt"];
  const isWhole =
    texts.every((key) => typeof value[key] === "string") &&
    INTENTS.includes(value["intent"] ?? null) &&
    OUTCOMES.includes(value["outcome"] ?? null);
  return isWhole ? (value as unknown as DeploymentRow) : undefined;
}
