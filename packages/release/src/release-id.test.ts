import { expect, test } from "vitest";
import { digestHex, isDigest, releaseId } from "./release-id.ts";
import type { ReleaseParts } from "./release-id.ts";

const PARTS: ReleaseParts = {
  version: "0.3.0",
  commit: `abc1234${"0".repeat(33)}`,
  isDirty: false,
  digest: `sha256:9f8e7d6c${"0".repeat(56)}`,
};

test.each([
  [{}, "0.3.0-abc1234-9f8e7d6c"],
  [{ isDirty: true }, "0.3.0-abc1234-dirty-9f8e7d6c"],
  [{ version: "0.3.0-dev.12" }, "0.3.0-dev.12-abc1234-9f8e7d6c"],
  [{ commit: `abc1234${"0".repeat(57)}` }, "0.3.0-abc1234-9f8e7d6c"],
])("%o gives %s", (changes, expected) => {
  expect(releaseId({ ...PARTS, ...changes })).toBe(expected);
});

test.each([
  [{ version: "v0.3.0" }, "not a version"],
  [{ version: "../0.3.0" }, "not a version"],
  [{ commit: "abc1234" }, "not a commit"],
  [{ commit: "A".repeat(40) }, "not a commit"],
  [{ digest: "sha256:9f8e7d6c" as const }, "not a digest"],
])("%o is the caller's bug", (changes, message) => {
  expect(() => releaseId({ ...PARTS, ...changes })).toThrow(message);
});

test("a digest is its algorithm and 64 hexadecimal digits", () => {
  expect(isDigest(PARTS.digest)).toBe(true);
  expect(isDigest(`sha256:${"0".repeat(63)}`)).toBe(false);
  expect(isDigest(`sha256:${"0".repeat(65)}`)).toBe(false);
  expect(isDigest("0".repeat(64))).toBe(false);
  expect(digestHex(PARTS.digest)).toBe(`9f8e7d6c${"0".repeat(56)}`);
});
