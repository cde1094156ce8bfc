import { chooseProcess, chooseRelease } from "./choose-process.ts";
import type { CandidateProcess, WeightedRelease } from "./choose-process.ts";
import type { Admission } from "./router-state.ts";

/** Why a request waits. */
export type WaitReason = "held" | "no-healthy-process";

/** What to do with a request now. */
export type RouteDecision<P> =
  | { readonly kind: "send"; readonly process: P }
  | { readonly kind: "wait"; readonly reason: WaitReason; readonly releaseId: string | null }
  /** Nothing is deployed. */
  | { readonly kind: "nothing-deployed" }
  /** Every healthy process of the release has failed this very request. */
  | { readonly kind: "exhausted"; readonly releaseId: string };

/** A routed release with its processes. */
export interface RoutedRelease<P> extends WeightedRelease {
  readonly id: string;
  readonly processes: readonly P[];
}

/** One request that looks for a process. */
export interface Seeker<P> {
  /** Uniform in [0, 1); drawn once per request, so that a request which waits stays with its release. */
  readonly draw: number;
  /** Processes that failed this request. */
  readonly avoid: ReadonlySet<P>;
}

/**
 * Decides where a request goes. A release without a healthy process is waited for, not replaced by another: giving its
 * requests away would change the shares, and let a canary's failures look like stable's load. A router that is
 * stopping still serves what reaches it.
 */
export function decideRoute<P extends CandidateProcess>(
  admission: Admission,
  releases: readonly RoutedRelease<P>[],
  seeker: Seeker<P>,
): RouteDecision<P> {
  if (admission === "held") return { kind: "wait", reason: "held", releaseId: null };
  const release = chooseRelease(releases, seeker.draw);
  if (release === undefined) return { kind: "nothing-deployed" };
  const { avoid } = seeker;
  const candidates = avoid.size === 0 ? release.processes : release.processes.filter((each) => !avoid.has(each));
  const process = chooseProcess(candidates);
  if (process !== undefined) return { kind: "send", process };
  const hasHealthy = chooseProcess(release.processes) !== undefined;
  if (hasHealthy) return { kind: "exhausted", releaseId: release.id };
  return { kind: "wait", reason: "no-healthy-process", releaseId: release.id };
}
