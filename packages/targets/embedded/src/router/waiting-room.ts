/** How a wait ended: something changed, the time was up, there was no room, or whoever waited has gone. */
export type WaitOutcome = "woken" | "timed-out" | "full" | "gone";

/** How one waits. */
export interface WaitOptions {
  readonly timeoutMs: number;
  /** Waited before and was woken for nothing: has its place, however many wait. */
  readonly isReturning: boolean;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/** Where requests wait for a change (a resume, new routes, a process that became healthy), in order of arrival. */
export class WaitingRoom {
  readonly #maxCount: number;
  readonly #waiting = new Set<(outcome: WaitOutcome) => void>();

  constructor(maxCount: number) {
    this.#maxCount = maxCount;
  }

  get count(): number {
    return this.#waiting.size;
  }

  /** Wakes all, in order of arrival; each looks again whether it may go. */
  wakeAll(): void {
    for (const leave of [...this.#waiting]) leave("woken");
  }

  /** Resolves at the next `wakeAll`, at the time's end, or at once when the room is full. */
  wait({ timeoutMs, isReturning, signal }: WaitOptions): Promise<WaitOutcome> {
    if (signal.aborted) return Promise.resolve("gone");
    if (timeoutMs <= 0) return Promise.resolve("timed-out");
    if (!isReturning && this.#waiting.size >= this.#maxCount) return Promise.resolve("full");
    return new Promise((resolve) => {
      const leave = (outcome: WaitOutcome): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onGone);
        this.#waiting.delete(leave);
        resolve(outcome);
      };
      const onGone = (): void => leave("gone");
      const timer = setTimeout(() => leave("timed-out"), timeoutMs);
      signal.addEventListener("abort", onGone);
      this.#waiting.add(leave);
    });
  }
}
