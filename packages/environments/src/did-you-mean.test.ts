import { expect, test } from "vitest";
import { didYouMean } from "./did-you-mean.ts";

const KEYS = ["web_count", "worker_count", "strategy", "on"];

test.each([
  ["webCount", "web_count"],
  ["web-count", "web_count"],
  ["webcuont", "web_count"],
  ["stragety", "strategy"],
  ["of", "on"],
  ["colour", undefined],
  ["", undefined],
])("%j is taken for %j", (word, meant) => {
  expect(didYouMean(word, KEYS)).toBe(meant);
});

test("of two near words the nearer is meant", () => {
  expect(didYouMean("web_cont", ["web_cat", "web_count"])).toBe("web_count");
});
