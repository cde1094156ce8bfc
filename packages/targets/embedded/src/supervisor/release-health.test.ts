import { expect, test } from "vitest";
import { anInstance, aRelease, aState } from "../testing/state-builders.ts";
import { releaseHealth } from "./release-health.ts";
import { slotName } from "./supervisor-state.ts";

const A = aRelease("a");
const ONE = anInstance({ releaseId: A.id, slot: 1 });
const TWO = anInstance({ releaseId: A.id, slot: 2 });
const STATE = aState({
  releases: [{ release: A, webCount: 2, weightPercent: 0, wasHealthy: false }],
  instances: [ONE, TWO],
});

function seen(pids: readonly number[], crashCountOfTwo = 0) {
  const crash = { count: crashCountOfTwo, endedAtMs: 0 };
  return { healthyPids: new Set(pids), crashes: new Map([[slotName(TWO), crash]]) };
}

test("all healthy is healthy, one missing is waited for", () => {
  expect(releaseHealth(STATE, seen([ONE.pid, TWO.pid]), A.id)).toEqual({ kind: "healthy" });
  expect(releaseHealth(STATE, seen([ONE.pid]), A.id)).toEqual({
    kind: "waiting",
    detail: "1 of 2 web processes are healthy",
  });
});

test("two crashes in a row are waited for, three are hopeless", () => {
  expect(releaseHealth(STATE, seen([], 2), A.id)).toMatchObject({ kind: "waiting" });
  expect(releaseHealth(STATE, seen([], 3), A.id)).toEqual({
    kind: "hopeless",
    detail: "web-2 ended 3 times in a row at its start",
  });
});

test("crashes of a process that is healthy by now are past", () => {
  expect(releaseHealth(STATE, seen([TWO.pid], 3), A.id)).toMatchObject({ kind: "waiting" });
});

test("a process that is ending does not count", () => {
  const state = { ...STATE, instances: [ONE, { ...TWO, stoppingSinceMs: 0 }] };

  expect(releaseHealth(state, seen([ONE.pid, TWO.pid]), A.id)).toMatchObject({ kind: "waiting" });
});

test("a release that is not staged has no health", () => {
  expect(releaseHealth(STATE, seen([]), aRelease("b").id)).toBeUndefined();
});
