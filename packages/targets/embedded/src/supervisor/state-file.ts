import { readFileSync } from "node:fs";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { writeJsonAtomically } from "../atomic-file.ts";
import { parseEnvironmentConfig } from "../environment-config.ts";
import type { EnvironmentConfig } from "../environment-config.ts";
import type { EnvironmentFailure } from "../environment-failure.ts";
import { INITIAL_STATE, parseSupervisorState } from "./supervisor-state.ts";
import type { SupervisorState } from "./supervisor-state.ts";

/** How a folder that stands where a file belongs is told. */
export const FOLDER_IN_PLACE = "a folder stands in its place";

/** The state of an environment; where there is none, that of a new one. */
export function readSupervisorState(file: string): Result<SupervisorState, EnvironmentFailure> {
  const read = readText(file);
  if (!read.ok) return read;
  const text = read.value;
  if (text === undefined) return ok(INITIAL_STATE);
  const parsed = parseSupervisorState(text);
  return parsed.ok ? parsed : err({ kind: "damaged-state-file", file, detail: parsed.error });
}

/** Replaces the state on disk; when it returns, a kill does not lose it. */
export function writeSupervisorState(file: string, state: SupervisorState): void {
  writeJsonAtomically(file, state);
}

/** The config that an adapter wrote. */
export function readConfigFile(file: string): Result<EnvironmentConfig, EnvironmentFailure> {
  const damaged = (detail: string) => err({ kind: "damaged-state-file", file, detail } as const);
  const read = readText(file);
  if (!read.ok) return read;
  const text = read.value;
  if (text === undefined) return damaged("it is missing");
  try {
    const parsed = parseEnvironmentConfig(JSON.parse(text) as unknown);
    return parsed.ok ? parsed : damaged(parsed.error.join("; "));
  } catch (error) {
    if (error instanceof SyntaxError) return damaged("it is not JSON");
    throw error;
  }
}

/** Undefined where there is no such file. */
function readText(file: string): Result<string | undefined, EnvironmentFailure> {
  try {
    return ok(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return ok(undefined);
    if (code === "EISDIR") return err({ kind: "damaged-state-file", file, detail: FOLDER_IN_PLACE });
    throw error;
  }
}
