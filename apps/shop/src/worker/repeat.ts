import { setTimeout as delay } from "node:timers/promises";

/** What is repeated, and how. */
export interface Repetition {
  readonly work: () => Promise<void>;
  /** Milliseconds between the end of one time and the start of the next. */
  readonly intervalMs: number;
  /** Told when `work` rejects; the next time comes all the same. */
  readonly onError: (error: unknown) => void;
  /** Ends the repetition: what is under way finishes, nothing is started again. */
  readonly signal: AbortSignal;
}

/** Does something again and again until told to stop. */
export async function repeat({ work, intervalMs, onError, signal }: Repetition): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError);
    await delay(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
