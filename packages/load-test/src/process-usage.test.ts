import { expect, test } from "vitest";
import { parsePsLine } from "./process-usage.ts";

test.each([
  ["  51200   1:02.50\n", { rssBytes: 52_428_800, cpuMs: 62_500 }],
  ["1 00:00:03", { rssBytes: 1024, cpuMs: 3000 }],
  ["1 01:00:00", { rssBytes: 1024, cpuMs: 3_600_000 }],
  ["", undefined],
  ["RSS TIME", undefined],
])("ps prints %j", (line, expected) => {
  expect(parsePsLine(line)).toEqual(expected);
});
