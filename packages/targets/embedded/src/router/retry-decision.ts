/** How an attempt ended without a response. */
export interface FailedAttempt {
  readonly method: string;
  readonly hasBody: boolean;
  /** A connection stood, so that the process may have got the request, whole or in part. */
  readonly mayHaveReachedProcess: boolean;
  readonly cause: "not-connected" | "reset" | "response-timeout" | "body-timeout";
  /** Attempts made so far, this one included. */
  readonly attemptCount: number;
}

/** What follows a failed attempt. */
export type AfterFailure = "try-another-process" | "bad-gateway" | "gateway-timeout" | "request-timeout";

/** A request is tried this often at most. */
export const MAX_ATTEMPTS = 4;

const REPEATABLE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Decides whether a request may be sent again. It may when no connection stood (nothing was sent), or when repeating
 * it is harmless: a safe method (RFC 9110, 9.2.1) without a body. Anything else that may have reached a process is
 * never sent twice. A timeout is not retried: the next process would be as slow, and the shopper has waited enough.
 */
export function decideAfterFailure(attempt: FailedAttempt): AfterFailure {
  if (attempt.cause === "response-timeout") return "gateway-timeout";
  if (attempt.cause === "body-timeout") return "request-timeout";
  const isHarmless = REPEATABLE_METHODS.has(attempt.method) && !attempt.hasBody;
  const maySendAgain = !attempt.mayHaveReachedProcess || isHarmless;
  return maySendAgain && attempt.attemptCount < MAX_ATTEMPTS ? "try-another-process" : "bad-gateway";
}
