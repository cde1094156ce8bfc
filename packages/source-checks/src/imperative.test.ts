import { expect, test } from "vitest";
import { imperativeOf } from "./imperative.ts";

test.each([
  ["added", "add"],
  ["Adds", "add"],
  ["ADDING", "add"],
  ["fixes", "fix"],
  ["fixed", "fix"],
  ["applies", "apply"],
  ["applied", "apply"],
  ["applying", "apply"],
  ["removing", "remove"],
  ["stopped", "stop"],
  ["stopping", "stop"],
  ["writes", "write"],
  ["wrote", "write"],
  ["made", "make"],
  ["catches", "catch"],
])("%s is %s", (word, imperative) => {
  expect(imperativeOf(word)).toBe(imperative);
});

test.each(["add", "process", "string", "embed", "release", "set", "settings", "bus", "this", ""])(
  "%j is left alone",
  (word) => {
    expect(imperativeOf(word)).toBeUndefined();
  },
);
