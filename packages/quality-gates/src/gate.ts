import type { GateFamily, Offender, Verdict, VerdictStatus, Waiver } from "@ecommerce-cart/pipeline-model";
import type { SourceFile } from "./source-file.ts";
import type { JudgedTree, ReportFile } from "./report-file.ts";
import { applyWaiver } from "./waiver.ts";

/** What every gate's policy says, whatever it judges. `kind` names the judge: see `judgeGate`. */
export interface GatePolicy {
  readonly kind: string;
  /** Unique: "line coverage". */
  readonly name: string;
  readonly family: GateFamily;
  readonly waiver?: Waiver;
  /** Environments in which it is required, among those that require its family. All of these where left out. */
  readonly requiredIn?: readonly string[];
}

/** All that a judge may look at. Built by an adapter from what lies on disk, so that it can be judged again at any time. */
export interface GateReading {
  /** The report at a path relative to the root; its `text` is undefined where there is none. */
  readonly report: (path: string) => ReportFile;
  /** What reports of this scope must have measured. */
  readonly tree: (scope: TreeScope) => JudgedTree;
  /** Every source of ours that code gates ask about: no tests, nothing generated. Sorted by path. */
  readonly sources: readonly SourceFile[];
  readonly isRequired: (family: GateFamily) => boolean;
  /** The environments that require a family, by name. */
  readonly requiringEnvironments: (family: GateFamily) => readonly string[];
  /** "development": what a policy's `requiredIn` and `optionalIn` name. */
  readonly environmentName: string;
  /** Text of a file of the tree itself, undefined where there is none: what reports are compared with. */
  readonly file: (path: string) => string | undefined;
  /** Every path of a scope, sorted. */
  readonly paths: (scope: TreeScope) => readonly string[];
  readonly history: () => History;
  /** ISO 8601, UTC: for what was asked of the outside world, which ages. */
  readonly now: string;
}

/** The commits behind the judged tree. */
export interface History {
  /** 40 hexadecimal digits; "" outside of git. */
  readonly headCommit: string;
  /** Commits reachable from it. */
  readonly commitCount: number;
  /** True where older commits are not here. */
  readonly isShallow: boolean;
}

/**
 * The part of a tree that a report measures, and is bound to by digest: our code with its tests; manifests and the
 * lockfile; every file.
 */
export type TreeScope = "code" | "dependencies" | "repository";

/** What a judge found, before waivers. */
export interface Answer {
  readonly status: Exclude<VerdictStatus, "waived">;
  /** One sentence or two, for people. */
  readonly reason: string;
  readonly figure?: string;
  /** Worst first. */
  readonly offenders: readonly Offender[];
}

/** The answer of a gate that has no figure; `figure` says what little is known. */
export function notMeasured(reason: string, figure?: string): Answer {
  return { status: "not-measured", reason, offenders: [], ...(figure === undefined ? {} : { figure }) };
}

/** The verdict that an answer makes under a policy: its waiver applied, required where the environment says so. */
export function toVerdict(
  policy: GatePolicy,
  { threshold, ...answer }: Answer & { readonly threshold: string },
  reading: GateReading,
): Verdict {
  const { name, family, waiver, requiredIn } = policy;
  const mayBeRequiredIn = (environment: string) => requiredIn?.includes(environment) ?? true;
  const isRequired = reading.isRequired(family) && mayBeRequiredIn(reading.environmentName);
  const isLeftOut = answer.status === "not-measured" && !isRequired;
  const askedIn = isLeftOut ? reading.requiringEnvironments(family).find(mayBeRequiredIn) : undefined;
  const asked = askedIn === undefined ? {} : { askedIn };
  const verdict: Verdict = { gate: name, family, threshold, isRequired, ...answer, ...asked };
  return applyWaiver(verdict, waiver, reading.tree("code").today);
}
