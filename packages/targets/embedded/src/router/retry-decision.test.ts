import { expect, test } from "vitest";
import { MAX_ATTEMPTS, decideAfterFailure } from "./retry-decision.ts";
import type { FailedAttempt } from "./retry-decision.ts";

const aFailure = (changes: Partial<FailedAttempt> = {}): FailedAttempt => ({
  method: "GET",
  hasBody: false,
  mayHaveReachedProcess: true,
  cause: "reset",
  attemptCount: 1,
  ...changes,
});

test.each(["GET", "HEAD", "OPTIONS"])("a %s without body that was reset is tried again", (method) => {
  expect(decideAfterFailure(aFailure({ method }))).toBe("try-another-process");
});

test.each(["POST", "PUT", "PATCH", "DELETE", "TRACE"])(
  "a %s that may have reached a process is never sent twice",
  (method) => {
    expect(decideAfterFailure(aFailure({ method }))).toBe("bad-gateway");
  },
);

test("a GET with a body that may have reached a process is never sent twice", () => {
  expect(decideAfterFailure(aFailure({ hasBody: true }))).toBe("bad-gateway");
});

test("a POST to which no connection stood is tried again: nobody can have got it", () => {
  const failure = aFailure({ method: "POST", hasBody: true, mayHaveReachedProcess: false, cause: "not-connected" });
  expect(decideAfterFailure(failure)).toBe("try-another-process");
});

test("attempts are limited", () => {
  expect(decideAfterFailure(aFailure({ attemptCount: MAX_ATTEMPTS - 1 }))).toBe("try-another-process");
  expect(decideAfterFailure(aFailure({ attemptCount: MAX_ATTEMPTS }))).toBe("bad-gateway");
});

test("a response that did not come in time is not asked for again", () => {
  expect(decideAfterFailure(aFailure({ cause: "response-timeout" }))).toBe("gateway-timeout");
});

test("a body that did not come in time is the client's failure", () => {
  expect(decideAfterFailure(aFailure({ method: "POST", hasBody: true, cause: "body-timeout" }))).toBe(
    "request-timeout",
  );
});
