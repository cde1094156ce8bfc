import { expect, test } from "vitest";
import { chooseProcess, chooseRelease } from "./choose-process.ts";
import type { HealthStatus } from "./router-state.ts";
import { seededRandom } from "./testing/start-router.ts";

const aRelease = (id: string, weightPercent: number) => ({ id, weightPercent });
const aProcess = (
  name: string,
  changes: { status?: HealthStatus; inFlightCount?: number; lastChosen?: number } = {},
) => ({
  name,
  health: { status: changes.status ?? "healthy" },
  inFlightCount: changes.inFlightCount ?? 0,
  lastChosen: changes.lastChosen ?? 0,
});

test("each release owns a part of the draw as wide as its weight", () => {
  const releases = [aRelease("a", 90), aRelease("b", 10)];
  expect(chooseRelease(releases, 0)?.id).toBe("a");
  expect(chooseRelease(releases, 0.8999)?.id).toBe("a");
  expect(chooseRelease(releases, 0.9)?.id).toBe("b");
  expect(chooseRelease(releases, 0.9999)?.id).toBe("b");
});

test("a release with weight 0 is never drawn, wherever it stands", () => {
  const releases = [aRelease("warm", 0), aRelease("a", 100), aRelease("cold", 0)];
  expect(chooseRelease(releases, 0)?.id).toBe("a");
  expect(chooseRelease(releases, 0.999999)?.id).toBe("a");
});

test("weights that sum to a little under 100 by rounding lose no request", () => {
  const releases = [aRelease("a", 33.3), aRelease("b", 33.3), aRelease("c", 33.4 - 1e-9)];
  expect(chooseRelease(releases, 0.9999999999999)?.id).toBe("c");
});

test("without a weighted release there is nothing to draw", () => {
  expect(chooseRelease([], 0.5)).toBeUndefined();
  expect(chooseRelease([aRelease("warm", 0)], 0.5)).toBeUndefined();
});

test("over 10,000 draws a weight of 10 gets a tenth", () => {
  const random = seededRandom(1);
  const releases = [aRelease("a", 90), aRelease("b", 10)];
  let count = 0;
  for (let draws = 0; draws < 10_000; draws += 1) if (chooseRelease(releases, random())?.id === "b") count += 1;
  // Four standard deviations of a binomial with n = 10,000 and p = 0.1.
  expect(Math.abs(count - 1_000)).toBeLessThan(120);
});

test("the process with the fewest requests under way is chosen", () => {
  const candidates = [aProcess("busy", { inFlightCount: 2 }), aProcess("idle", { inFlightCount: 1, lastChosen: 9 })];
  expect(chooseProcess(candidates)?.name).toBe("idle");
});

test("among equals the one chosen longest ago is chosen", () => {
  const candidates = [aProcess("recent", { lastChosen: 5 }), aProcess("rested", { lastChosen: 4 })];
  expect(chooseProcess(candidates)?.name).toBe("rested");
});

test.each(["unknown", "unhealthy"] as const)("a process whose health is %s is never chosen", (status) => {
  expect(chooseProcess([aProcess("a", { status })])).toBeUndefined();
});
