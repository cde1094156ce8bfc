import { expect, test } from "vitest";
import { DEFAULT_POLICY, parsePolicy } from "./router-policy.ts";

test("what is not said stays at its default", () => {
  expect(parsePolicy({ slowAfterMs: 300 })).toEqual({ ok: true, value: { ...DEFAULT_POLICY, slowAfterMs: 300 } });
});

test("the limit of a number is 1", () => {
  expect(parsePolicy({ failuresUntilOut: 1 }).ok).toBe(true);
  expect(parsePolicy({ failuresUntilOut: 0 })).toEqual({
    ok: false,
    error: ["policy.failuresUntilOut: expected an integer >= 1"],
  });
});

test("all problems are reported together", () => {
  expect(parsePolicy({ slowAfter: 1, healthPath: "ready", holdTimeoutMs: "10" })).toEqual({
    ok: false,
    error: [
      "policy.slowAfter: there is no such limit",
      "policy.healthPath: expected a path",
      "policy.holdTimeoutMs: expected an integer >= 1",
    ],
  });
});

test("a health path begins with a slash", () => {
  expect(parsePolicy({ healthPath: "/ready" }).ok).toBe(true);
});

test("anything but an object is refused", () => {
  expect(parsePolicy([]).ok).toBe(false);
});

test("idle connections are given up well before the shop would close them", () => {
  expect(DEFAULT_POLICY.upstreamIdleTimeoutMs).toBeLessThan(75_000);
});
