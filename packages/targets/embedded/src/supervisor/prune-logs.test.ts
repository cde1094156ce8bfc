import { expect, test } from "vitest";
import { chooseStaleLogs, KEPT_RETIRED } from "./prune-logs.ts";

const idOf = (index: number) => `0.1.${index}-abc1234-${String(index).padStart(8, "0")}`;

/** Logs of releases 1 to `count`, the last written to last. */
function someLogs(count: number) {
  return Array.from({ length: count }, (_, index) => ({ name: idOf(index + 1), writtenAtMs: index + 1 }));
}

test("up to the limit no retired release loses its logs, above it the oldest does", () => {
  expect(chooseStaleLogs(someLogs(KEPT_RETIRED), new Set())).toEqual([]);
  expect(chooseStaleLogs(someLogs(KEPT_RETIRED + 2), new Set())).toEqual([idOf(2), idOf(1)]);
});

test("what is in use keeps its logs however old, and takes no place of a retired one", () => {
  const logs = someLogs(KEPT_RETIRED + 3);
  expect(chooseStaleLogs(logs, new Set([idOf(1), idOf(2)]))).toEqual([idOf(3)]);
});

test("releases of a dirty tree are releases", () => {
  const dirty = { name: "0.1.0-dev.3-abc1234-dirty-9f8e7d6c", writtenAtMs: 0 };
  expect(chooseStaleLogs([...someLogs(KEPT_RETIRED), dirty], new Set())).toEqual([dirty.name]);
});

test("what is no release's folder stays", () => {
  const foreign = ["notes", "router.log", ".."].map((name) => ({ name, writtenAtMs: 0 }));
  expect(chooseStaleLogs([...someLogs(KEPT_RETIRED), ...foreign], new Set())).toEqual([]);
});
