import { CommandFailure } from "./command-failure.ts";

/** How long, in seconds, to wait for another command; `--wait` replaces it. Default 600. */
export const WAIT_VARIABLE = "PIPELINE_WAIT_SECONDS";
const DEFAULT_WAIT_SECONDS = 600;
const MAX_WAIT_SECONDS = 86_400;

/**
 * How long to wait for another command that is under way, in milliseconds: what `--wait` says, else the variable.
 * Throws CommandFailure where that is no number of seconds.
 */
export function readWaitMs(flag: string | undefined, variables: Readonly<Record<string, string | undefined>>): number {
  const text = flag ?? variables[WAIT_VARIABLE] ?? "";
  if (text === "") return DEFAULT_WAIT_SECONDS * 1000;
  const seconds = /^\d+$/.test(text) ? Number(text) : NaN;
  if (seconds <= MAX_WAIT_SECONDS) return seconds * 1000;
  const name = flag === undefined ? WAIT_VARIABLE : "--wait";
  throw new CommandFailure(`${name} is "${text}": give whole seconds from 0 (do not wait) to ${MAX_WAIT_SECONDS}.`);
}

/** What is said before waiting. `holder` names command, process and since when. */
export function describeWaiting(holder: string, waitMs: number): string {
  return `waiting for ${holder}, at most ${waitMs / 1000} s (--wait SECONDS); Ctrl-C gives up`;
}
