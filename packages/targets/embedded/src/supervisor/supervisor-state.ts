import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import type { ReleaseRoute } from "../router/routes.ts";

/** What a process of a release does. */
export type InstanceRole = "web" | "worker";

/** One place for a process: "web-1@0.3.0-abc1234-9f8e7d6c". Safe as a file name. */
export type SlotName = string & { readonly __brand: "SlotName" };

/** Which process of a release. `slot` counts from 1 within its role. */
export interface Slot {
  readonly releaseId: ReleaseId;
  readonly role: InstanceRole;
  readonly slot: number;
}

/** One process that was started and has not been seen to end. */
export interface InstanceRecord extends Slot, ProcessIdentity {
  readonly launchedAtMs: number;
  /** Where its lines begin in the log of its slot, in bytes. */
  readonly logOffset: number;
  /** Once it has said where it listens. */
  readonly port?: number;
  /** It passed a check once. */
  readonly wasHealthy: boolean;
  /** When it was told to end. */
  readonly stoppingSinceMs?: number;
}

/** One release that is to run. */
export interface DesiredRelease {
  readonly release: Release;
  readonly webCount: number;
  readonly weightPercent: number;
  /** One of its processes passed a check once: only then may it get traffic. */
  readonly wasHealthy: boolean;
}

/** All that a supervisor must know again after it was killed. */
export interface SupervisorState {
  readonly schemaVersion: 1;
  /** The highest that was seen; changes with a lower one are refused. */
  readonly fencingToken: number;
  /** In the order in which they were staged. */
  readonly releases: readonly DesiredRelease[];
  readonly instances: readonly InstanceRecord[];
  readonly routes: { readonly revision: number; readonly releases: readonly ReleaseRoute[] };
  /** The ports that the router and PostgreSQL had, to have them again after a restart. */
  readonly routerPort?: number;
  readonly postgresPort?: number;
  readonly owner: ProcessIdentity | null;
}

/** The state of an environment in which nothing was ever done. */
export const INITIAL_STATE: SupervisorState = {
  schemaVersion: 1,
  fencingToken: 0,
  releases: [],
  instances: [],
  routes: { revision: 0, releases: [] },
  owner: null,
};

/** Example: `slotName({ releaseId, role: "web", slot: 1 })` is "web-1@0.3.0-abc1234-9f8e7d6c". */
export function slotName(slot: Slot): SlotName {
  return `${slot.role}-${slot.slot}@${slot.releaseId}` as SlotName;
}

/** Reads the text of a state file: the state, or what is wrong with it. */
export function parseSupervisorState(text: string): Result<SupervisorState, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err("it is not JSON");
  }
  const problem = RULES.find(({ holds }) => !holds((value ?? {}) as Partial<SupervisorState>))?.problem;
  return problem === undefined ? ok(value as SupervisorState) : err(problem);
}

const RULES: readonly { readonly problem: string; readonly holds: (found: Partial<SupervisorState>) => boolean }[] = [
  { problem: "its schemaVersion is not 1", holds: ({ schemaVersion }) => schemaVersion === 1 },
  { problem: "it has no fencingToken", holds: ({ fencingToken }) => Number.isSafeInteger(fencingToken) },
  {
    problem: "a release in its releases has no id",
    holds: ({ releases }) => isListOf(releases, (entry) => typeof entry?.release?.id === "string"),
  },
  {
    problem: "a process in its instances has no pid",
    holds: ({ instances }) => isListOf(instances, (entry) => Number.isInteger(entry?.pid)),
  },
  { problem: "it has no routes", holds: ({ routes }) => isListOf(routes?.releases, (route) => route !== null) },
];

function isListOf<T>(list: readonly T[] | undefined, holds: (entry: T) => boolean): boolean {
  return Array.isArray(list) && list.every((entry: T) => holds(entry));
}
