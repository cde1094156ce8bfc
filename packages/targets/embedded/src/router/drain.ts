import type { ReleaseCounter } from "./release-counter.ts";
import type { DrainOutcome } from "./router-state.ts";

/** Resolves at once when nothing is under way on the release, else when it is so or the time is up. Cuts nothing. */
export function waitUntilIdle(counter: ReleaseCounter, timeoutMs: number): Promise<DrainOutcome> {
  if (counter.inFlightCount === 0) return Promise.resolve({ kind: "drained" });
  return new Promise((resolve) => {
    const settle = (outcome: DrainOutcome): void => {
      clearTimeout(timer);
      stopListening();
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ kind: "timed-out", remaining: counter.inFlightCount }), timeoutMs);
    const stopListening = counter.onIdle(() => settle({ kind: "drained" }));
  });
}
