import { expect, test } from "vitest";
import { err, ok, unreachable } from "./index.ts";

test("a success carries its value", () => {
  expect(ok(3)).toEqual({ ok: true, value: 3 });
});

test("a failure carries its error", () => {
  expect(err({ kind: "not-found" })).toEqual({ ok: false, error: { kind: "not-found" } });
});

test("reaching an unreachable branch names the value", () => {
  expect(() => unreachable("lost" as never)).toThrow('unreachable: "lost"');
});
