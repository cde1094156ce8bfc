import { expect, test } from "vitest";
import { describeSystemError } from "./describe-system-error.ts";

test("what a disk refuses is one message with what to do", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(describeSystemError(full)).toBe(
    "pipeline: ENOSPC: no space left on device, write. The disk is full: free some space, then run this again.",
  );
});

test("another error is a bug, and keeps its stack", () => {
  expect(describeSystemError(new TypeError("x is not a function"))).toBeUndefined();
  expect(describeSystemError(Object.assign(new Error("no"), { code: "ERR_X" }))).toBeUndefined();
  expect(describeSystemError("no")).toBeUndefined();
});
