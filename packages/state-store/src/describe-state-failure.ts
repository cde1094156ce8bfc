import { unreachable } from "@ecommerce-cart/result";
import type {
  AmbiguousRelease,
  DamagedFile,
  LeaseLost,
  Locked,
  ReleaseConflict,
  UnknownReleaseQuery,
} from "./state-store.ts";

/** Every expected failure of a state store. */
export type StateFailure = DamagedFile | ReleaseConflict | UnknownReleaseQuery | AmbiguousRelease | Locked | LeaseLost;

/** A failure for a person: what, where, and what to do. */
export function describeStateFailure(failure: StateFailure): string {
  switch (failure.kind) {
    case "damaged-file":
      return `${placeOf(failure)} is damaged: ${failure.detail}. What to do: ${failure.advice}.`;
    case "release-conflict":
      return `release ${failure.releaseId} is recorded already with other content, in ${failure.path}. Records are for good: build a new release.`;
    case "unknown-release":
      return `no release answers to "${failure.query}". ${knownReleases(failure.known)}`;
    case "ambiguous-release":
      return `"${failure.query}" may be any of ${failure.matches.join(", ")}: give the whole id.`;
    case "locked":
      return `${describeLock(failure)} Wait for it, or stop that process.`;
    case "lease-lost":
      return `another command took the lock over (ours had token ${failure.token}): nothing more was changed. Look at the status, then try again.`;
    default:
      return unreachable(failure);
  }
}

function describeLock(locked: Locked): string {
  return `the environment is locked by ${describeHolder(locked)}; the lease runs until ${locked.expiresAt} unless renewed.`;
}

/** Who holds an environment. Example: `"deploy development" (ann@laptop, process 4711, since 2026-…)`. */
export function describeHolder({ holder, since }: Locked): string {
  return `"${holder.command}" (${holder.user}@${holder.host}, process ${holder.pid}, since ${since})`;
}

function placeOf({ path, line }: DamagedFile): string {
  return line === undefined ? path : `${path}, line ${line},`;
}

function knownReleases(known: UnknownReleaseQuery["known"]): string {
  return known.length === 0 ? "None was built yet: run the pipeline first." : `The newest are ${known.join(", ")}.`;
}
