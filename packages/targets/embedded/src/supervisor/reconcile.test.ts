import { expect, test } from "vitest";
import { anInstance, aRelease, aState, observed, POLICY } from "../testing/state-builders.ts";
import { nextCrash, reconcile, restartDueAtMs, routesOf } from "./reconcile.ts";
import { slotName } from "./supervisor-state.ts";

const A = aRelease("a");
const B = aRelease("b");

function desired(release: typeof A, webCount: number, weightPercent = 0) {
  return { release, webCount, weightPercent, wasHealthy: weightPercent > 0 };
}

test("what is missing is started, workers only for a release with a share", () => {
  const state = aState({ releases: [desired(A, 2), desired(B, 1, 100)] });

  const starts = reconcile(state, observed(state), POLICY).filter(({ kind }) => kind === "start");

  expect(starts).toEqual([
    { kind: "start", slot: { releaseId: A.id, role: "web", slot: 1 } },
    { kind: "start", slot: { releaseId: A.id, role: "web", slot: 2 } },
    { kind: "start", slot: { releaseId: B.id, role: "web", slot: 1 } },
    { kind: "start", slot: { releaseId: B.id, role: "worker", slot: 1 } },
  ]);
});

test("nothing is started before the database's address is known", () => {
  const state = aState({ releases: [desired(A, 2)] });

  expect(reconcile(state, observed(state, { canStart: false }), POLICY)).toEqual([]);
});

test("nothing is done when all is as asked", () => {
  const instances = [
    anInstance({ releaseId: A.id, port: 1001, wasHealthy: true }),
    anInstance({ releaseId: A.id, role: "worker" }),
  ];
  const state = aState({ releases: [desired(A, 1, 100)], instances });
  const confirmedRoutes = [{ id: A.id, weightPercent: 100, addresses: ["http://127.0.0.1:1001"] }];

  expect(reconcile(state, observed(state, { confirmedRoutes }), POLICY)).toEqual([]);
});

test("a worker that listens gets no requests, and is ended without asking the router", () => {
  const web = anInstance({ releaseId: A.id, port: 1001, wasHealthy: true });
  const worker = anInstance({ releaseId: A.id, role: "worker", port: 1002 });
  const state = aState({ releases: [desired(A, 1, 100)], instances: [web, worker] });
  expect(routesOf(state, [web, worker])).toMatchObject([{ addresses: ["http://127.0.0.1:1001"] }]);

  const shareless = aState({ ...state, releases: [desired(A, 1)] });
  const actions = reconcile(shareless, observed(shareless, { confirmedRoutes: undefined }), POLICY);
  expect(actions).toContainEqual({ kind: "terminate", instance: worker });
});

test("a web process that does not say where it listens is replaced after a minute; a worker need not say it", () => {
  const [web, worker] = [anInstance({ releaseId: A.id }), anInstance({ releaseId: A.id, role: "worker" })];
  const state = aState({ releases: [desired(A, 1, 100)], instances: [web, worker] });
  const ends = (nowMs: number) =>
    reconcile(state, observed(state, { nowMs }), POLICY).filter(({ kind }) => kind === "terminate");

  expect(ends(60_000)).toEqual([]);
  expect(ends(60_001)).toEqual([{ kind: "terminate", instance: web }]);
});

test("a dead process is forgotten, and its slot is free in the turn after", () => {
  const dead = anInstance({ releaseId: A.id });
  const state = aState({ releases: [desired(A, 1)], instances: [dead] });

  expect(reconcile(state, observed(state, { livingPids: new Set() }), POLICY)).toEqual([
    { kind: "forget", instance: dead },
  ]);
});

test("a crashed slot waits for its time, and is started when it has come", () => {
  const state = aState({ releases: [desired(A, 1)] });
  const crashes = new Map([[slotName({ releaseId: A.id, role: "web", slot: 1 }), { count: 3, endedAtMs: 1_000 }]]);
  const starts = (nowMs: number) => reconcile(state, observed(state, { crashes, nowMs }), POLICY).length;

  expect(starts(1_399)).toBe(0);
  expect(starts(1_400)).toBe(1);
});

test("waits double from 100 ms up to 10 s", () => {
  const waits = [1, 2, 7, 8, 30].map((count) => restartDueAtMs({ count, endedAtMs: 0 }));

  expect(waits).toEqual([100, 200, 6_400, 10_000, 10_000]);
});

test("a process that had lived 10 s counts as a first crash, one that had not as one more", () => {
  const before = { count: 4, endedAtMs: 0 };

  expect(nextCrash(before, { launchedAtMs: 0 }, 9_999)).toEqual({ count: 5, endedAtMs: 9_999 });
  expect(nextCrash(before, { launchedAtMs: 0 }, 10_000)).toEqual({ count: 1, endedAtMs: 10_000 });
  expect(nextCrash(undefined, { launchedAtMs: 0 }, 1)).toEqual({ count: 1, endedAtMs: 1 });
});

test("a process that is not wanted any more is routed away before it is told to end", () => {
  const kept = anInstance({ releaseId: A.id, slot: 1, port: 1001, wasHealthy: true });
  const spare = anInstance({ releaseId: A.id, slot: 2, port: 1002, wasHealthy: true });
  const state = aState({ releases: [desired(A, 1, 100)], instances: [kept, spare] });
  const before = [{ id: A.id, weightPercent: 100, addresses: ["http://127.0.0.1:1001", "http://127.0.0.1:1002"] }];
  const after = [{ id: A.id, weightPercent: 100, addresses: ["http://127.0.0.1:1001"] }];
  const actions = (confirmedRoutes: typeof before) =>
    reconcile(state, observed(state, { confirmedRoutes }), { ...POLICY, workerCount: 0 });

  expect(actions(before)).toEqual([{ kind: "route", releases: after }]);
  expect(actions(after)).toEqual([{ kind: "terminate", instance: spare }]);
});

test("nothing is told to end while a new router has not yet said what it routes", () => {
  const spare = anInstance({ releaseId: A.id, port: 1001 });
  const state = aState({ releases: [], instances: [spare] });
  const kinds = (isRouterRunning: boolean) =>
    reconcile(state, observed(state, { confirmedRoutes: undefined, isRouterRunning }), POLICY).map(({ kind }) => kind);

  expect(kinds(true)).toEqual(["route"]);
  expect(kinds(false)).toEqual(["terminate"]);
});

test("a process that does not end is killed after its time, not before", () => {
  const ending = anInstance({ releaseId: A.id, stoppingSinceMs: 1_000 });
  const state = aState({ releases: [], instances: [ending] });
  const actions = (nowMs: number) => reconcile(state, observed(state, { nowMs }), { ...POLICY, stopTimeoutMs: 500 });

  expect(actions(1_500)).toEqual([]);
  expect(actions(1_501)).toEqual([{ kind: "kill", instance: ending }]);
});

test("a slot whose process is still ending is not started twice", () => {
  const ending = anInstance({ releaseId: A.id, stoppingSinceMs: 0 });
  const state = aState({ releases: [desired(A, 1)], instances: [ending] });

  expect(reconcile(state, observed(state, { nowMs: 1 }), POLICY)).toEqual([]);
});

test("a process that crashed with its release serving keeps its last address routed until another listens", () => {
  const routes = { revision: 4, releases: [{ id: A.id, weightPercent: 100, addresses: ["http://127.0.0.1:1001"] }] };
  const state = aState({ releases: [desired(A, 1, 100)], routes });
  const successor = anInstance({ releaseId: A.id, port: 1009 });

  expect(routesOf(state, [])).toEqual(routes.releases);
  expect(routesOf(state, [successor])).toEqual([{ ...routes.releases[0], addresses: ["http://127.0.0.1:1009"] }]);
});

test("processes that passed a check are routed before those that only listen", () => {
  const state = aState({ releases: [desired(A, 2, 100)] });
  const checked = anInstance({ releaseId: A.id, port: 1001, wasHealthy: true });
  const listening = anInstance({ releaseId: A.id, slot: 2, port: 1002 });

  expect(routesOf(state, [checked, listening])[0]?.addresses).toEqual(["http://127.0.0.1:1001"]);
});

test("shares are scaled to sum to 100, and nothing is routed when nobody has one", () => {
  const instances = [anInstance({ releaseId: A.id, port: 1001 }), anInstance({ releaseId: B.id, port: 1002 })];
  const shares = (one: number, other: number) =>
    routesOf(aState({ releases: [desired(A, 1, one), desired(B, 1, other)] }), instances).map(
      ({ weightPercent }) => weightPercent,
    );

  expect(shares(90, 10)).toEqual([90, 10]);
  expect(shares(30, 10)).toEqual([75, 25]);
  expect(shares(0, 0)).toEqual([]);
});

test("a release without a process has no share", () => {
  const state = aState({ releases: [desired(A, 1, 50), desired(B, 1, 50)] });

  expect(routesOf(state, [anInstance({ releaseId: B.id, port: 1002 })])).toEqual([
    { id: A.id, weightPercent: 0, addresses: [] },
    { id: B.id, weightPercent: 100, addresses: ["http://127.0.0.1:1002"] },
  ]);
});
