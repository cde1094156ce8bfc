import { expect, test } from "vitest";
import { afterFailure, NO_FAILURES } from "./backoff.ts";

test("waits double from 100 ms up to 5 s", () => {
  const waits: number[] = [];
  let backoff = NO_FAILURES;
  for (let failure = 1; failure <= 8; failure += 1) {
    backoff = afterFailure(backoff, 1_000);
    waits.push(backoff.dueAtMs - 1_000);
  }

  expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});
