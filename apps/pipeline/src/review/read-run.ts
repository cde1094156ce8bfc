import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "@ecommerce-cart/reports";
import { layoutOf } from "@ecommerce-cart/task-runner";
import { CommandFailure } from "../command-failure.ts";

/** The record of a run; the latest where none is named. Throws CommandFailure, saying what to do, where there is none. */
export function readRun(rootDirectory: string, id = "latest"): RunRecord {
  const path = join(layoutOf(rootDirectory).runs, id, "run.json");
  if (!/^[\w.-]+$/.test(id) || id.startsWith(".") || !existsSync(path))
    throw new CommandFailure(
      id === "latest"
        ? "no run has written a report yet: `./pipeline run` first."
        : `there is no run "${id}": .pipeline/runs/ has those that are kept.`,
    );
  try {
    const record = JSON.parse(readFileSync(path, "utf8")) as RunRecord;
    if (record.schemaVersion === 1) return record;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandFailure(`${path} cannot be read: it was cut off, or another version wrote it; run again.`);
}
