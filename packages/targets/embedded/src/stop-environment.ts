import type { Result } from "@ecommerce-cart/result";
import type { EnvironmentFailure } from "./environment-failure.ts";

/** One process that was stopped. "ended": by itself when asked to; "killed": its time was up. */
export interface StoppedProcess {
  /** "router", "postgres", "supervisor", "web-1 of 0.3.0-abc1234-9f8e7d6c". */
  readonly name: string;
  readonly pid: number;
  readonly how: "ended" | "killed";
}

/** What a stop did; empty when nothing ran. */
export interface StopReport {
  readonly stopped: readonly StoppedProcess[];
}

/** Ends the environment of this folder: requests under way finish, and no process is left. */
export function stopEnvironment(_directory: string): Promise<Result<StopReport, EnvironmentFailure>> {
  throw new Error("unfinished");
}
