import { describeHolder } from "@ecommerce-cart/state-store";
import type { LockPatience } from "@ecommerce-cart/state-store";
import { describeWaiting } from "../waiting.ts";

/** Waits for the lock of an environment, and says for whom. */
export function patienceFor(waitMs: number, signal: AbortSignal, tell: (line: string) => void): LockPatience {
  return { waitMs, signal, onWaiting: (held) => tell(describeWaiting(describeHolder(held), waitMs)) };
}
