import type { Routes } from "./routes.ts";

/** Whether requests pass: they do, they wait for `resume`, or the router is ending. */
export type Admission = "flowing" | "held" | "stopping";

/** What is known of one process: not checked yet, answering its readiness check, or not. */
export type HealthStatus = "unknown" | "healthy" | "unhealthy";

/** One web process, as the router sees it. */
export interface AddressState {
  readonly address: string;
  readonly health: HealthStatus;
  readonly inFlightCount: number;
}

/** What happened on one release since the router started. Counts never fall, except the two that say "now". */
export interface ReleaseCounters {
  /** Requests routed to it, upgrades (WebSockets) among them. A request that was retried counts once. */
  readonly requestCount: number;
  /** Of these: answered 5xx, reset by the process, timed out, or without a process that could take it. */
  readonly failedCount: number;
  /** Of these: the response began later than the objective (`slowAfterMs`) after the request had been handed over. */
  readonly slowCount: number;
  /** Under way now, open streams among them. */
  readonly inFlightCount: number;
  /** Open now: upgraded connections and event streams. */
  readonly openStreamCount: number;
  /** When the last request was routed to it, ISO 8601 with milliseconds; null when none was. */
  readonly lastRequestAt: string | null;
}

/** One release that is routed, or was since the router started. */
export interface ReleaseState extends ReleaseCounters {
  readonly id: string;
  /** 0 when it is not routed any more. */
  readonly weightPercent: number;
  /** Its processes that are routed or still have something under way. */
  readonly addresses: readonly AddressState[];
}

/** The answer of `GET /state`. */
export interface RouterState {
  readonly pid: number;
  readonly startedAt: string;
  readonly admission: Admission;
  /** Requests that wait now. */
  readonly heldCount: number;
  /** Requests answered by the router itself because nothing is deployed, the hold was too long, or too many wait. */
  readonly refusedCount: number;
  /** Bugs that would have ended the process; each is in the log. Anything but 0 is worth a restart at a quiet time. */
  readonly uncaughtErrorCount: number;
  readonly routes: Routes;
  readonly releases: readonly ReleaseState[];
}

/** How a drain ended: nothing was under way any more, or the time was up and `remaining` were still open. */
export type DrainOutcome = { readonly kind: "drained" } | { readonly kind: "timed-out"; readonly remaining: number };

/** Written to `--state-file` (mode 0600) once both ports listen; removed at a graceful end. */
export interface RouterStateFile {
  readonly pid: number;
  /** ISO 8601 with milliseconds. */
  readonly startedAt: string;
  /** Port that serves the shop. */
  readonly port: number;
  /** Port of the control API, on 127.0.0.1. */
  readonly controlPort: number;
  /** Bearer token of the control API. */
  readonly token: string;
}
