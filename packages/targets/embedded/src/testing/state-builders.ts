import type { Release, ReleaseId } from "@ecommerce-cart/release";
import type { Observed, ReconcilePolicy } from "../supervisor/reconcile.ts";
import { INITIAL_STATE } from "../supervisor/supervisor-state.ts";
import type { InstanceRecord, SupervisorState } from "../supervisor/supervisor-state.ts";

/** One worker, and a second to end. */
export const POLICY: ReconcilePolicy = { workerCount: 1, stopTimeoutMs: 1_000 };

/** A release named by its suffix. */
export function aRelease(suffix: string): Release {
  return {
    id: `1.0.0-abc1234-${suffix}` as ReleaseId,
    digest: `sha256:${"0".repeat(64)}`,
    version: "1.0.0",
    commit: "a".repeat(40),
    isDirty: false,
    createdAt: "2026-01-01T00:00:00.000Z",
    migrations: [],
    bundlePath: `releases/${suffix}`,
  };
}

/** The state of an environment in which nothing was done, but for what a test states. */
export function aState(overrides: Partial<SupervisorState> = {}): SupervisorState {
  return { ...INITIAL_STATE, ...overrides };
}

let nextPid = 100_000;

/** A web process of slot 1 that was just started, but for what a test states. */
export function anInstance(overrides: Partial<InstanceRecord> & { readonly releaseId: ReleaseId }): InstanceRecord {
  nextPid += 1;
  return {
    role: "web",
    slot: 1,
    pid: nextPid,
    startedAt: String(nextPid),
    launchedAtMs: 0,
    logOffset: 0,
    wasHealthy: false,
    ...overrides,
  };
}

/** A world in which every process of the state lives and the router has confirmed that nothing is routed. */
export function observed(state: SupervisorState, overrides: Partial<Observed> = {}): Observed {
  return {
    nowMs: 0,
    canStart: true,
    livingPids: new Set(state.instances.map(({ pid }) => pid)),
    crashes: new Map(),
    confirmedRoutes: [],
    isRouterRunning: true,
    ...overrides,
  };
}
