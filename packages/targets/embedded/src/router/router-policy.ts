import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isRecord } from "./routes.ts";

/** The limits of a router. All in milliseconds unless the name says otherwise. */
export interface RouterPolicy {
  /** Readiness path asked of every routed process. */
  readonly healthPath: string;
  readonly healthIntervalMs: number;
  readonly healthTimeoutMs: number;
  /** Failed checks in a row after which a healthy process gets no more requests. */
  readonly failuresUntilOut: number;
  /** Passed checks in a row after which it gets them again. */
  readonly successesUntilIn: number;
  /** How long a request waits during `hold` before it is answered 503. */
  readonly holdTimeoutMs: number;
  /** How long a request waits for a process of its release to become healthy before it is answered 503. */
  readonly unhealthyTimeoutMs: number;
  /** Requests that may wait at once; further ones are answered 503. */
  readonly maxWaitingCount: number;
  /** After this a hold ends by itself, should whoever began it have died. */
  readonly maxHoldMs: number;
  readonly connectTimeoutMs: number;
  /** From the last byte of the request that moved to the response's head. */
  readonly responseTimeoutMs: number;
  /** Idle connections to a process are closed after this; shorter than the shop's 75 s, so that none closes under a request. */
  readonly upstreamIdleTimeoutMs: number;
  readonly clientHeadersTimeoutMs: number;
  readonly clientIdleTimeoutMs: number;
  /** Bytes of a request's head above which it is answered 431. */
  readonly maxHeaderBytes: number;
  /** The objective: a response that begins later than this counts as slow. */
  readonly slowAfterMs: number;
}

/** What holds where nothing else is said. */
export const DEFAULT_POLICY: RouterPolicy = {
  healthPath: "/health/ready",
  healthIntervalMs: 500,
  healthTimeoutMs: 1_000,
  failuresUntilOut: 2,
  successesUntilIn: 1,
  holdTimeoutMs: 10_000,
  unhealthyTimeoutMs: 5_000,
  maxWaitingCount: 1_000,
  maxHoldMs: 60_000,
  connectTimeoutMs: 2_000,
  responseTimeoutMs: 60_000,
  upstreamIdleTimeoutMs: 4_000,
  clientHeadersTimeoutMs: 15_000,
  clientIdleTimeoutMs: 65_000,
  maxHeaderBytes: 16_384,
  slowAfterMs: 500,
};

/**
 * Reads changes to the default policy, `{"slowAfterMs": 300}`. Returns the whole policy, or every problem: unknown
 * names, and values that are not integers of at least 1 (`healthPath`: a text beginning with a slash).
 */
export function parsePolicy(value: unknown): Result<RouterPolicy, readonly string[]> {
  if (!isRecord(value)) return err(["policy: expected an object"]);
  const problems = Object.entries(value).flatMap(([name, given]) => {
    if (!Object.hasOwn(DEFAULT_POLICY, name)) return [`policy.${name}: there is no such limit`];
    if (name === "healthPath") return String(given).startsWith("/") ? [] : [`policy.${name}: expected a path`];
    return Number.isSafeInteger(given) && Number(given) >= 1 ? [] : [`policy.${name}: expected an integer >= 1`];
  });
  return problems.length > 0 ? err(problems) : ok({ ...DEFAULT_POLICY, ...value });
}
