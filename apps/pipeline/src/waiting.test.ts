import { expect, test } from "vitest";
import { describeWaiting, readWaitMs } from "./waiting.ts";

test("without a word a command waits ten minutes; the flag outweighs the variable", () => {
  expect(readWaitMs(undefined, {})).toBe(600_000);
  expect(readWaitMs(undefined, { PIPELINE_WAIT_SECONDS: "5" })).toBe(5000);
  expect(readWaitMs("0", { PIPELINE_WAIT_SECONDS: "5" })).toBe(0);
  expect(readWaitMs("86400", {})).toBe(86_400_000);
});

test.each(["-1", "1.5", "soon", "86401"])("%j is no time to wait, and named", (text) => {
  expect(() => readWaitMs(text, {})).toThrow(`--wait is "${text}"`);
  expect(() => readWaitMs(undefined, { PIPELINE_WAIT_SECONDS: text })).toThrow(`PIPELINE_WAIT_SECONDS is "${text}"`);
});

test("the line says for whom, how long, and how to give up", () => {
  expect(describeWaiting('"./pipeline up" (process 7, since noon)', 600_000)).toBe(
    'waiting for "./pipeline up" (process 7, since noon), at most 600 s (--wait SECONDS); Ctrl-C gives up',
  );
});
