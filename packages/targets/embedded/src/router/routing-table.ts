import { UNKNOWN_HEALTH, nextHealth } from "./health-state.ts";
import type { HealthEvent, HealthState } from "./health-state.ts";
import { ReleaseCounter } from "./release-counter.ts";
import { decideRoute } from "./route-decision.ts";
import type { RouteDecision, RoutedRelease, Seeker } from "./route-decision.ts";
import type { RouterPolicy } from "./router-policy.ts";
import type { Admission, ReleaseState } from "./router-state.ts";
import { NO_ROUTES } from "./routes.ts";
import type { ReleaseRoute, Routes } from "./routes.ts";

/** One web process of a release. The same address in another release is another process: ports are reused. */
export interface RoutedProcess {
  readonly releaseId: string;
  /** "http://127.0.0.1:41001" */
  readonly address: string;
  readonly counter: ReleaseCounter;
  health: HealthState;
  inFlightCount: number;
  lastChosen: number;
  /** Share of new requests that its release has now; 0 when it has none or is not routed any more. */
  weightPercent: number;
}

/** What a change of routes means for single processes. */
export interface RouteChange {
  /** To be checked from now on. */
  readonly added: readonly RoutedProcess[];
  /** Not to be checked any more. */
  readonly removed: readonly RoutedProcess[];
  /** Of these no idle connection is needed any more: their release lost its last share, or they were removed. */
  readonly quiet: readonly RoutedProcess[];
}

/** Holds the routes, the processes and the counters; decides, and does no I/O. A change is one synchronous step. */
export class RoutingTable {
  readonly #policy: RouterPolicy;
  readonly #counters = new Map<string, ReleaseCounter>();
  /** Processes that are not routed any more and still have something under way. */
  readonly #leaving = new Set<RoutedProcess>();
  #routes = NO_ROUTES;
  #releases: readonly RoutedRelease<RoutedProcess>[] = [];
  #choiceCount = 0;

  constructor(policy: RouterPolicy) {
    this.#policy = policy;
  }

  get routes(): Routes {
    return this.#routes;
  }

  /** Replaces all routes. A process that stays keeps what is known of it. */
  apply(routes: Routes): RouteChange {
    const before = this.processes();
    const known = new Map(before.map((process) => [keyOf(process.releaseId, process.address), process]));
    this.#releases = routes.releases.map((route) => this.#toRelease(route, known));
    this.#routes = routes;
    const after = new Set(this.processes());
    const removed = before.filter((process) => !after.has(process));
    for (const process of removed) this.#dismiss(process);
    return {
      added: [...after].filter((process) => !before.includes(process)),
      removed,
      quiet: before.filter((process) => process.weightPercent === 0),
    };
  }

  /** Where a request goes now. */
  decide(admission: Admission, seeker: Seeker<RoutedProcess>): RouteDecision<RoutedProcess> {
    return decideRoute(admission, this.#releases, seeker);
  }

  /** An attempt begins on the process. */
  begin(process: RoutedProcess, nowMs: number): void {
    this.#choiceCount += 1;
    process.lastChosen = this.#choiceCount;
    process.inFlightCount += 1;
    process.counter.begin(nowMs);
  }

  /** The attempt on the process is over. */
  end(process: RoutedProcess): void {
    process.inFlightCount -= 1;
    if (process.inFlightCount === 0) this.#leaving.delete(process);
    process.counter.end();
  }

  /** Takes in what was seen of a process; returns whether it became healthy by that. */
  observe(process: RoutedProcess, event: HealthEvent): boolean {
    const before = process.health.status;
    process.health = nextHealth(process.health, event, this.#policy);
    return before !== "healthy" && process.health.status === "healthy";
  }

  /** The counter of a release that was routed since the router started. */
  findCounter(releaseId: string): ReleaseCounter | undefined {
    return this.#counters.get(releaseId);
  }

  /** The counter of a release, made where there is none; it lives as long as the router. */
  counterOf(releaseId: string): ReleaseCounter {
    const known = this.findCounter(releaseId);
    if (known !== undefined) return known;
    const counter = new ReleaseCounter();
    this.#counters.set(releaseId, counter);
    return counter;
  }

  /** Every release since the router started, with what is known of its processes. */
  describe(): readonly ReleaseState[] {
    const processes = [...this.processes(), ...this.#leaving];
    return [...this.#counters].map(([id, counter]) => ({
      id,
      weightPercent: this.#releases.find((release) => release.id === id)?.weightPercent ?? 0,
      addresses: processes
        .filter((process) => process.releaseId === id)
        .map(({ address, health, inFlightCount }) => ({ address, health: health.status, inFlightCount })),
      ...counter.snapshot(),
    }));
  }

  /** Processes that may get requests. */
  weighted(): readonly RoutedProcess[] {
    return this.processes().filter((process) => process.weightPercent > 0);
  }

  /** Every routed process. */
  processes(): readonly RoutedProcess[] {
    return this.#releases.flatMap((release) => release.processes);
  }

  #toRelease(route: ReleaseRoute, known: ReadonlyMap<string, RoutedProcess>): RoutedRelease<RoutedProcess> {
    const { id, weightPercent } = route;
    const processes = route.addresses.map((address) => {
      const process = known.get(keyOf(id, address)) ?? this.#newProcess(id, address);
      process.weightPercent = weightPercent;
      return process;
    });
    return { id, weightPercent, processes };
  }

  #newProcess(releaseId: string, address: string): RoutedProcess {
    const counter = this.counterOf(releaseId);
    return { releaseId, address, counter, health: UNKNOWN_HEALTH, inFlightCount: 0, lastChosen: 0, weightPercent: 0 };
  }

  #dismiss(process: RoutedProcess): void {
    process.weightPercent = 0;
    if (process.inFlightCount > 0) this.#leaving.add(process);
  }
}

function keyOf(releaseId: string, address: string): string {
  return `${releaseId} ${address}`;
}
