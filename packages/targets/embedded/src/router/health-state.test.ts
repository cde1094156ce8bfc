import { expect, test } from "vitest";
import { UNKNOWN_HEALTH, nextHealth } from "./health-state.ts";
import type { HealthEvent, HealthState } from "./health-state.ts";

const POLICY = { failuresUntilOut: 2, successesUntilIn: 1 };

function after(events: readonly HealthEvent[], start: HealthState = UNKNOWN_HEALTH, policy = POLICY): string {
  return events.reduce((state, event) => nextHealth(state, event, policy), start).status;
}

test("the first passed check brings a new process in", () => {
  expect(after(["check-passed"])).toBe("healthy");
});

test("the first failed check shows a new process unhealthy", () => {
  expect(after(["check-failed"])).toBe("unhealthy");
});

test("one failed check leaves a healthy process in, the second takes it out", () => {
  expect(after(["check-passed", "check-failed"])).toBe("healthy");
  expect(after(["check-passed", "check-failed", "check-failed"])).toBe("unhealthy");
});

test("failures count in a row only", () => {
  expect(after(["check-passed", "check-failed", "check-passed", "check-failed"])).toBe("healthy");
});

test("a refused connection takes a process out at once", () => {
  expect(after(["check-passed", "connection-refused"])).toBe("unhealthy");
});

test("an unhealthy process comes back after as many passed checks as the policy says", () => {
  const policy = { failuresUntilOut: 1, successesUntilIn: 2 };
  const out: HealthState = { status: "unhealthy", contraryCount: 0 };
  expect(after(["check-passed"], out, policy)).toBe("unhealthy");
  expect(after(["check-passed", "check-passed"], out, policy)).toBe("healthy");
  expect(after(["check-passed", "check-failed", "check-passed"], out, policy)).toBe("unhealthy");
});
