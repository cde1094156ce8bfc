import type { ReleaseId } from "@ecommerce-cart/release";
import type { Crash } from "./reconcile.ts";
import { slotName } from "./supervisor-state.ts";
import type { SlotName, SupervisorState } from "./supervisor-state.ts";

/** How a release stands: all of its web processes are healthy, they may become so, or they will not. */
export type HealthAnswer =
  | { readonly kind: "healthy" }
  | { readonly kind: "waiting"; readonly detail: string }
  | { readonly kind: "hopeless"; readonly detail: string };

/** So many ends in a row mean that the next start ends the same way. */
export const HOPELESS_CRASH_COUNT = 3;

/** What was seen of the processes. */
export interface HealthSeen {
  /** Web processes whose last check passed. */
  readonly healthyPids: ReadonlySet<number>;
  readonly crashes: ReadonlyMap<SlotName, Crash>;
}

/** How the release stands; undefined when it is not staged. Example: two of two healthy give `{ kind: "healthy" }`. */
export function releaseHealth(
  state: SupervisorState,
  seen: HealthSeen,
  releaseId: ReleaseId,
): HealthAnswer | undefined {
  const desired = state.releases.find(({ release }) => release.id === releaseId);
  if (desired === undefined) return undefined;
  const web = state.instances.filter(
    (instance) => instance.releaseId === releaseId && instance.role === "web" && instance.stoppingSinceMs === undefined,
  );
  const healthyCount = web.filter((instance) => seen.healthyPids.has(instance.pid)).length;
  if (healthyCount >= desired.webCount) return { kind: "healthy" };
  const isUp = (slot: number) => web.some((instance) => instance.slot === slot && seen.healthyPids.has(instance.pid));
  for (let slot = 1; slot <= desired.webCount; slot += 1) {
    const count = isUp(slot) ? 0 : (seen.crashes.get(slotName({ releaseId, role: "web", slot }))?.count ?? 0);
    if (count >= HOPELESS_CRASH_COUNT)
      return { kind: "hopeless", detail: `web-${slot} ended ${count} times in a row at its start` };
  }
  return { kind: "waiting", detail: `${healthyCount} of ${desired.webCount} web processes are healthy` };
}
