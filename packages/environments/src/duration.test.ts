import { expect, test } from "vitest";
import { parseDuration } from "./duration.ts";

test.each([
  ["0s", 0],
  ["500ms", 500],
  ["30s", 30_000],
  ["10m", 600_000],
  ["24h", 86_400_000],
  ["10", undefined],
  ["-1s", undefined],
  ["1.5s", undefined],
  ["1 s", undefined],
  ["1d", undefined],
  ["s", undefined],
])("%j is %j milliseconds", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
