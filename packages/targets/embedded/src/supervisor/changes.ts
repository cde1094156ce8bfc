import type { FencingToken, TargetFailure } from "@ecommerce-cart/deployer";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { DesiredRelease, SupervisorState } from "./supervisor-state.ts";

/** Refuses a token below the highest seen; else the state remembers it. */
export function acceptToken(state: SupervisorState, token: FencingToken): Result<SupervisorState, TargetFailure> {
  if (token < state.fencingToken) return err({ kind: "stale-fencing-token", seen: state.fencingToken });
  return ok({ ...state, fencingToken: token });
}

/** The release is to have this many web processes; a new one begins without traffic. */
export function stageRelease(state: SupervisorState, release: Release, webCount: number): SupervisorState {
  const known = state.releases.find((entry) => entry.release.id === release.id);
  if (known === undefined) {
    const added: DesiredRelease = { release, webCount, weightPercent: 0, wasHealthy: false };
    return { ...state, releases: [...state.releases, added] };
  }
  return replaceRelease(state, { ...known, release, webCount });
}

/** Gives the shares; releases that are not named get none. Refuses unknown releases and those that were never healthy. */
export function weighReleases(
  state: SupervisorState,
  weightPercents: ReadonlyMap<ReleaseId, number>,
): Result<SupervisorState, TargetFailure> {
  for (const [releaseId, weightPercent] of weightPercents) {
    const known = state.releases.find((entry) => entry.release.id === releaseId);
    if (known === undefined) return err({ kind: "unknown-release", releaseId });
    if (weightPercent > 0 && !known.wasHealthy)
      return err({ kind: "did-not-become-healthy", releaseId, detail: "none of its processes was healthy yet" });
  }
  const releases = state.releases.map((entry) => ({
    ...entry,
    weightPercent: weightPercents.get(entry.release.id) ?? 0,
  }));
  return ok({ ...state, releases });
}

/** Forgets the release; its processes are stopped by what follows. */
export function retireRelease(state: SupervisorState, releaseId: ReleaseId): SupervisorState {
  return { ...state, releases: state.releases.filter((entry) => entry.release.id !== releaseId) };
}

/** A check of this process passed: it, and its release, may get traffic. */
export function noteHealthy(state: SupervisorState, pid: number): SupervisorState {
  const found = state.instances.find((instance) => instance.pid === pid);
  if (found === undefined || found.wasHealthy) return state;
  const releases = state.releases.map((entry) =>
    entry.release.id === found.releaseId ? { ...entry, wasHealthy: true } : entry,
  );
  return { ...updateInstance(state, pid, { wasHealthy: true }), releases };
}

/** Changes fields of one process's record. */
export function updateInstance(
  state: SupervisorState,
  pid: number,
  fields: { readonly port?: number; readonly wasHealthy?: boolean; readonly stoppingSinceMs?: number },
): SupervisorState {
  const instances = state.instances.map((instance) => (instance.pid === pid ? { ...instance, ...fields } : instance));
  return { ...state, instances };
}

function replaceRelease(state: SupervisorState, changed: DesiredRelease): SupervisorState {
  return {
    ...state,
    releases: state.releases.map((entry) => (entry.release.id === changed.release.id ? changed : entry)),
  };
}
