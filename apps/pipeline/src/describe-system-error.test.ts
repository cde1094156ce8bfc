import { expect, test } from "vitest";
import { describeSystemError } from "./describe-system-error.ts";

test("what a disk refuses is one message with what to do", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(describeSystemError(full)).toBe(
    "ENOSPC: no space left on device, write. The disk is full: free some space, then run this again.",
  );
});

test("a refusal behind an error of ours is told with what ours names", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const ours = new Error("cannot write /shop/events.ndjson", { cause: full });
  expect(describeSystemError(ours)).toMatch(/^cannot write .shop.events.ndjson: ENOSPC: .*free some space/);
  expect(describeSystemError(new Error("no", { cause: new TypeError("x") }))).toBeUndefined();
});

test("a file in place of a folder is told from a name that is taken, which is a bug", () => {
  const error = (syscall: string) => Object.assign(new Error(`EEXIST: ${syscall} '/x'`), { code: "EEXIST", syscall });
  expect(describeSystemError(error("mkdir"))).toContain("'/x'. A file stands where a folder belongs: move it away.");
  expect(describeSystemError(error("link"))).toBeUndefined();
});

test("another error is a bug, and keeps its stack", () => {
  expect(describeSystemError(new TypeError("x is not a function"))).toBeUndefined();
  expect(describeSystemError(Object.assign(new Error("no"), { code: "ERR_X" }))).toBeUndefined();
  expect(describeSystemError("no")).toBeUndefined();
});
