import { expect, test } from "vitest";
import { findLongestChain } from "./longest-chain.ts";

const link = (name: string, durationMs: number, ...needs: string[]) => ({ name, durationMs, needs });

test("no jobs make no chain", () => {
  expect(findLongestChain([])).toEqual({ jobs: [], durationMs: 0 });
});

test("durations add up along needs", () => {
  expect(findLongestChain([link("a", 2), link("b", 3, "a"), link("c", 4)])).toEqual({
    jobs: ["a", "b"],
    durationMs: 5,
  });
});

test("of two ways into a job the slower one counts", () => {
  const links = [link("a", 1), link("b", 10), link("c", 1, "a", "b"), link("d", 5, "a")];
  expect(findLongestChain(links)).toEqual({ jobs: ["b", "c"], durationMs: 11 });
});

test("the order of the list does not matter", () => {
  expect(findLongestChain([link("b", 3, "a"), link("a", 2)]).jobs).toEqual(["a", "b"]);
});

test("a need outside the list counts as nothing", () => {
  expect(findLongestChain([link("b", 3, "elsewhere")])).toEqual({ jobs: ["b"], durationMs: 3 });
});

test("a cycle ends the search instead of the program", () => {
  expect(findLongestChain([link("a", 1, "b"), link("b", 1, "a")]).durationMs).toBeGreaterThanOrEqual(1);
});

test("a deep diamond is searched once per job", () => {
  const links = Array.from({ length: 60 }, (_, level) => [
    link(`l${level}`, 1, ...(level > 0 ? [`l${level - 1}`, `r${level - 1}`] : [])),
    link(`r${level}`, 1, ...(level > 0 ? [`l${level - 1}`, `r${level - 1}`] : [])),
  ]).flat();
  expect(findLongestChain(links).durationMs).toBe(60);
});
