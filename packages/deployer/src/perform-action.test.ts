import { expect, test } from "vitest";
import { ok } from "@ecommerce-cart/result";
import { policyWith } from "@ecommerce-cart/rollout";
import type { StateStore } from "@ecommerce-cart/state-store";
import { performAction } from "./perform-action.ts";
import type { StepContext } from "./perform-action.ts";
import { InMemoryTarget } from "./testing/in-memory-target.ts";
import { makeRelease } from "./testing/make-release.ts";

const release = makeRelease("a");

function aStep(signal: AbortSignal, slept: number[] = []): StepContext {
  return {
    context: {
      target: new InMemoryTarget(),
      store: {} as StateStore,
      environmentName: "development",
      policy: policyWith({}),
      verifyDirect: async () => ok(undefined),
      verifyServing: async () => ok(undefined),
      onEvent: () => {},
      clock: { now: () => 0, sleep: async (durationMs) => void slept.push(durationMs) },
      signal,
    },
    token: 1,
    signal,
    seen: { groups: [] },
    releases: [release],
  };
}

const WAIT = { type: "wait", durationMs: 250, reason: "evidence" } as const;

test("a wait sleeps as long as it says", async () => {
  const slept: number[] = [];
  expect(await performAction(WAIT, aStep(new AbortController().signal, slept))).toEqual(ok({ kind: "done" }));
  expect(slept).toEqual([250]);
});

test("a wait is left when the signal has fired", async () => {
  expect(await performAction(WAIT, aStep(AbortSignal.abort()))).toEqual(ok({ kind: "left" }));
});

test("a decision changes nothing", async () => {
  const step = aStep(new AbortController().signal);
  const finish = { type: "finish", outcome: { kind: "completed" } } as const;
  expect(await performAction(finish, step)).toEqual(ok({ kind: "done" }));
  expect(await step.context.target.current()).toEqual(ok({ groups: [] }));
});

test("verifying what the target no longer runs has failed", async () => {
  const action = { type: "verify", releaseId: release.id, route: "addresses" } as const;
  const verified = await performAction(action, aStep(new AbortController().signal));
  expect(verified).toMatchObject({ value: { kind: "failed", detail: expect.stringContaining("runs no") } });
});

test("draining what is gone is done", async () => {
  const action = { type: "drain", releaseId: release.id, timeoutMs: 50 } as const;
  expect(await performAction(action, aStep(new AbortController().signal))).toEqual(ok({ kind: "drained" }));
});

test("staging a release that the rollout is not about is a bug", async () => {
  const action = { type: "stage", releaseId: makeRelease("b").id, webCount: 1 } as const;
  await expect(performAction(action, aStep(new AbortController().signal))).rejects.toThrow("not about");
});
