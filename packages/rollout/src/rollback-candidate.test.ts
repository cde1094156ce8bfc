import { expect, test } from "vitest";
import type { ReleaseId } from "@ecommerce-cart/release";
import { rollbackCandidates } from "./index.ts";
import type { PastDeployment } from "./index.ts";

/** "deploy a", "roll-back a", "deploy a failed". */
function history(...texts: readonly string[]): readonly PastDeployment[] {
  return texts.map((text) => {
    const [intent, to, failed] = text.split(" ");
    return { intent: intent as PastDeployment["intent"], to: to as ReleaseId, isCompleted: failed === undefined };
  });
}

test.each([
  { past: [], serving: undefined, expected: { leftBehind: [] } },
  { past: ["deploy a"], serving: "a", expected: { leftBehind: [] } },
  { past: ["deploy a", "deploy b"], serving: "b", expected: { previous: "a", leftBehind: [] } },
  { past: ["deploy a", "deploy b", "roll-back a"], serving: "a", expected: { leftBehind: ["b"] } },
  {
    past: ["deploy a", "deploy b", "deploy c", "roll-back b"],
    serving: "b",
    expected: { previous: "a", leftBehind: ["c"] },
  },
  { past: ["deploy a", "deploy b", "deploy c", "roll-back a"], serving: "a", expected: { leftBehind: ["b", "c"] } },
  {
    past: ["deploy a", "deploy b", "roll-back a", "deploy c"],
    serving: "c",
    expected: { previous: "a", leftBehind: ["b"] },
  },
  {
    past: ["deploy a", "deploy b", "roll-back a", "deploy b"],
    serving: "b",
    expected: { previous: "a", leftBehind: [] },
  },
  {
    past: ["deploy a", "deploy b", "roll-back a", "roll-back b"],
    serving: "b",
    expected: { previous: "a", leftBehind: [] },
  },
  { past: ["deploy b", "roll-back a"], serving: "a", expected: { leftBehind: ["b"] } },
  { past: ["deploy a", "deploy a", "deploy b"], serving: "b", expected: { previous: "a", leftBehind: [] } },
  { past: ["deploy a", "deploy b failed"], serving: "a", expected: { leftBehind: [] } },
  { past: ["deploy a", "deploy b failed"], serving: "b", expected: { previous: "a", leftBehind: [] } },
])("after $past with $serving serving: $expected", ({ past, serving, expected }) => {
  expect(rollbackCandidates(history(...past), serving as ReleaseId | undefined)).toEqual(expected);
});
