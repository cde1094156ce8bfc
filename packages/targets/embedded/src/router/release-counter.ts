import type { ReleaseCounters } from "./router-state.ts";

/** Counts what happens on one release. Lives in the router, so that a process that crashes cannot take its failures with it. */
export class ReleaseCounter {
  #requestCount = 0;
  #failedCount = 0;
  #slowCount = 0;
  #inFlightCount = 0;
  #openStreamCount = 0;
  #lastRequestAt: number | null = null;
  readonly #idleListeners = new Set<() => void>();

  get inFlightCount(): number {
    return this.#inFlightCount;
  }

  /** A new request belongs to this release. */
  countRequest(): void {
    this.#requestCount += 1;
  }

  /** An attempt begins on one of its processes, at `nowMs` since the epoch. */
  begin(nowMs: number): void {
    this.#inFlightCount += 1;
    this.#lastRequestAt = nowMs;
  }

  /** An attempt is over, however it went. */
  end(): void {
    this.#inFlightCount -= 1;
    if (this.#inFlightCount === 0) for (const listener of [...this.#idleListeners]) listener();
  }

  countFailure(): void {
    this.#failedCount += 1;
  }

  countSlow(): void {
    this.#slowCount += 1;
  }

  openStream(): void {
    this.#openStreamCount += 1;
  }

  closeStream(): void {
    this.#openStreamCount -= 1;
  }

  /** Calls `listener` each time that nothing is under way any more; returns what ends it. */
  onIdle(listener: () => void): () => void {
    this.#idleListeners.add(listener);
    return () => this.#idleListeners.delete(listener);
  }

  snapshot(): ReleaseCounters {
    return {
      requestCount: this.#requestCount,
      failedCount: this.#failedCount,
      slowCount: this.#slowCount,
      inFlightCount: this.#inFlightCount,
      openStreamCount: this.#openStreamCount,
      lastRequestAt: this.#lastRequestAt === null ? null : new Date(this.#lastRequestAt).toISOString(),
    };
  }
}
