import { expect, test } from "vitest";
import { anInstance, aRelease, aState } from "../testing/state-builders.ts";
import { parseSupervisorState, slotName } from "./supervisor-state.ts";

const A = aRelease("a");

test("a state is read back as it was written", () => {
  const state = aState({
    fencingToken: 3,
    releases: [{ release: A, webCount: 2, weightPercent: 100, wasHealthy: true }],
    instances: [anInstance({ releaseId: A.id, port: 41001 })],
  });

  expect(parseSupervisorState(JSON.stringify(state))).toEqual({ ok: true, value: state });
});

test.each([
  ["", "it is not JSON"],
  ['{"schemaVersion": 1', "it is not JSON"],
  ["null", "its schemaVersion is not 1"],
  ['{"schemaVersion": 2}', "its schemaVersion is not 1"],
  ['{"schemaVersion": 1}', "it has no fencingToken"],
  [JSON.stringify({ ...aState(), releases: [{}] }), "a release in its releases has no id"],
  [JSON.stringify({ ...aState(), instances: [null] }), "a process in its instances has no pid"],
  [JSON.stringify({ ...aState(), routes: 3 }), "it has no routes"],
])("a damaged state is refused with its problem: %s", (text, problem) => {
  expect(parseSupervisorState(text)).toEqual({ ok: false, error: problem });
});

test("a slot's name says role, number and release", () => {
  expect(slotName({ releaseId: A.id, role: "web", slot: 2 })).toBe("web-2@1.0.0-abc1234-a");
});
