import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./deploy-request.ts";

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // An abort ends the sleep early; whoever sleeps looks at the signal next.
  sleep: (durationMs, signal) => sleep(durationMs, undefined, { signal }).catch(() => undefined),
};
