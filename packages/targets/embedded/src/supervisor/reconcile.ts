import type { ReleaseId } from "@ecommerce-cart/release";
import type { ReleaseRoute } from "../router/routes.ts";
import { slotName } from "./supervisor-state.ts";
import type { DesiredRelease, InstanceRecord, Slot, SlotName, SupervisorState } from "./supervisor-state.ts";

/** How often in a row the process of a slot ended by itself, and when it did last. */
export interface Crash {
  readonly count: number;
  readonly endedAtMs: number;
}

/** What is seen of the world. */
export interface Observed {
  readonly nowMs: number;
  /** True: what processes need (the database's address) is known. */
  readonly canStart: boolean;
  /** Processes of the state that live. */
  readonly livingPids: ReadonlySet<number>;
  readonly crashes: ReadonlyMap<SlotName, Crash>;
  /** What the router has confirmed; undefined when it does not run or has confirmed nothing yet. */
  readonly confirmedRoutes: readonly ReleaseRoute[] | undefined;
  readonly isRouterRunning: boolean;
}

/** What must hold in this environment. */
export interface ReconcilePolicy {
  readonly workerCount: number;
  readonly stopTimeoutMs: number;
}

/** What to do next. Each may be repeated. */
export type Action =
  | { readonly kind: "forget"; readonly instance: InstanceRecord }
  | { readonly kind: "route"; readonly releases: readonly ReleaseRoute[] }
  | { readonly kind: "start"; readonly slot: Slot }
  | { readonly kind: "terminate"; readonly instance: InstanceRecord }
  | { readonly kind: "kill"; readonly instance: InstanceRecord };

/** A process that lived this long did not crash at its start: the next wait is short again. */
const STABLE_AFTER_MS = 10_000;
/** A web process that has not said by then where it listens never will: its line was lost on a full disk, or it hangs. */
const LISTENING_DEADLINE_MS = 60_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;

/**
 * What must be done so that the world becomes what `state` asks for; empty when it is. Deaths first, so that a slot
 * is free; then routes, so that nothing is stopped that still gets requests.
 */
export function reconcile(state: SupervisorState, observed: Observed, policy: ReconcilePolicy): readonly Action[] {
  const living = state.instances.filter((instance) => observed.livingPids.has(instance.pid));
  const dead = state.instances.filter((instance) => !observed.livingPids.has(instance.pid));
  const wanted = new Map(wantedSlots(state.releases, policy.workerCount).map((slot) => [slotName(slot), slot]));
  const isUnwanted = (instance: InstanceRecord) => !wanted.has(slotName(instance));
  const routes = routesOf(
    state,
    living.filter((instance) => !isUnwanted(instance)),
  );
  return [
    ...dead.map((instance): Action => ({ kind: "forget", instance })),
    ...(observed.isRouterRunning && !isSameRoutes(observed.confirmedRoutes, routes)
      ? [{ kind: "route", releases: routes } as const]
      : []),
    ...startsDue(wanted, state, observed),
    ...endsDue(
      living.filter(
        (instance) =>
          isUnwanted(instance) || instance.stoppingSinceMs !== undefined || isMute(instance, observed.nowMs),
      ),
      observed,
      policy,
    ),
  ];
}

function isMute({ role, port, launchedAtMs }: InstanceRecord, nowMs: number): boolean {
  return role === "web" && port === undefined && nowMs - launchedAtMs > LISTENING_DEADLINE_MS;
}

/**
 * Counts a process that ended by itself; one that had lived 10 s begins anew at 1.
 */
export function nextCrash(
  previous: Crash | undefined,
  instance: Pick<InstanceRecord, "launchedAtMs">,
  nowMs: number,
): Crash {
  const hadLived = nowMs - instance.launchedAtMs >= STABLE_AFTER_MS;
  return { count: hadLived ? 1 : (previous?.count ?? 0) + 1, endedAtMs: nowMs };
}

/** When a slot may be started again: 100 ms after the first crash, twice as long after each more, at most 10 s. */
export function restartDueAtMs(crash: Crash): number {
  return crash.endedAtMs + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (crash.count - 1));
}

/** Where requests go: weights scaled to sum to 100, and no release when none has a share. */
export function routesOf(state: SupervisorState, living: readonly InstanceRecord[]): readonly ReleaseRoute[] {
  const routes = state.releases.map(({ release, weightPercent }) => ({
    id: release.id,
    weightPercent,
    addresses: addressesOf(release.id, living, state),
  }));
  const routable = routes.map((route) => (route.addresses.length === 0 ? { ...route, weightPercent: 0 } : route));
  const sum = routable.reduce((total, route) => total + route.weightPercent, 0);
  if (sum === 0) return [];
  return routable.map((route) => ({ ...route, weightPercent: (route.weightPercent * 100) / sum }));
}

/** True when both say the same, in the same order. */
export function isSameRoutes(one: readonly ReleaseRoute[] | undefined, other: readonly ReleaseRoute[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** "http://127.0.0.1:41001" */
export function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/**
 * Web processes that passed a check; where there is none, those that listen; where there is none either (all of them
 * crashed), the last known ones: the router's own checks keep requests away until one is back.
 */
function addressesOf(releaseId: ReleaseId, living: readonly InstanceRecord[], state: SupervisorState): string[] {
  const listening = living.filter(
    (instance) =>
      instance.releaseId === releaseId &&
      instance.role === "web" &&
      instance.port !== undefined &&
      instance.stoppingSinceMs === undefined,
  );
  const checked = listening.filter((instance) => instance.wasHealthy);
  const best = checked.length > 0 ? checked : listening;
  if (best.length > 0) return best.map((instance) => addressOf(instance.port ?? 0)).sort();
  return [...(state.routes.releases.find((route) => route.id === releaseId)?.addresses ?? [])];
}

function wantedSlots(releases: readonly DesiredRelease[], workerCount: number): readonly Slot[] {
  return releases.flatMap(({ release, webCount, weightPercent }) => [
    ...slots(release.id, "web", webCount),
    ...slots(release.id, "worker", weightPercent > 0 ? workerCount : 0),
  ]);
}

function slots(releaseId: ReleaseId, role: Slot["role"], count: number): readonly Slot[] {
  return Array.from({ length: count }, (_, index) => ({ releaseId, role, slot: index + 1 }));
}

function startsDue(wanted: ReadonlyMap<SlotName, Slot>, state: SupervisorState, observed: Observed): Action[] {
  if (!observed.canStart) return [];
  const taken = new Set(state.instances.map((instance) => slotName(instance)));
  return [...wanted]
    .filter(([name]) => !taken.has(name))
    .filter(([name]) => {
      const crash = observed.crashes.get(name);
      return crash === undefined || restartDueAtMs(crash) <= observed.nowMs;
    })
    .map(([, slot]) => ({ kind: "start", slot }));
}

function endsDue(ending: readonly InstanceRecord[], observed: Observed, policy: ReconcilePolicy): Action[] {
  const routed = new Set(observed.confirmedRoutes?.flatMap((route) => route.addresses));
  return ending.flatMap((instance): Action[] => {
    if (instance.stoppingSinceMs !== undefined)
      return observed.nowMs - instance.stoppingSinceMs > policy.stopTimeoutMs ? [{ kind: "kill", instance }] : [];
    const isKnownElsewhere = observed.isRouterRunning && instance.role === "web" && instance.port !== undefined;
    const isRouted = observed.confirmedRoutes === undefined || routed.has(addressOf(instance.port ?? 0));
    return isKnownElsewhere && isRouted ? [] : [{ kind: "terminate", instance }];
  });
}
