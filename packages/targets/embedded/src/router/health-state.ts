import type { HealthStatus } from "./router-state.ts";
import type { RouterPolicy } from "./router-policy.ts";

/** What is known of a process, and how many checks in a row point the other way. */
export interface HealthState {
  readonly status: HealthStatus;
  /** Checks in a row that contradict `status`. */
  readonly contraryCount: number;
}

/** What was seen of a process: the answer to a check, or that a request could not connect. */
export type HealthEvent = "check-passed" | "check-failed" | "connection-refused";

/** A process of which nothing was seen yet: it gets no request before its first passed check. */
export const UNKNOWN_HEALTH: HealthState = { status: "unknown", contraryCount: 0 };

const OUT: HealthState = { status: "unhealthy", contraryCount: 0 };
const IN: HealthState = { status: "healthy", contraryCount: 0 };

/**
 * The state after an event. A refused connection takes a process out at once (nobody listens there); failed checks
 * do after `failuresUntilOut` in a row, since one may be a pause; passed checks bring it in after `successesUntilIn`.
 */
export function nextHealth(
  state: HealthState,
  event: HealthEvent,
  policy: Pick<RouterPolicy, "failuresUntilOut" | "successesUntilIn">,
): HealthState {
  if (event === "connection-refused") return OUT;
  const isPassed = event === "check-passed";
  if (isPassed === (state.status === "healthy")) return { status: settled(state.status), contraryCount: 0 };
  const contraryCount = state.contraryCount + 1;
  if (isPassed) return contraryCount >= policy.successesUntilIn ? IN : { ...state, contraryCount };
  return contraryCount >= policy.failuresUntilOut ? OUT : { ...state, contraryCount };
}

function settled(status: HealthStatus): HealthStatus {
  return status === "unknown" ? "unhealthy" : status;
}
