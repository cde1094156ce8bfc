import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "./router-policy.ts";
import { RoutingTable } from "./routing-table.ts";
import { toRoutes } from "./testing/start-router.ts";

const ADDRESSES = { a: ["http://127.0.0.1:1"], b: ["http://127.0.0.1:2"] };
const SEEKER = { draw: 0, avoid: new Set<never>() };

test("the processes of a new release are to be checked, and get nothing before that", () => {
  const table = new RoutingTable(DEFAULT_POLICY);
  const { added, removed } = table.apply(toRoutes(1, { a: 100 }, ADDRESSES));
  expect(added.map((process) => process.address)).toEqual(ADDRESSES.a);
  expect(removed).toEqual([]);
  expect(table.decide("flowing", SEEKER).kind).toBe("wait");
});

test("a process becomes healthy once, by the check that brings it in", () => {
  const table = new RoutingTable(DEFAULT_POLICY);
  const [process] = table.apply(toRoutes(1, { a: 100 }, ADDRESSES)).added;
  if (process === undefined) throw new Error("no process was added");
  expect(table.observe(process, "check-passed")).toBe(true);
  expect(table.observe(process, "check-passed")).toBe(false);
  expect(table.decide("flowing", SEEKER)).toEqual({ kind: "send", process });
});

test("what is known of a process outlives a change of routes that keeps it", () => {
  const table = new RoutingTable(DEFAULT_POLICY);
  const [process] = table.apply(toRoutes(1, { a: 100, b: 0 }, ADDRESSES)).added;
  if (process === undefined) throw new Error("no process was added");
  table.observe(process, "check-passed");
  const change = table.apply(toRoutes(2, { a: 40, b: 60 }, ADDRESSES));
  expect(change).toEqual({ added: [], removed: [], quiet: [] });
  expect(table.decide("flowing", SEEKER)).toEqual({ kind: "send", process });
});

test("a release that loses its share or its place goes quiet", () => {
  const table = new RoutingTable(DEFAULT_POLICY);
  const [a] = table.apply(toRoutes(1, { a: 100, b: 0 }, ADDRESSES)).added;
  expect(table.apply(toRoutes(2, { a: 0, b: 100 }, ADDRESSES)).quiet).toEqual([a]);
  expect(table.apply(toRoutes(3, { b: 100 }, ADDRESSES)).removed).toEqual([a]);
});

test("the same port in another release is another process", () => {
  const table = new RoutingTable(DEFAULT_POLICY);
  table.apply(toRoutes(1, { a: 100 }, ADDRESSES));
  const { added, removed } = table.apply(toRoutes(2, { b: 100 }, { b: ADDRESSES.a }));
  expect(added).toHaveLength(1);
  expect(removed).toHaveLength(1);
});

test("a process that left is described until its last request is over, its counts for good", () => {
  const table = new RoutingTable(DEFAULT_POLICY);
  const [process] = table.apply(toRoutes(1, { a: 100 }, ADDRESSES)).added;
  if (process === undefined) throw new Error("no process was added");
  process.counter.countRequest();
  table.begin(process, Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  table.apply(toRoutes(2, { b: 100 }, ADDRESSES));
  const leaving = { address: "http://127.0.0.1:1", health: "unknown", inFlightCount: 1 };
  expect(table.describe()[0]).toMatchObject({ id: "a", weightPercent: 0, addresses: [leaving], inFlightCount: 1 });
  table.end(process);
  expect(table.describe()[0]).toEqual({
    id: "a",
    weightPercent: 0,
    addresses: [],
    requestCount: 1,
    failedCount: 0,
    slowCount: 0,
    inFlightCount: 0,
    openStreamCount: 0,
    lastRequestAt: "2026-01-02T03:04:05.678Z",
  });
});
