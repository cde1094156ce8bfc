import { expect, test } from "vitest";
import { decideRoute } from "./route-decision.ts";
import type { HealthStatus } from "./router-state.ts";

const aProcess = (name: string, status: HealthStatus = "healthy") => ({
  name,
  health: { status },
  inFlightCount: 0,
  lastChosen: 0,
});
const one = aProcess("one");
const two = aProcess("two");
const sick = aProcess("sick", "unhealthy");
const seeker = (draw = 0, ...avoid: (typeof one)[]) => ({ draw, avoid: new Set(avoid) });
const release = (id: string, weightPercent: number, processes: readonly (typeof one)[]) => ({
  id,
  weightPercent,
  processes,
});

test("a request goes to a healthy process of the drawn release", () => {
  const releases = [release("a", 50, [one]), release("b", 50, [two])];
  expect(decideRoute("flowing", releases, seeker(0.7))).toEqual({ kind: "send", process: two });
});

test("during a hold every request waits, whatever is routed", () => {
  const waiting = { kind: "wait", reason: "held", releaseId: null };
  expect(decideRoute("held", [release("a", 100, [one])], seeker())).toEqual(waiting);
  expect(decideRoute("held", [], seeker())).toEqual(waiting);
});

test("a router that is stopping serves what still reaches it", () => {
  expect(decideRoute("stopping", [release("a", 100, [one])], seeker()).kind).toBe("send");
});

test("without routes nothing is deployed", () => {
  expect(decideRoute("flowing", [], seeker())).toEqual({ kind: "nothing-deployed" });
});

test("a release without a healthy process is waited for, even when another has one", () => {
  const releases = [release("sick", 50, [sick]), release("well", 50, [one])];
  const decision = decideRoute("flowing", releases, seeker(0.1));
  expect(decision).toEqual({ kind: "wait", reason: "no-healthy-process", releaseId: "sick" });
});

test("a process that failed this request is not asked again", () => {
  const releases = [release("a", 100, [one, two])];
  expect(decideRoute("flowing", releases, seeker(0, one))).toEqual({ kind: "send", process: two });
});

test("when every healthy process has failed this request, it is not tried again", () => {
  const releases = [release("a", 100, [one, two, sick])];
  expect(decideRoute("flowing", releases, seeker(0, one, two))).toEqual({ kind: "exhausted", releaseId: "a" });
});
